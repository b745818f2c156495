package org.tongqu.record.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.LocalDate;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

    private static final String USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final String LETTERS_AND_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int ROUNDS = 2_000;

    @ParameterizedTest
    @ValueSource(strings = {"11990100XXXX000193", "91990100XXXX00027M", "12990100XXXX00035M", "52990100XXXX00043C"})
    void creditCodesWhoseCheckCharactersFitAreAccepted(String code) {
        UnifiedSocialCreditCode read = new UnifiedSocialCreditCode(code);
        assertThat(read.conforming()).isTrue();
        assertThat(read.division()).isEqualTo("990100");
        assertThat(read.organizationCode()).isEqualTo(code.substring(8, 17));
        assertThat(UnifiedSocialCreditCode.lenient(code)).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({
        "11990100XXXX000194, check-character",
        "91990100XXXX00027m, form",
        "91990100XXXX0002M, form",
        "91990100IXXX00027M, form",
        "9199010AXXXX00027M, form",
        "'', form",
        "' 1990100XXXX000193', form"
    })
    void creditCodesWithAFaultAreRefused(String code, String rule) {
        InvalidIdentifier refused = refusal(() -> new UnifiedSocialCreditCode(code));
        assertThat(refused.rule()).isEqualTo(rule);
        assertThat(refused.term()).isEqualTo("统一社会信用代码");
    }

    @Test
    void aCreditCodeWhoseInnerOrganizationCodeIsWrongIsRefusedThoughTheOuterCheckFits() {
        String wrongInside = withCreditCheck("11990100XXXX00018");
        assertThat(refusal(() -> new UnifiedSocialCreditCode(wrongInside)).rule())
                .isEqualTo("organization-code");
        assertThat(UnifiedSocialCreditCode.lenient(wrongInside).conforming()).isFalse();
    }

    @Test
    void earlyCreditCodesAreReadLenientlyOnly() {
        assertThat(UnifiedSocialCreditCode.lenient("11990100XXXX000194").conforming())
                .isFalse();
        assertThat(refusal(() -> UnifiedSocialCreditCode.lenient("11990100XXXX00019"))
                        .rule())
                .isEqualTo("form");
    }

    @ParameterizedTest
    @CsvSource({"990101190001010018, 1900-01-01", "99010119000101019X, 1900-01-01", "990103200002290030, 2000-02-29"})
    void citizenNumbersAreAccepted(String number, LocalDate birthDate) {
        CitizenIdNumber read = new CitizenIdNumber(number);
        assertThat(read.birthDate()).isEqualTo(birthDate);
        assertThat(read.division()).startsWith("99010");
    }

    @ParameterizedTest
    @CsvSource({
        "990101190001010019, check-character",
        "99010119000101019x, form",
        "9901011900010100, form",
        "'990101190001010018 ', form",
        "０90101190001010018, form"
    })
    void citizenNumbersWithAFaultAreRefused(String number, String rule) {
        assertThat(refusal(() -> new CitizenIdNumber(number)).rule()).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"19010229", "20000230", "19001301", "19000001", "19990431"})
    void aDayThatNeverWasIsNoBirthDate(String day) {
        String number = withCitizenCheck("990101" + day + "001");
        assertThat(refusal(() -> new CitizenIdNumber(number)).rule()).isEqualTo("birth-date");
    }

    @Test
    void aCitizenNumberNeverShowsItself() {
        CitizenIdNumber number = new CitizenIdNumber("99010119000101019X");
        assertThat(number).hasToString("9****************X");
        assertThat("" + number).doesNotContain("0101");
        assertThat(refusal(() -> new CitizenIdNumber("990101190001010019"))).hasMessageNotContaining("9901");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3",
                "1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.002.1",
                "1.2.156.3005.2.12990100XXXX00035M014.12990100XXXX00035M.BYDH00000042.001.2"
            })
    void certificateIdentifiersAreAccepted(String identifier) {
        CertificateIdentifier read = new CertificateIdentifier(identifier);
        assertThat(read.typeCode()).hasSize(21).startsWith(read.issuer().value());
        assertThat(read.issuer().conforming()).isTrue();
        assertThat(identifier).contains("." + read.serial() + "." + read.version() + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.4, check-character",
        "1.2.156.3003.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3, form",
        "1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.3, form",
        "1.2.156.3005.2.11990100XXXX000193001.11990100XXXX000193.2026000001.1.3, form",
        "11990100XXXX000193001.11990100XXXX000193.2026000001.001.3, form"
    })
    void certificateIdentifiersWithAFaultAreRefused(String identifier, String rule) {
        assertThat(refusal(() -> new CertificateIdentifier(identifier)).rule()).isEqualTo(rule);
    }

    @Test
    void anIdentifierUnderTheVendorsRootIsPutUnderTheRightOne() {
        CertificateIdentifier read = CertificateIdentifier.fromVendorRoot(
                "1.2.156.3003.2.11990100XXXX000193001.11990100XXXX000193.2026000001.001.3");
        assertThat(read.value()).startsWith("1.2.156.3005.2.");
        assertThat(read.serial()).isEqualTo("2026000001");
    }

    @Test
    void anItemCodeTellsItsKindByItsForm() {
        ItemCode basic = new ItemCode("000199001000");
        ItemCode implementation = new ItemCode("11990100XXXX0001933000199001000");
        ItemCode handling = new ItemCode("11990100XXXX000193300019900100001");
        ItemCode older = new ItemCode("511A0138000000-511602000000-000");
        assertThat(basic.kind()).isEqualTo(ItemCode.Kind.BASIC);
        assertThat(implementation.kind()).isEqualTo(ItemCode.Kind.IMPLEMENTATION);
        assertThat(handling.kind()).isEqualTo(ItemCode.Kind.HANDLING_ITEM);
        assertThat(older.kind()).isEqualTo(ItemCode.Kind.OPAQUE);
        assertThat(implementation.basicCode()).contains("000199001000");
        assertThat(handling.basicCode()).isEqualTo(basic.basicCode());
        assertThat(handling.implementingBody()).contains(new UnifiedSocialCreditCode("11990100XXXX000193"));
        assertThat(older.implementingBody()).isEmpty();
        assertThat(older.basicCode()).isEmpty();
    }

    @Test
    void anItemCodeWithAWrongCreditCodeInsideOrOfWrongFormIsRefused() {
        assertThat(refusal(() -> new ItemCode("11990100XXXX0001943000199001000"))
                        .rule())
                .isEqualTo("check-character");
        assertThat(refusal(() -> new ItemCode("")).rule()).isEqualTo("form");
        assertThat(refusal(() -> new ItemCode("A".repeat(65))).rule()).isEqualTo("form");
        assertThat(refusal(() -> new ItemCode("事项")).rule()).isEqualTo("form");
    }

    @ParameterizedTest
    @CsvSource({
        "990000, 990000000000, PROVINCE, ",
        "990100, 990100000000, CITY, 990000000000",
        "990101, 990101000000, COUNTY, 990100000000",
        "990101001, 990101001000, TOWNSHIP, 990101000000",
        "990101001002, 990101001002, VILLAGE, 990101001000",
        "990100001, 990100001000, TOWNSHIP, 990100000000"
    })
    void divisionsArePaddedAndKnowTheirLevelAndParent(
            String written, String value, DivisionCode.Level level, String parent) {
        DivisionCode read = new DivisionCode(written);
        assertThat(read.value()).isEqualTo(value);
        assertThat(read.level()).isEqualTo(level);
        assertThat(read.parent().map(DivisionCode::value).orElse(null)).isEqualTo(parent);
        assertThat(read.sixDigits()).isEqualTo(written.substring(0, 6));
    }

    @Test
    void aDivisionContainsItselfAndWhatLiesInIt() {
        DivisionCode city = new DivisionCode("990100");
        assertThat(city.contains(city)).isTrue();
        assertThat(city.contains(new DivisionCode("990101001"))).isTrue();
        assertThat(city.contains(new DivisionCode("990201"))).isFalse();
        assertThat(city.contains(new DivisionCode("990000"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "99010, form",
        "9901010, form",
        "99010A, form",
        "090101, form",
        "990001, division",
        "990000001, division",
        "990101000001, division"
    })
    void divisionsWithAFaultAreRefused(String written, String rule) {
        assertThat(refusal(() -> new DivisionCode(written)).rule()).isEqualTo(rule);
    }

    @Test
    void everyWrongCharacterInACreditCodeIsFound() {
        findsEveryWrongCharacter(IdentifiersTest::creditCode, USCC_ALPHABET, 0, UnifiedSocialCreditCode::new);
    }

    @Test
    void everyWrongCharacterInACitizenNumberIsFound() {
        findsEveryWrongCharacter(
                random -> withCitizenCheck(String.format(
                        "9901%02d%d%02d%02d%03d",
                        1 + random.nextInt(9),
                        1900 + random.nextInt(126),
                        1 + random.nextInt(12),
                        1 + random.nextInt(28),
                        random.nextInt(1000))),
                "0123456789X",
                0,
                CitizenIdNumber::new);
    }

    @Test
    void everyWrongCharacterInACertificateIdentifierIsFound() {
        findsEveryWrongCharacter(
                random -> {
                    String issuer = creditCode(random);
                    String type = issuer + String.format("%03d", random.nextInt(1000));
                    String serial = text(random, LETTERS_AND_DIGITS, 1 + random.nextInt(20));
                    String version = String.format("%03d", random.nextInt(1000));
                    return "1.2.156.3005.2." + type + "." + issuer + "." + serial + "." + version + "."
                            + mod3736(type + issuer + serial + version);
                },
                LETTERS_AND_DIGITS,
                "1.2.156.3005.2.".length(),
                CertificateIdentifier::new);
    }

    private static void findsEveryWrongCharacter(
            Function<Random, String> generator, String alphabet, int from, Consumer<String> identifier) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String right = generator.apply(random);
            assertThatNoException().as("seed %d", seed).isThrownBy(() -> identifier.accept(right));
            StringBuilder wrong = new StringBuilder(right);
            int place = from + random.nextInt(right.length() - from);
            char other = alphabet.charAt(random.nextInt(alphabet.length()));
            if (right.charAt(place) != other) {
                wrong.setCharAt(place, other);
                refusal(() -> identifier.accept(wrong.toString()));
            }
        }
    }

    private static String creditCode(Random random) {
        String organization = text(random, USCC_ALPHABET, 8);
        return withCreditCheck(
                "9" + text(random, "123", 1) + "990101" + organization + organizationCheck(organization));
    }

    /** Written down a second time, straight from the standards, so that the product's own arithmetic is not its witness. */
    private static String withCreditCheck(String seventeen) {
        int sum = 0;
        int weight = 1;
        for (int i = 0; i < seventeen.length(); i++) {
            sum += USCC_ALPHABET.indexOf(seventeen.charAt(i)) * weight;
            weight = weight * 3 % 31;
        }
        return seventeen + USCC_ALPHABET.charAt((31 - sum % 31) % 31);
    }

    private static char organizationCheck(String eight) {
        int[] weights = {3, 7, 9, 10, 5, 8, 4, 2};
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += Character.digit(eight.charAt(i), 36) * weights[i];
        }
        return "0X987654321".charAt(sum % 11);
    }

    private static String withCitizenCheck(String seventeen) {
        for (int check = 0; check <= 10; check++) {
            int sum = check;
            for (int i = 0; i < 17; i++) {
                sum += (seventeen.charAt(i) - '0') * ((1 << (17 - i)) % 11);
            }
            if (sum % 11 == 1) {
                return seventeen + "0123456789X".charAt(check);
            }
        }
        throw new AssertionError("ISO 7064 MOD 11-2 always has a check character");
    }

    private static char mod3736(String text) {
        int product = 36;
        for (int i = 0; i < text.length(); i++) {
            int sum = (product + Character.digit(text.charAt(i), 36)) % 36;
            product = (sum == 0 ? 36 : sum) * 2 % 37;
        }
        for (int check = 0; check < 36; check++) {
            if ((product + check) % 36 == 1) {
                return LETTERS_AND_DIGITS.charAt(check);
            }
        }
        throw new AssertionError("ISO 7064 MOD 37,36 always has a check character");
    }

    private static String text(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static InvalidIdentifier refusal(ThrowingCallable reading) {
        InvalidIdentifier refused = catchThrowableOfType(InvalidIdentifier.class, reading);
        assertThat(refused).isNotNull();
        return refused;
    }
}

package org.tongqu.security.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tongqu.record.port.PartnerCipher.Sm2Order;

/** Held against the examples of GB/T 32918.5 and against OpenSSL. */
class NationalCiphersTest {
    private static final byte[] PRIVATE = hex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8");
    private static final byte[] PUBLIC = hex("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
            + "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13");
    private static final String C1 = "04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73"
            + "E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0";
    private static final String C3 = "59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766";
    private static final String C2 = "21886CA989CA9C7D58087307CA93092D651EFA";
    private static final byte[] KEY = hex("0123456789abcdeffedcba9876543210");
    private static final byte[] IV = hex("000102030405060708090a0b0c0d0e0f");

    private final NationalCiphers ciphers = new NationalCiphers(new SecureRandom());

    @Test
    void theExampleOfTheStandardIsDecryptedInBothOrdersWithFourInFrontOrWithout() {
        byte[] plain = octets("encryption standard");

        assertThat(ciphers.decryptSm2(hex("04" + C1 + C3 + C2), PRIVATE, Sm2Order.C1C3C2))
                .isEqualTo(plain);
        assertThat(ciphers.decryptSm2(hex("04" + C1 + C2 + C3), PRIVATE, Sm2Order.C1C2C3))
                .isEqualTo(plain);
        assertThat(ciphers.decryptSm2(hex(C1 + C3 + C2), PRIVATE, Sm2Order.C1C3C2))
                .isEqualTo(plain);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsEncryptedIsDecryptedAndWhatWasAlteredIsNot(Sm2Order order) {
        byte[] plain = octets("{\"projid\":\"990101\",\"名称\":\"示范\"}");
        byte[] sealed = ciphers.encryptSm2(plain, PUBLIC, order);

        assertThat(ciphers.decryptSm2(sealed, PRIVATE, order)).isEqualTo(plain);
        for (int at : new int[] {1, 70, 100, sealed.length - 1}) {
            byte[] altered = sealed.clone();
            altered[at] ^= 1;
            assertThatIllegalArgumentException().isThrownBy(() -> ciphers.decryptSm2(altered, PRIVATE, order));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> ciphers.decryptSm2(new byte[3], PRIVATE, order));
    }

    @Test
    void theSignatureOfTheStandardHoldsAndOursDoToo() {
        byte[] message = octets("message digest");
        byte[] standard = hex("F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
                + "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA");

        assertThat(ciphers.verifiesSm2(message, standard, PUBLIC)).isTrue();
        assertThat(ciphers.verifiesSm2(message, ciphers.signSm2(message, PRIVATE), PUBLIC))
                .isTrue();
        assertThat(ciphers.verifiesSm2(octets("message digesu"), standard, PUBLIC))
                .isFalse();
        assertThat(ciphers.verifiesSm2(message, new byte[7], PUBLIC)).isFalse();
    }

    /** Made with {@code openssl enc -sm4-cbc}. */
    @Test
    void sm4IsThatOfOpenSsl() {
        byte[] plain = octets("Tongqu 通衢");
        byte[] sealed = hex("300aeeb1f7539c85083cd38ceecc7d26");

        assertThat(ciphers.encryptSm4(plain, KEY, IV)).isEqualTo(sealed);
        assertThat(ciphers.decryptSm4(sealed, KEY, IV)).isEqualTo(plain);
        assertThatIllegalArgumentException().isThrownBy(() -> ciphers.decryptSm4(sealed, IV, IV));
        assertThatIllegalArgumentException().isThrownBy(() -> ciphers.decryptSm4(new byte[5], KEY, IV));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}

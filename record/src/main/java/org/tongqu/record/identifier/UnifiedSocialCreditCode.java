package org.tongqu.record.identifier;

import java.util.regex.Pattern;

/**
 * Unified social credit code 统一社会信用代码 (GB 32100-2015) of an organisation: registering authority 1, kind 1, division
 * 6, organisation code 9 (GB 11714, with its own check character), check character 1.
 *
 * @param value 18 characters, upper case, without I, O, S, V and Z
 * @param conforming whether both check characters fit; false only for codes read by {@link #lenient}
 */
public record UnifiedSocialCreditCode(String value, boolean conforming) {

    private static final String TERM = "统一社会信用代码";
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final String ORGANIZATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final Pattern FORM = Pattern.compile("[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}");
    private static final int[] WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    private static final int[] ORGANIZATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};

    /**
     * @throws InvalidIdentifier when the form is wrong, or, with {@code conforming} set, a check character does not fit
     */
    public UnifiedSocialCreditCode {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidIdentifier(TERM, "form");
        }
        boolean outer = checkCharacter(value) == value.charAt(17);
        boolean inner = organizationCheck(value) == value.charAt(16);
        if (conforming && !outer) {
            throw new InvalidIdentifier(TERM, "check-character");
        }
        if (conforming && !inner) {
            throw new InvalidIdentifier(TERM, "organization-code");
        }
        conforming = outer && inner;
    }

    /**
     * A code whose check characters fit.
     *
     * @throws InvalidIdentifier otherwise
     */
    public UnifiedSocialCreditCode(String value) {
        this(value, true);
    }

    /**
     * Reads also the early codes that were issued with check characters that do not fit; ask {@link #conforming()}.
     *
     * @throws InvalidIdentifier when the form is wrong
     */
    public static UnifiedSocialCreditCode lenient(String value) {
        return new UnifiedSocialCreditCode(value, false);
    }

    /** The division 行政区划 of the registering authority, 6 digits, not checked against any list. */
    public String division() {
        return value.substring(2, 8);
    }

    /** The organisation code 组织机构代码 (GB 11714), 9 characters. */
    public String organizationCode() {
        return value.substring(8, 17);
    }

    @Override
    public String toString() {
        return value;
    }

    private static char checkCharacter(String value) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += ALPHABET.indexOf(value.charAt(i)) * WEIGHTS[i];
        }
        return ALPHABET.charAt((31 - sum % 31) % 31);
    }

    private static char organizationCheck(String value) {
        int sum = 0;
        for (int i = 0; i < ORGANIZATION_WEIGHTS.length; i++) {
            sum += ORGANIZATION_ALPHABET.indexOf(value.charAt(8 + i)) * ORGANIZATION_WEIGHTS[i];
        }
        int check = 11 - sum % 11;
        return check == 10 ? 'X' : check == 11 ? '0' : (char) ('0' + check);
    }
}

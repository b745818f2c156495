package org.tongqu.record.identifier;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Electronic certificate identifier 电子证照标识 (GB/T 36904-2018):
 * {@code 1.2.156.3005.2.<type>.<issuer>.<serial>.<version>.<check>}, the check character by ISO 7064 MOD 37,36 over the
 * four parts without dots.
 *
 * @param value the whole identifier with root, at most 128 characters
 */
public record CertificateIdentifier(String value) {

    private static final String TERM = "电子证照标识";
    private static final String ROOT = "1.2.156.3005.2.";
    private static final String VENDOR_ROOT = "1.2.156.3003.2.";
    private static final int MAX_LENGTH = 128;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final Pattern FORM = Pattern.compile("1\\.2\\.156\\.3005\\.2\\.([0-9A-HJ-NPQRTUWXY]{18}[0-9]{3})"
            + "\\.([0-9A-HJ-NPQRTUWXY]{18})\\.([0-9A-Z]{1,64})\\.([0-9]{3})\\.([0-9A-Z])");

    /** @throws InvalidIdentifier when the parts or the check character are wrong */
    public CertificateIdentifier {
        Matcher parts = FORM.matcher(value);
        if (value.length() > MAX_LENGTH || !parts.matches()) {
            throw new InvalidIdentifier(TERM, "form");
        }
        if (checkCharacter(parts.group(1) + parts.group(2) + parts.group(3) + parts.group(4))
                != parts.group(5).charAt(0)) {
            throw new InvalidIdentifier(TERM, "check-character");
        }
    }

    /**
     * Reads an identifier that one vendor writes under the root {@code 1.2.156.3003.2}, and puts it under the right root.
     *
     * @throws InvalidIdentifier when the parts or the check character are wrong
     */
    public static CertificateIdentifier fromVendorRoot(String value) {
        return new CertificateIdentifier(
                value.startsWith(VENDOR_ROOT) ? ROOT + value.substring(VENDOR_ROOT.length()) : value);
    }

    /** The certificate type code 证照类型代码: the defining authority's credit code and 3 digits. */
    public String typeCode() {
        return part(0);
    }

    /** The issuing authority 颁发机构, a unified social credit code. */
    public UnifiedSocialCreditCode issuer() {
        return UnifiedSocialCreditCode.lenient(part(1));
    }

    /** The serial number 流水号 within issuer and type. */
    public String serial() {
        return part(2);
    }

    /** The version 版本, 3 digits; grows with every change of one certificate. */
    public String version() {
        return part(3);
    }

    @Override
    public String toString() {
        return value;
    }

    private String part(int index) {
        return value.substring(ROOT.length()).split("\\.", -1)[index];
    }

    private static char checkCharacter(String text) {
        int product = 36;
        for (int i = 0; i < text.length(); i++) {
            int sum = (product + ALPHABET.indexOf(text.charAt(i))) % 36;
            product = 2 * (sum == 0 ? 36 : sum) % 37;
        }
        return ALPHABET.charAt((37 - product) % 36);
    }
}

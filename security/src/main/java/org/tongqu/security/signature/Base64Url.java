package org.tongqu.security.signature;

import java.util.Base64;

/** Base64url without padding (RFC 7515), in its one canonical form: whatever decodes here also encodes back to itself. */
public final class Base64Url {
    private Base64Url() {}

    /** The text form. */
    public static String encode(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /**
     * The octets.
     *
     * @throws IllegalArgumentException unless the text is canonical: no padding, no unused bits that are set, else one
     *     signature would have several texts
     */
    public static byte[] decode(String text) {
        byte[] octets = Base64.getUrlDecoder().decode(text);
        if (!encode(octets).equals(text)) {
            throw new IllegalArgumentException("not canonical base64url without padding");
        }
        return octets;
    }
}

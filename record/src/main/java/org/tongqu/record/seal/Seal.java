package org.tongqu.record.seal;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A detached JWS (RFC 7515 appendix F, RFC 7797): the two outer parts of {@code <protected>..<signature>}. What is sealed
 * are exact octets, kept elsewhere; nothing is ever canonicalised.
 *
 * @param protectedHeader base64url without padding, at most 4096 characters
 * @param signature base64url without padding, at most 1024 characters
 */
public record Seal(String protectedHeader, String signature) {
    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+");

    /** @throws IllegalArgumentException unless both parts are non-empty base64url within their bounds */
    public Seal {
        if (protectedHeader.length() > 4096
                || signature.length() > 1024
                || !BASE64URL.matcher(protectedHeader).matches()
                || !BASE64URL.matcher(signature).matches()) {
            throw new IllegalArgumentException("not a seal, expected <protected>..<signature>");
        }
    }

    /** @throws IllegalArgumentException unless the text is {@code <protected>..<signature>} */
    public static Seal parse(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            throw new IllegalArgumentException("not a seal, expected <protected>..<signature>");
        }
        return new Seal(text.substring(0, dots), text.substring(dots + 2));
    }

    /** The value of the {@code Seal} header. */
    public String text() {
        return protectedHeader + ".." + signature;
    }

    /** The octets that are signed: ASCII(protected) ‖ "." ‖ body octets. */
    public static byte[] signingInput(String protectedHeader, byte[] octets) {
        byte[] head = (protectedHeader + ".").getBytes(StandardCharsets.US_ASCII);
        byte[] input = new byte[head.length + octets.length];
        System.arraycopy(head, 0, input, 0, head.length);
        System.arraycopy(octets, 0, input, head.length, octets.length);
        return input;
    }
}

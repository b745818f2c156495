package org.tongqu.record.seal;

import java.nio.charset.StandardCharsets;
import org.tongqu.record.AsciiSet;

/**
 * A detached JWS (RFC 7515 appendix F, RFC 7797): the two outer parts of {@code <protected>..<signature>}. What is sealed
 * are exact octets, kept elsewhere; nothing is ever canonicalised.
 *
 * @param protectedHeader base64url without padding, at most 4096 characters
 * @param signature base64url without padding, at most 1024 characters
 */
public record Seal(String protectedHeader, String signature) {
    private static final AsciiSet BASE64URL =
            AsciiSet.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static final int LONGEST_HEADER = 4096;
    private static final int LONGEST_SIGNATURE = 1024;

    /** @throws IllegalArgumentException unless both parts are non-empty base64url within their bounds */
    public Seal {
        if (!isPart(protectedHeader, LONGEST_HEADER) || !isPart(signature, LONGEST_SIGNATURE)) {
            throw new IllegalArgumentException("not a seal, expected <protected>..<signature>");
        }
    }

    private static boolean isPart(String text, int longest) {
        return !text.isEmpty() && text.length() <= longest && BASE64URL.containsAll(text, 0);
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

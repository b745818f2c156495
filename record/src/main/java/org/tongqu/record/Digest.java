package org.tongqu.record;

import java.util.HexFormat;

/**
 * An SM3 digest (GB/T 32905) over exact octets, written {@code sm3:<64 lower-case hex>}.
 *
 * @param value the text form
 */
public record Digest(String value) {
    private static final String PREFIX = "sm3:";
    private static final int LENGTH = PREFIX.length() + 64;
    private static final AsciiSet HEX = AsciiSet.of("0123456789abcdef");

    /** @throws IllegalArgumentException unless the text is {@code sm3:<64 lower-case hex>} */
    public Digest {
        if (!isShaped(value)) {
            throw new IllegalArgumentException("not a digest, expected sm3:<64 lower-case hex>");
        }
    }

    /** Whether a text is {@code sm3:<64 lower-case hex>}. */
    public static boolean isShaped(String text) {
        return text.length() == LENGTH && text.startsWith(PREFIX) && HEX.containsAll(text, PREFIX.length());
    }

    /** The digest with these 32 octets. */
    public static Digest of(byte[] octets) {
        return new Digest(PREFIX + HexFormat.of().formatHex(octets));
    }

    /** The 32 octets. */
    public byte[] octets() {
        return HexFormat.of().parseHex(value, PREFIX.length(), value.length());
    }

    @Override
    public String toString() {
        return value;
    }
}

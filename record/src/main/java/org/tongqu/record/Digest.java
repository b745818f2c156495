package org.tongqu.record;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An SM3 digest (GB/T 32905) over exact octets, written {@code sm3:<64 lower-case hex>}.
 *
 * @param value the text form
 */
public record Digest(String value) {
    private static final String PREFIX = "sm3:";
    private static final Pattern SHAPE = Pattern.compile("sm3:[0-9a-f]{64}");

    /** @throws IllegalArgumentException unless the text is {@code sm3:<64 lower-case hex>} */
    public Digest {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a digest, expected sm3:<64 lower-case hex>");
        }
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

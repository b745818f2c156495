package org.tongqu.record.delivery;

import java.util.UUID;
import org.tongqu.record.AsciiSet;

/**
 * One record on its way to one party: 128 random bits as 32 lower-case hex digits. Every attempt carries the same id, so that
 * a receiver recognises what it has had.
 *
 * @param value the text form
 */
public record DeliveryId(String value) implements Comparable<DeliveryId> {
    private static final int LENGTH = 32;
    private static final AsciiSet HEX = AsciiSet.of("0123456789abcdef");

    /** @throws IllegalArgumentException unless the text is 32 lower-case hex digits */
    public DeliveryId {
        if (value.length() != LENGTH || !HEX.containsAll(value, 0)) {
            throw new IllegalArgumentException("not a delivery id, expected 32 lower-case hex digits");
        }
    }

    /** The id with these 128 bits. */
    public static DeliveryId of(UUID bits) {
        return new DeliveryId(bits.toString().replace("-", ""));
    }

    /** The 128 bits. */
    public UUID bits() {
        return new UUID(Long.parseUnsignedLong(value, 0, 16, 16), Long.parseUnsignedLong(value, 16, 32, 16));
    }

    @Override
    public int compareTo(DeliveryId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

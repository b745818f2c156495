package org.tongqu.record.delivery;

/**
 * How much of an inbox is taken at once.
 *
 * @param deliveries at most this many, 1 to 500
 * @param octets that their records have together at most; the first is taken in any case
 */
public record Portion(int deliveries, long octets) {
    /** 8 MiB: what an answer can hold whose size is about that of what it tells. */
    public static final long OCTETS = 8L << 20;

    /** At most so many deliveries and {@link #OCTETS}. */
    public static Portion of(int deliveries) {
        return new Portion(deliveries, OCTETS);
    }
}

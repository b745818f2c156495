package org.tongqu.record.delivery;

/**
 * What a comparison of the broker with the ledger found, in bells. A bell counts once, however often it lies there.
 *
 * @param matching rung in the ledger and in the broker
 * @param stale in the broker only, and rightly: answered, or followed by another
 * @param missing rung in the ledger and not in the broker: lost
 * @param recent like missing, but rung so shortly before the end that they may not have been sent yet
 * @param impossible in the broker, and never rung: unreadable, of an unknown delivery, or ahead of the ledger
 */
public record BellTally(long matching, long stale, long missing, long recent, long impossible) {
    /** Nothing anywhere. */
    public static final BellTally EMPTY = new BellTally(0, 0, 0, 0, 0);

    /** Both together. */
    public BellTally plus(BellTally other) {
        return new BellTally(
                matching + other.matching,
                stale + other.stale,
                missing + other.missing,
                recent + other.recent,
                impossible + other.impossible);
    }

    /** Whether the broker lost or altered anything. */
    public boolean differs() {
        return missing > 0 || impossible > 0;
    }
}

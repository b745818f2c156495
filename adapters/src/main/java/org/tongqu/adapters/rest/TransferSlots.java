package org.tongqu.adapters.rest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

/**
 * How many materials come and go at once: each holds a thread and a segment or two for as long as its client is slow, so all together
 * are bounded, and each party too. Thread-safe; nobody waits.
 */
final class TransferSlots {
    private static final Duration COME_AGAIN = Duration.ofSeconds(1);

    private final LongSupplier nanoTime;
    private final int most;
    private final int mostOfOne;
    private final Map<PartyId, Integer> taken = new HashMap<>();
    private int all;

    /**
     * Free slots.
     *
     * @param most of all parties together
     * @param mostOfOne of one party
     * @param nanoTime that does not jump, as {@link System#nanoTime}
     */
    TransferSlots(int most, int mostOfOne, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /**
     * A slot for one transfer.
     *
     * @throws Rejection {@code TOO_FAST} if none is free for this party
     */
    synchronized Slot take(PartyId party) {
        int own = taken.getOrDefault(party, 0);
        if (all == most || own == mostOfOne) {
            throw Rejection.later(
                    ProblemCode.TOO_FAST, "Too many materials are on their way; nothing was taken.", COME_AGAIN);
        }
        all++;
        taken.put(party, own + 1);
        Pace pace = new Pace(nanoTime);
        return new Slot() {
            @Override
            public Pace pace() {
                return pace;
            }

            @Override
            public void close() {
                giveBack(party);
            }
        };
    }

    private synchronized void giveBack(PartyId party) {
        all--;
        taken.merge(party, -1, Integer::sum);
        taken.remove(party, 0);
    }

    /** To be closed once. */
    interface Slot {
        /** What its transfer has to keep up with, from now on. */
        Pace pace();

        void close();
    }
}

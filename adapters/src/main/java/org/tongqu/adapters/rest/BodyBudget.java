package org.tongqu.adapters.rest;

import java.time.Duration;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

/**
 * How many octets of bodies the door holds at once, so that many large batches, or answers by SOAP, cannot fill the heap together. A request
 * takes its share before it reads and gives it back when it is answered. Whoever is alone gets what it asks for, so no body that
 * the limits allow is refused for ever. Thread-safe; nobody waits.
 */
public final class BodyBudget {
    private static final Duration COME_AGAIN = Duration.ofSeconds(1);
    private static final int PART_OF_HEAP = 4;

    private final long most;
    private long held;

    /** A budget of this many octets. */
    public BodyBudget(long most) {
        this.most = most;
    }

    /** A quarter of the largest heap that this process may have. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /** The share of one request, empty at first. */
    public Share share() {
        return new Share();
    }

    /** There is no room: {@code TOO_FAST}, to come again, and what that means. */
    public static Rejection noRoom(String meaning) {
        return Rejection.later(
                ProblemCode.TOO_FAST, "The gateway holds as many bodies as it has room for; " + meaning, COME_AGAIN);
    }

    private synchronized boolean take(long octets, long mine) {
        if (octets > most - held && held > mine) {
            return false;
        }
        held += octets;
        return true;
    }

    private synchronized void giveBack(long octets) {
        held -= octets;
    }

    /** What one request holds. Closing gives it back, and may be done again. Thread-safe. */
    public final class Share implements AutoCloseable {
        private long mine;

        private Share() {}

        /**
         * Holds this many octets more.
         *
         * @throws Rejection {@code TOO_FAST} if the others hold too much; what was held before stays held
         */
        public synchronized void add(long octets) {
            if (!holds(octets)) {
                throw noRoom("nothing was taken.");
            }
        }

        /** Holds this many octets more, unless the others hold too much; says whether it does. */
        public synchronized boolean holds(long octets) {
            boolean isTaken = take(octets, mine);
            mine += isTaken ? octets : 0;
            return isTaken;
        }

        @Override
        public synchronized void close() {
            giveBack(mine);
            mine = 0;
        }
    }
}

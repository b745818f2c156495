package org.tongqu.routes.intake;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets as many through at once as there are processors, in the order in which they came. Checking what comes in is nearly all
 * of intake's computing; without a bound, many senders at once would take the processors from the lanes, and what was accepted
 * would pile up behind what is being accepted. Thread-safe; not to be entered twice by one caller.
 */
final class Turnstile {
    private final Semaphore places;

    /** @param atOnce how many may be inside, at least 1 */
    Turnstile(int atOnce) {
        places = new Semaphore(atOnce, true);
    }

    /** Does this work when its turn has come. */
    <T> T pass(Supplier<T> work) {
        places.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}

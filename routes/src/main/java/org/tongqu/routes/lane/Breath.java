package org.tongqu.routes.lane;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.failure.LedgerUnavailable;

/**
 * The moment a consumer waits before it gives its bell back because the ledger cannot be reached. The broker redelivers at once,
 * so without it the lanes would spin. Thread-safe; {@link #close} ends all waiting.
 */
final class Breath implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Breath.class);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean told = new AtomicBoolean();
    private final Duration length;

    Breath(Duration length) {
        this.length = length;
    }

    /** Waits, unless the lanes stop. */
    void take(LedgerUnavailable failure) {
        boolean unused = taken(failure);
    }

    /** Waits; false if there is no time left for that, because the lanes stop. */
    boolean taken(LedgerUnavailable failure) {
        if (told.compareAndSet(false, true)) {
            LOG.warn("Lanes wait: {}", failure.getMessage());
        }
        try {
            if (!closed.await(length.toMillis(), TimeUnit.MILLISECONDS)) {
                told.set(false);
                return true;
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}

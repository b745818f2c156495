package org.tongqu.config.server;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when the embedded broker has stopped: a gateway without it would accept and never deliver. Whoever runs the
 * gateway starts it again. Thread-safe.
 */
final class BrokerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);

    private final Runnable end;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile BooleanSupplier active = () -> true;
    private volatile boolean stopped;

    /** @param end ends the process; called once */
    BrokerWatch(Runnable end) {
        this.end = end;
    }

    /** Asks once a second from now on whether the broker works. */
    void start(BooleanSupplier broker, ScheduledExecutorService scheduler) {
        active = broker;
        scheduler.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** Whether the broker works. */
    boolean isUp() {
        return !failed.get() && active.getAsBoolean();
    }

    /** The broker reports that it cannot go on. */
    void fail() {
        if (!stopped && failed.compareAndSet(false, true)) {
            LOG.error("event=broker-gone effect=\"the process ends\"");
            end.run();
        }
    }

    /** Called before the broker is stopped on purpose. */
    void stop() {
        stopped = true;
    }

    private void look() {
        if (!active.getAsBoolean()) {
            fail();
        }
    }
}

package org.tongqu.config.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when the machine's clock has jumped by more than a minute since the gateway started, and when it is back. Thread-safe. */
public final class ClockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration TOLERATED = Duration.ofSeconds(60);

    private final SteadyClock clock;
    private volatile boolean off;

    /** @param meters shows how far the machine's clock is ahead */
    public ClockWatch(SteadyClock clock, MeterRegistry meters) {
        this.clock = clock;
        Gauge.builder("tongqu.clock.jumped", clock, steady -> steady.jumped().toMillis() / 1e3)
                .baseUnit("seconds")
                .description("how far the machine's clock is ahead of the time that has passed since the start")
                .register(meters);
    }

    /** Looks from now on. */
    public void start(ScheduledExecutorService scheduler) {
        scheduler.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** Whether the machine's clock goes on as it did at the start. */
    public boolean isSteady() {
        return !off;
    }

    void look() {
        Duration jumped = clock.jumped();
        boolean now = jumped.abs().compareTo(TOLERATED) > 0;
        if (now && !off) {
            LOG.error(
                    "event=clock-jumped seconds={} effect=\"leases and deadlines go by the time before, seals by the new one;"
                            + " set the clock right, or restart to take the new time over\"",
                    jumped.toSeconds());
        } else if (!now && off) {
            LOG.info("event=clock-steady-again seconds={}", jumped.toSeconds());
        }
        off = now;
    }
}

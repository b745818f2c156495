package org.tongqu.config.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * The machine's time as it was when this process started, and as much later as has passed since. Leases, deadlines and retries go
 * by it: a machine's clock that jumps, three days ahead or two hours back, expires nothing too early and delays nothing. Whether a
 * seal is too old is judged by the machine's clock all the same. A new start takes the machine's time over. Thread-safe.
 */
public final class SteadyClock extends Clock {
    private final Clock machine;
    private final LongSupplier nanoTime;
    private final Instant start;
    private final long startNanos;

    /** Begins with the machine's time of now. */
    public SteadyClock(Clock machine) {
        this(machine, System::nanoTime);
    }

    SteadyClock(Clock machine, LongSupplier nanoTime) {
        this.machine = machine;
        this.nanoTime = nanoTime;
        this.start = machine.instant();
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanoTime.getAsLong() - startNanos);
    }

    /** How far the machine's clock is ahead of this one; negative if behind. */
    public Duration jumped() {
        return Duration.between(instant(), machine.instant());
    }

    @Override
    public ZoneId getZone() {
        return machine.getZone();
    }

    /** @throws UnsupportedOperationException always: there is one time here, in one zone */
    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a steady clock keeps the zone of its machine");
    }
}

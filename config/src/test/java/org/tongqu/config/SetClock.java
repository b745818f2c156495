package org.tongqu.config;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on, or back, when told. Thread-safe as long as one thread tells it. */
public final class SetClock extends Clock {
    private volatile Instant now = Instant.parse("2026-03-10T08:00:00Z");

    /** Goes on by this; back, if it is negative. */
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}

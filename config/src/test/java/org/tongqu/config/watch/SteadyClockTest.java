package org.tongqu.config.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {
    private static final Instant START = Instant.parse("2026-03-02T01:00:00Z");

    private final AtomicReference<Instant> machine = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong(77);
    private final SteadyClock steady = new SteadyClock(machine(), nanos::get);

    @ParameterizedTest
    @ValueSource(longs = {259_200, -7_200, 61, -61})
    void aJumpOfTheMachinesClockIsToldAndNotFollowed(long seconds) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ClockWatch watch = new ClockWatch(steady, meters);
        pass(Duration.ofSeconds(10));
        watch.look();
        assertThat(watch.isSteady()).isTrue();

        machine.updateAndGet(time -> time.plusSeconds(seconds));
        watch.look();

        assertThat(steady.instant()).isEqualTo(START.plusSeconds(10));
        assertThat(watch.isSteady()).isFalse();
        assertThat(meters.get("tongqu.clock.jumped").gauge().value()).isEqualTo(seconds);

        machine.updateAndGet(time -> time.minusSeconds(seconds));
        watch.look();
        assertThat(watch.isSteady()).isTrue();
    }

    @Test
    void whatIsSetByLessThanAMinuteIsNoMatter() {
        ClockWatch watch = new ClockWatch(steady, new SimpleMeterRegistry());

        machine.updateAndGet(time -> time.plusSeconds(59));
        watch.look();

        assertThat(watch.isSteady()).isTrue();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        machine.updateAndGet(now -> now.plus(time));
    }

    private Clock machine() {
        return new Clock() {
            @Override
            public Instant instant() {
                return machine.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }
}

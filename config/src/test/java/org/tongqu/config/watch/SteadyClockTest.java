package org.tongqu.config.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.config.SetClock;

class SteadyClockTest {
    private final SetClock machine = new SetClock();
    private final Instant start = machine.instant();
    private final AtomicLong nanos = new AtomicLong(77);
    private final SteadyClock steady = new SteadyClock(machine, nanos::get);

    @ParameterizedTest
    @ValueSource(longs = {259_200, -7_200, 61, -61})
    void aJumpOfTheMachinesClockIsToldAndNotFollowed(long seconds) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ClockWatch watch = new ClockWatch(steady, meters);
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        machine.pass(Duration.ofSeconds(10));
        watch.look();
        assertThat(watch.isSteady()).isTrue();

        machine.pass(Duration.ofSeconds(seconds));
        watch.look();

        assertThat(steady.instant()).isEqualTo(start.plusSeconds(10));
        assertThat(watch.isSteady()).isFalse();
        assertThat(meters.get("tongqu.clock.jumped").gauge().value()).isEqualTo(seconds);

        machine.pass(Duration.ofSeconds(-seconds));
        watch.look();
        assertThat(watch.isSteady()).isTrue();
    }

    @Test
    void whatIsSetByLessThanAMinuteIsNoMatter() {
        ClockWatch watch = new ClockWatch(steady, new SimpleMeterRegistry());

        machine.pass(Duration.ofSeconds(59));
        watch.look();

        assertThat(watch.isSteady()).isTrue();
    }
}

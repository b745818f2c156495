package org.tongqu.config.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.alarm.Alarm;
import org.tongqu.record.alarm.AlarmCause;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.Watchdog;

/** What operators see of an alarm: a line when it starts, a line when it clears, a gauge meanwhile. */
class AlarmWatchTest {
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    private static final Alarm PARKED =
            new Alarm(new PartyId("990101.tax"), AlarmCause.PARKED, NOW, 3, NOW.minusSeconds(60));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Told watchdog = new Told();
    private final AlarmWatch watch = new AlarmWatch(watchdog, meters, Clock.fixed(NOW, ZoneOffset.UTC));
    private final Logger log = (Logger) LoggerFactory.getLogger("tongqu.alarm");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
    }

    @Test
    void oneLineWhenItStartsOneWhenItClearsAndAGaugeMeanwhile() {
        watchdog.next(List.of(PARKED), List.of(), List.of(PARKED));
        assertThat(told())
                .containsExactly("WARN event=alarm lane=990101.tax cause=PARKED count=3 oldest=2026-03-02T00:59:00Z"
                        + " since=2026-03-02T01:00:00Z");
        assertThat(gauges()).containsExactly("990101.tax PARKED 3.0");

        watchdog.next(List.of(), List.of(), List.of(PARKED));
        assertThat(told()).isEmpty();
        assertThat(gauges()).containsExactly("990101.tax PARKED 3.0");

        watchdog.next(List.of(), List.of(PARKED), List.of());
        assertThat(told()).singleElement().asString().startsWith("INFO event=alarm-cleared lane=990101.tax");
        assertThat(gauges()).isEmpty();
    }

    @Test
    void whileTheLedgerIsAwayWhatStoodStands() {
        watchdog.next(List.of(PARKED), List.of(), List.of(PARKED));
        told();
        watchdog.isAway = true;

        assertThat(told()).isEmpty();
        assertThat(gauges()).containsExactly("990101.tax PARKED 3.0");
    }

    private List<String> told() {
        lines.list.clear();
        watch.look();
        return lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.INFO))
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    private List<String> gauges() {
        return meters.find("tongqu.alarms").gauges().stream()
                .map(gauge -> tag(gauge, "lane") + " " + tag(gauge, "cause") + " " + gauge.value())
                .toList();
    }

    private static String tag(Meter meter, String name) {
        return String.valueOf(meter.getId().getTag(name));
    }

    private static final class Told implements Watchdog {
        private Look look = new Look(List.of(), List.of());
        private List<Alarm> standing = List.of();
        private boolean isAway;

        void next(List<Alarm> raised, List<Alarm> cleared, List<Alarm> stand) {
            look = new Look(raised, cleared);
            standing = stand;
        }

        @Override
        public Look look(Instant now) {
            if (isAway) {
                throw new LedgerUnavailable("away", null);
            }
            return look;
        }

        @Override
        public List<Alarm> alarms() {
            return standing;
        }
    }
}

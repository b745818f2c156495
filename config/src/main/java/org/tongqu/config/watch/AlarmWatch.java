package org.tongqu.config.watch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.alarm.Alarm;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.Watchdog;

/**
 * Lets the watchdog look every thirty seconds: one log line when an alarm starts and one when it clears, and a gauge of each that
 * stands. While the ledger cannot be asked, what stood stands; that is an alarm of its own, by readiness.
 */
public final class AlarmWatch {
    private static final Logger LOG = LoggerFactory.getLogger("tongqu.alarm");
    private static final int SECONDS = 30;

    private final Watchdog watchdog;
    private final Clock clock;
    private final MultiGauge alarms;

    /** Gauges in this registry. */
    public AlarmWatch(Watchdog watchdog, MeterRegistry meters, Clock clock) {
        this.watchdog = watchdog;
        this.clock = clock;
        this.alarms = MultiGauge.builder("tongqu.alarms")
                .description("what stands still, by lane and cause; the number of deliveries or tickets")
                .register(meters);
    }

    /** Looks from now on. */
    public void start(ScheduledExecutorService scheduler) {
        scheduler.scheduleWithFixedDelay(this::look, 5, SECONDS, TimeUnit.SECONDS);
    }

    void look() {
        try {
            Watchdog.Look look = watchdog.look(clock.instant());
            look.raised().forEach(alarm -> LOG.warn("event=alarm {}", line(alarm)));
            look.cleared().forEach(alarm -> LOG.info("event=alarm-cleared {}", line(alarm)));
            show(watchdog.alarms());
        } catch (LedgerUnavailable unavailable) {
            LOG.debug("The watchdog cannot look, the ledger is away");
        } catch (RuntimeException unexpected) {
            LOG.error("event=watchdog-failed", unexpected);
        }
    }

    private void show(List<Alarm> standing) {
        alarms.register(
                standing.stream()
                        .map(alarm -> MultiGauge.Row.of(
                                Tags.of(
                                        "lane",
                                        alarm.lane().value(),
                                        "cause",
                                        alarm.cause().name()),
                                alarm.count()))
                        .toList(),
                true);
    }

    private static String line(Alarm alarm) {
        return "lane=" + alarm.lane() + " cause=" + alarm.cause() + " count=" + alarm.count() + " oldest="
                + alarm.oldest() + " since=" + alarm.since();
    }
}

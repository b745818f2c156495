package org.tongqu.config.watch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.LedgerStatus;
import org.tongqu.record.port.LedgerStatus.OpenCircuit;
import org.tongqu.record.port.LedgerStatus.Waiting;

/** Gauges of what waits, asked of the ledger every ten seconds, so that a scrape costs the database nothing. */
public final class WaitingMeters {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingMeters.class);

    private final LedgerStatus status;
    private final Clock clock;
    private final MultiGauge waiting;
    private final MultiGauge parked;
    private final MultiGauge oldest;
    private final MultiGauge circuits;
    private volatile Optional<LaneCounts> latest = Optional.empty();

    /** Gauges in this registry. */
    public WaitingMeters(LedgerStatus status, MeterRegistry meters, Clock clock) {
        this.status = status;
        this.clock = clock;
        this.waiting = MultiGauge.builder("tongqu.waiting")
                .description("deliveries that are not final")
                .register(meters);
        this.parked = MultiGauge.builder("tongqu.parked")
                .description("deliveries an operator must look at")
                .register(meters);
        this.oldest = MultiGauge.builder("tongqu.oldest.waiting")
                .baseUnit("seconds")
                .description("age of the oldest delivery that is not final")
                .register(meters);
        this.circuits = MultiGauge.builder("tongqu.circuit.open")
                .description("lanes whose party is away")
                .register(meters);
    }

    /** Asks from now on. */
    public void start(ScheduledExecutorService scheduler) {
        scheduler.scheduleWithFixedDelay(this::ask, 1, 10, TimeUnit.SECONDS);
    }

    /** What the lanes were like at the last look that the ledger answered; empty before the first. */
    public Optional<LaneCounts> latest() {
        return latest;
    }

    private void ask() {
        try {
            List<Waiting> now = status.waiting();
            List<OpenCircuit> open = status.openCircuits();
            latest = Optional.of(LaneCounts.of(now, open, clock.instant()));
            show(now);
            circuits.register(
                    open.stream()
                            .map(circuit -> row(1, "lane", circuit.lane().value()))
                            .toList(),
                    true);
        } catch (LedgerUnavailable unavailable) {
            LOG.debug("The gauges keep their last values, the ledger cannot be asked");
        } catch (RuntimeException unexpected) {
            LOG.error("event=gauges-failed", unexpected);
        }
    }

    private void show(List<Waiting> now) {
        Map<PartyId, Long> parkedByLane = new TreeMap<>();
        Map<PartyId, Long> ageByLane = new TreeMap<>();
        for (Waiting w : now) {
            if (w.state() == DeliveryState.PARKED || w.state() == DeliveryState.UNKNOWN) {
                parkedByLane.merge(w.lane(), w.count(), Long::sum);
            }
            long age = Math.max(0, Duration.between(w.oldest(), clock.instant()).toSeconds());
            ageByLane.merge(w.lane(), age, Math::max);
        }
        waiting.register(
                now.stream()
                        .map(w -> row(
                                w.count(),
                                "lane",
                                w.lane().value(),
                                "type",
                                w.type(),
                                "state",
                                w.state().name()))
                        .toList(),
                true);
        parked.register(rows(parkedByLane), true);
        oldest.register(rows(ageByLane), true);
    }

    private static List<MultiGauge.Row<?>> rows(Map<PartyId, Long> byLane) {
        return byLane.entrySet().stream()
                .<MultiGauge.Row<?>>map(
                        e -> row(e.getValue(), "lane", e.getKey().value()))
                .toList();
    }

    private static MultiGauge.Row<?> row(long value, String... tags) {
        return MultiGauge.Row.of(Tags.of(tags), value);
    }
}

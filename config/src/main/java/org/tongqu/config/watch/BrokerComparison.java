package org.tongqu.config.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.port.BrokerStatus;

/**
 * How the broker's bells compared with the ledger when this process started: one log line, an error if anything was lost or
 * altered, and a gauge per kind. Thread-safe.
 */
public final class BrokerComparison implements BrokerStatus {
    private static final Logger LOG = LoggerFactory.getLogger("tongqu.broker");

    private volatile Optional<BellTally> compared = Optional.empty();

    /** Gauges in this registry; 0 until compared. */
    public BrokerComparison(MeterRegistry meters) {
        gauge(meters, "matching", BellTally::matching);
        gauge(meters, "stale", BellTally::stale);
        gauge(meters, "missing", BellTally::missing);
        gauge(meters, "recent", BellTally::recent);
        gauge(meters, "impossible", BellTally::impossible);
    }

    @Override
    public Optional<BellTally> compared() {
        return compared;
    }

    void done(BellTally tally) {
        compared = Optional.of(tally);
        if (tally.differs()) {
            LOG.error("event=broker-differs {} effect=\"rung again from the ledger\"", line(tally));
        } else {
            LOG.info("event=broker-compared {}", line(tally));
        }
    }

    private static String line(BellTally tally) {
        return "matching=" + tally.matching() + " stale=" + tally.stale() + " missing=" + tally.missing() + " recent="
                + tally.recent() + " impossible=" + tally.impossible();
    }

    private void gauge(MeterRegistry meters, String kind, ToLongFunction<BellTally> count) {
        Gauge.builder("tongqu.broker.bells", this, me -> me.compared
                        .map(count::applyAsLong)
                        .orElse(0L))
                .description("bells in the broker compared with the ledger, at the start of this process")
                .tag("kind", kind)
                .register(meters);
    }
}

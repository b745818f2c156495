package org.tongqu.config.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.tongqu.record.delivery.BellTally;

class BrokerComparisonTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("tongqu.broker");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BrokerComparison comparison = new BrokerComparison(meters);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void whatIsStaleOrRecentIsNoDifference() {
        assertThat(comparison.compared()).isEmpty();

        comparison.done(new BellTally(7, 3, 0, 2, 0));

        assertLine(Level.INFO, "event=broker-compared matching=7 stale=3 missing=0 recent=2 impossible=0");
        assertThat(comparison.compared()).contains(new BellTally(7, 3, 0, 2, 0));
        assertThat(gauge("matching")).isEqualTo(7);
        assertThat(gauge("stale")).isEqualTo(3);
        assertThat(gauge("recent")).isEqualTo(2);
    }

    @Test
    void aMissingBellIsADifference() {
        comparison.done(new BellTally(0, 0, 1, 0, 0));

        assertLine(
                Level.ERROR,
                "event=broker-differs matching=0 stale=0 missing=1 recent=0 impossible=0"
                        + " effect=\"rung again from the ledger\"");
        assertThat(gauge("missing")).isEqualTo(1);
    }

    @Test
    void anImpossibleBellIsADifference() {
        comparison.done(new BellTally(0, 0, 0, 0, 1));

        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR);
        assertThat(gauge("impossible")).isEqualTo(1);
    }

    private void assertLine(Level level, String text) {
        assertThat(lines.list).hasSize(1);
        assertThat(lines.list.get(0).getLevel()).isEqualTo(level);
        assertThat(lines.list.get(0).getFormattedMessage()).isEqualTo(text);
    }

    private double gauge(String kind) {
        return meters.get("tongqu.broker.bells").tag("kind", kind).gauge().value();
    }
}

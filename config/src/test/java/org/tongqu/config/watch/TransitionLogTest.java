package org.tongqu.config.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Transition;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.port.RuleStatus.FailedRule;

class TransitionLogTest {
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("tongqu.ledger");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RuleFailureCounts rules = new RuleFailureCounts(Clock.fixed(NOW, ZoneOffset.UTC));
    private final TransitionLog log = new TransitionLog(meters, rules, new BrokerComparison(meters));

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
    void aLineHasKeysOnlyForWhatIsKnown() {
        log.changed(List.of(
                change(null, DeliveryState.ACCEPTED, 0, null),
                change(DeliveryState.SENDING, DeliveryState.WAITING, 1, "CONNECT_FAILED")));

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "event=delivery delivery=00000000000000000000000000000000 lane=990101.tax"
                                + " record=990101.window/r1 type=case.applied to=ACCEPTED attempt=0 age-ms=12",
                        "event=delivery delivery=00000000000000000000000000000000 lane=990101.tax"
                                + " record=990101.window/r1 type=case.applied from=SENDING to=WAITING attempt=1"
                                + " code=CONNECT_FAILED age-ms=12");
    }

    @Test
    void aRuleThatFailsIsCountedEachTimeAndLoggedOnce() {
        log.ruleFailed("a-rule", "absent-field");
        log.ruleFailed("a-rule", "absent-field");
        log.ruleFailed("a-rule", "type");

        assertThat(meters.get("tongqu.rule.failures")
                        .tags("rule", "a-rule", "reason", "absent-field")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(rules.failedRules())
                .containsExactly(
                        new FailedRule("a-rule", "absent-field", 2, NOW), new FailedRule("a-rule", "type", 1, NOW));
        assertThat(lines.list).hasSize(2);
    }

    @Test
    void aForgeryIsAWarningThatNamesWhomItConcernsAndAMistakeIsNot() {
        log.refused(ProblemCode.SEAL_INVALID, "990101.window#k1", Duration.ofMillis(3));
        log.refused(ProblemCode.SCHEMA_VIOLATION, "990101.window/r1", Duration.ofMillis(3));

        assertThat(lines.list)
                .extracting(line -> line.getLevel() + " " + line.getFormattedMessage())
                .containsExactly(
                        "WARN event=security code=SEAL_INVALID about=990101.window#k1 ms=3",
                        "INFO event=refused code=SCHEMA_VIOLATION about=990101.window/r1 ms=3");
        assertThat(meters.get("tongqu.refused")
                        .tag("code", "SEAL_INVALID")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private static Transition change(
            @Nullable DeliveryState from, DeliveryState to, int attempt, @Nullable String code) {
        return new Transition(
                NOW,
                new DeliveryId("0".repeat(32)),
                new PartyId("990101.tax"),
                new RecordId(new PartyId("990101.window"), "r1"),
                RecordType.parse("case.applied"),
                from,
                to,
                attempt,
                code,
                Duration.ofMillis(12));
    }
}

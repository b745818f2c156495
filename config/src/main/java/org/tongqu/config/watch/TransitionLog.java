package org.tongqu.config.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Transition;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.port.Transitions;

/**
 * One log line per committed state change, {@code key=value}, and the counters and timers of intake and delivery. Ids, types
 * and codes only, never content. Thread-safe.
 */
public final class TransitionLog implements Transitions {
    private static final Logger LOG = LoggerFactory.getLogger("tongqu.ledger");
    /** Refusals that somebody should look at: a forgery, a stolen id, a key out of use. */
    private static final Set<ProblemCode> SECURITY = EnumSet.of(
            ProblemCode.ID_REUSED,
            ProblemCode.SEAL_INVALID,
            ProblemCode.SEAL_TIME,
            ProblemCode.KEY_NOT_ACCEPTED,
            ProblemCode.PARTY_MISMATCH);

    private static final Duration[] BOUNDS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10)
    };

    private final MeterRegistry meters;
    private final RuleFailureCounts rules;
    private final BrokerComparison broker;
    private final Timer accept;

    /**
     * @param meters where counters and timers are kept
     * @param rules counts rules that fail
     * @param broker tells how the broker compared with the ledger
     */
    public TransitionLog(MeterRegistry meters, RuleFailureCounts rules, BrokerComparison broker) {
        this.meters = meters;
        this.rules = rules;
        this.broker = broker;
        this.accept = Timer.builder("tongqu.accept")
                .description("from the door to the commit of an accepted record")
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }

    @Override
    public void accepted(RecordId record, RecordType type, int recipients, Duration took) {
        accept.record(took);
        meters.counter("tongqu.accepted", "type", type.toString()).increment();
        LOG.info("event=accepted record={} type={} recipients={} ms={}", record, type, recipients, took.toMillis());
    }

    @Override
    public void refused(ProblemCode code, @Nullable String about, Duration took) {
        Counter.builder("tongqu.refused")
                .tag("code", code.name())
                .register(meters)
                .increment();
        if (SECURITY.contains(code)) {
            LOG.warn("event=security code={} about={} ms={}", code, about, took.toMillis());
        } else {
            LOG.info("event=refused code={} about={} ms={}", code, about, took.toMillis());
        }
    }

    @Override
    public void ruleFailed(String rule, String reason) {
        meters.counter("tongqu.rule.failures", "rule", rule, "reason", reason).increment();
        if (rules.count(rule, reason)) {
            LOG.warn(
                    "event=rule-failed rule=\"{}\" reason={} effect=\"grants nothing; counted from here on\"",
                    rule,
                    reason);
        }
    }

    @Override
    public void changed(List<Transition> transitions) {
        for (Transition change : transitions) {
            LOG.info("{}", line(change));
            if (change.to() == DeliveryState.DELIVERED || change.to() == DeliveryState.SENT) {
                delivered(change);
            }
        }
    }

    @Override
    public void brokerCompared(BellTally tally) {
        broker.done(tally);
    }

    /** What is not known has no key in the line. */
    private static String line(Transition change) {
        StringBuilder line = new StringBuilder(240)
                .append("event=delivery delivery=")
                .append(change.delivery())
                .append(" lane=")
                .append(change.lane())
                .append(" record=")
                .append(change.record())
                .append(" type=")
                .append(change.type());
        if (change.from() != null) {
            line.append(" from=").append(change.from());
        }
        line.append(" to=").append(change.to()).append(" attempt=").append(change.attempt());
        if (change.code() != null) {
            line.append(" code=").append(change.code());
        }
        return line.append(" age-ms=").append(change.sinceAccepted().toMillis()).toString();
    }

    private void delivered(Transition change) {
        String lane = change.lane().value();
        meters.counter("tongqu.delivered", "lane", lane, "type", change.type().toString())
                .increment();
        Timer.builder("tongqu.deliver")
                .description("from acceptance to the party's receipt")
                .tag("lane", lane)
                .serviceLevelObjectives(BOUNDS)
                .register(meters)
                .record(change.sinceAccepted());
    }
}

package org.tongqu.config.watch;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.tongqu.record.port.RuleStatus;

/** Counts conditions that failed, by rule and reason, since this process started. Thread-safe. */
public final class RuleFailureCounts implements RuleStatus {
    private final Map<String, FailedRule> failed = new ConcurrentSkipListMap<>();
    private final Clock clock;

    /** @param clock for when it was last */
    public RuleFailureCounts(Clock clock) {
        this.clock = clock;
    }

    /** Counts one; true if it is the first of this rule and reason. */
    boolean count(String rule, String reason) {
        Instant now = clock.instant();
        FailedRule counted = failed.merge(
                rule + " " + reason,
                new FailedRule(rule, reason, 1, now),
                (before, one) -> new FailedRule(rule, reason, before.count() + 1, now));
        return counted.count() == 1;
    }

    @Override
    public List<FailedRule> failedRules() {
        return List.copyOf(failed.values());
    }
}

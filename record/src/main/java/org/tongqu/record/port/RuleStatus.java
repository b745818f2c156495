package org.tongqu.record.port;

import java.time.Instant;
import java.util.List;

/** Which sharing rules have conditions that fail, for the status page. Thread-safe. */
public interface RuleStatus {
    /** What failed since this process started, by rule and reason; empty if nothing did. */
    List<FailedRule> failedRules();

    /**
     * A rule whose condition failed.
     *
     * @param rule its name
     * @param reason a stable word, such as {@code absent-field}
     * @param count how often, once per record and receiver and attempt
     * @param last when it failed last
     */
    record FailedRule(String rule, String reason, long count, Instant last) {}
}

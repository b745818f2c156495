package org.tongqu.record.sharing;

/** Is told of every rule whose {@code when} had no answer for a record, so that it can be counted and shown. */
@FunctionalInterface
public interface RuleFailures {
    /**
     * The rule granted nothing because its condition failed.
     *
     * @param rule its name
     * @param reason a stable word as in {@link org.tongqu.record.expression.Match.Failed}, never a value of the record
     */
    void ruleFailed(String rule, String reason);
}

package org.tongqu.record.expression;

/** The outcome of an expression for one record. Only {@link #matched()} may lead to a grant. */
public sealed interface Match {

    /** Whether the expression is true for the record; an error is not. */
    default boolean matched() {
        return this instanceof Matched;
    }

    /** The expression is true. */
    record Matched() implements Match {}

    /** The expression is false. */
    record NotMatched() implements Match {}

    /**
     * The expression has no answer for this record, for example because a field is absent. Never a match; to be counted
     * and shown to the operator.
     *
     * @param reason a stable word: {@code absent-field}, {@code not-boolean}, {@code type}, {@code evaluation}; never a
     *     value of the record
     */
    record Failed(String reason) implements Match {}
}

package org.tongqu.routes.intake;

import org.jspecify.annotations.Nullable;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.Rejection;

/** How far one item of a batch came before the commit. */
sealed interface PreparedItem {
    /** The item in the body with which its preparation ended. */
    static PreparedItem of(Object body) {
        if (body instanceof Receipt receipt) {
            return new Answered(receipt);
        }
        return new Ready((PreparedRecord) body);
    }

    /**
     * Passed every check.
     *
     * @param prepared waits for the commit
     */
    record Ready(PreparedRecord prepared) implements PreparedItem {}

    /**
     * Accepted before; stays accepted, whatever became of other items.
     *
     * @param receipt the one given then
     */
    record Answered(Receipt receipt) implements PreparedItem {}

    /**
     * Refused.
     *
     * @param rejection why
     * @param key what it holds up; null if its body states none, then it holds up nothing
     */
    record Refused(Rejection rejection, @Nullable BusinessKey key) implements PreparedItem {}
}

package org.tongqu.routes.intake;

import org.jspecify.annotations.Nullable;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Intake.Heard;

/** How far one item of a batch came before the commit. */
sealed interface PreparedItem {
    /** The item in the body with which its preparation ended. */
    static PreparedItem of(Object body) {
        if (body instanceof Receipt receipt) {
            return new Answered(receipt);
        }
        if (body instanceof Heard heard) {
            return new Waiting(heard);
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
     * A part of a record that waits for the others.
     *
     * @param heard what is said of it
     */
    record Waiting(Heard heard) implements PreparedItem {}

    /**
     * Refused.
     *
     * @param rejection why
     * @param key what it holds up; null if its body states none, then it holds up nothing
     */
    record Refused(Rejection rejection, @Nullable BusinessKey key) implements PreparedItem {}
}

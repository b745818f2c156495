package org.tongqu.routes.intake;

import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Intake.Heard;

/** How the way of one item of a batch ended. */
sealed interface ItemEnd {
    /**
     * It is a record.
     *
     * @param receipt given now or before
     */
    record Receipted(Receipt receipt) implements ItemEnd {}

    /**
     * It is a part of a record and waits for the others.
     *
     * @param heard what is said of it
     */
    record Waiting(Heard heard) implements ItemEnd {}

    /**
     * It is not taken.
     *
     * @param rejection why
     */
    record Refused(Rejection rejection) implements ItemEnd {}
}

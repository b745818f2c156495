package org.tongqu.ledger.admission;

import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.port.AdmissionLedger.Result;

/** Where an item of a caller's list stands before the transaction has written anything. */
sealed interface Placed {
    Result result();

    record Settled(Result result) implements Placed {}

    record Admitted(Fresh fresh, boolean repeat) implements Placed {
        @Override
        public Result result() {
            return new Result.Committed(new Receipt(fresh.receipt(), repeat));
        }
    }
}

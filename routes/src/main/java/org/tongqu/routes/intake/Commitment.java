package org.tongqu.routes.intake;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.port.AdmissionLedger;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.AdmissionLedger.Result;
import org.tongqu.record.port.Transitions;

/** Makes prepared records durable and tells of those that are new. */
final class Commitment {
    private final AdmissionLedger ledger;
    private final Transitions transitions;
    private final Clock clock;

    Commitment(AdmissionLedger ledger, Transitions transitions, Clock clock) {
        this.ledger = ledger;
        this.transitions = transitions;
        this.clock = clock;
    }

    /** One record: its receipt. */
    Receipt commit(PreparedRecord prepared) {
        Result result = commitAll(List.of(prepared)).get(0);
        if (result instanceof Result.Refused refused) {
            throw refused.rejection();
        }
        return ((Result.Committed) result).receipt();
    }

    /** Several records in one commit: their results, in the same order. */
    List<Result> commitAll(List<PreparedRecord> prepared) {
        if (prepared.isEmpty()) {
            return List.of();
        }
        List<Result> results =
                ledger.admit(prepared.stream().map(PreparedRecord::admission).toList());
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof Result.Committed committed
                    && !committed.receipt().repeat()) {
                tell(prepared.get(i));
            }
        }
        return results;
    }

    private void tell(PreparedRecord prepared) {
        Admission admission = prepared.admission();
        transitions.accepted(
                admission.record().id(),
                admission.record().type(),
                admission.recipients().size(),
                Duration.between(prepared.cameAt(), clock.instant()));
    }
}

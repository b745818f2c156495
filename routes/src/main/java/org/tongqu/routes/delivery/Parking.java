package org.tongqu.routes.delivery;

import java.util.List;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.routes.step.Incidents;

/**
 * Where a delivery goes that cannot go on: PARKED, for the operator; never lost and never tried again at once. An unreachable
 * ledger is no failure of the delivery and goes up, also when it is met while parking. Thread-safe.
 */
public final class Parking {
    private final DeliveryLedger ledger;
    private final Incidents incidents;

    /** Parks in this ledger. */
    public Parking(DeliveryLedger ledger, Incidents incidents) {
        this.ledger = ledger;
        this.incidents = incidents;
    }

    /**
     * Parks what failed on the way.
     *
     * @throws LedgerUnavailable if that is the failure, or is met now
     */
    public void park(InHand inHand, Throwable failure) {
        if (failure instanceof LedgerUnavailable unavailable) {
            throw unavailable;
        }
        ClaimedDelivery claim = inHand.claim();
        ledger.conclude(List.of(new Conclusion(claim.lane(), claim.id(), claim.token(), end(inHand, failure))));
    }

    /** How it ends: what cannot be made with its own code, a fault of our own as {@code GATEWAY_ERROR} with the id of the incident. */
    public Conclusion.End end(InHand inHand, Throwable failure) {
        if (failure instanceof Undeliverable undeliverable) {
            return Conclusion.Parked.unanswered(undeliverable.code(), undeliverable.words());
        }
        String incident = incidents.report(inHand.claim().toString(), failure);
        return Conclusion.Parked.unanswered("GATEWAY_ERROR", "Incident " + incident + " of the gateway; see its log.");
    }
}

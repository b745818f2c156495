package org.tongqu.routes.delivery;

import java.util.List;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.routes.material.FilesInHand;
import org.tongqu.routes.step.Incidents;

/**
 * Where a delivery goes that cannot go on: PARKED, for the operator; never lost and never tried again at once, unless there was but no room
 * for its files. An unreachable ledger is no failure of the delivery and goes up, also when it is met while parking. Thread-safe.
 */
public final class Parking {
    private final DeliveryLedger ledger;
    private final FilesInHand files;
    private final Incidents incidents;

    /** Parks in this ledger. */
    public Parking(DeliveryLedger ledger, FilesInHand files, Incidents incidents) {
        this.ledger = ledger;
        this.files = files;
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
        files.letGo(claim);
        ledger.conclude(List.of(new Conclusion(claim.lane(), claim.id(), claim.token(), end(inHand, failure))));
    }

    /** How it ends: what cannot be made with its own code, a fault of our own as {@code GATEWAY_ERROR} with the id of the incident. */
    public Conclusion.End end(InHand inHand, Throwable failure) {
        if (failure instanceof FilesInHand.Full) {
            return new Conclusion.CalledOff("FILES_IN_HAND");
        }
        if (failure instanceof Undeliverable undeliverable) {
            return Conclusion.Parked.unanswered(undeliverable.code(), undeliverable.words());
        }
        String incident = incidents.report(inHand.claim().toString(), failure);
        return Conclusion.Parked.unanswered("GATEWAY_ERROR", "Incident " + incident + " of the gateway; see its log.");
    }
}

package org.tongqu.routes.delivery;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.routes.step.Incidents;

/**
 * Where a delivery goes that cannot go on: PARKED, for the operator; never lost and never tried again at once. If the ledger
 * cannot be reached for that either, the failure goes up and the bell goes back to the broker.
 */
public final class Parking {
    private static final Logger LOG = LoggerFactory.getLogger(Parking.class);

    private final DeliveryLedger ledger;
    private final Incidents incidents;

    /** Parks in this ledger. */
    public Parking(DeliveryLedger ledger, Incidents incidents) {
        this.ledger = ledger;
        this.incidents = incidents;
    }

    /** Parks what cannot be made, with its own code. */
    public Object undeliverable(Object body, Undeliverable failure) {
        park(body, failure.code(), failure.words());
        return body;
    }

    /** Parks what a fault of our own hit, as {@code GATEWAY_ERROR} with the id of the incident. */
    public Object gatewayError(Object body, Throwable failure) {
        String incident = incidents.report(during(body), failure);
        park(body, "GATEWAY_ERROR", "Incident " + incident + " of the gateway; see its log.");
        return body;
    }

    /** Leaves to its new holder what is no longer ours. */
    public Object claimLost(Object body, ClaimLost failure) {
        LOG.debug("{}: {}", during(body), failure.getMessage());
        return body;
    }

    private void park(Object body, String code, String words) {
        ClaimedDelivery claim = claim(body);
        if (claim != null) {
            ledger.conclude(
                    new Conclusion(claim.lane(), claim.id(), claim.token(), Conclusion.Parked.unanswered(code, words)));
        }
    }

    private static String during(Object body) {
        ClaimedDelivery claim = claim(body);
        return claim == null ? "claim" : claim.toString();
    }

    private static @Nullable ClaimedDelivery claim(Object body) {
        if (body instanceof InHand inHand) {
            return inHand.claim();
        }
        return body instanceof ClaimedDelivery claimed ? claimed : null;
    }
}

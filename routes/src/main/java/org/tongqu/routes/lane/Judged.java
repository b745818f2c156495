package org.tongqu.routes.lane;

import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.routes.delivery.InHand;

/**
 * An attempt of which it is known what it came to.
 *
 * @param claim the claim
 * @param end what it came to
 */
record Judged(ClaimedDelivery claim, Conclusion.End end) implements InHand {
    Conclusion conclusion() {
        return new Conclusion(claim.lane(), claim.id(), claim.token(), end);
    }
}

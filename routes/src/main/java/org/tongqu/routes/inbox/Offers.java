package org.tongqu.routes.inbox;

import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.port.Inbox.Offer;
import org.tongqu.routes.delivery.SealedDelivery;

/** What a party is handed. */
final class Offers {
    private Offers() {}

    static Offer offer(SealedDelivery sealed) {
        ClaimedDelivery claim = sealed.claim();
        return new Offer(claim.id(), claim.attempt(), claim.leaseUntil(), sealed.body());
    }
}

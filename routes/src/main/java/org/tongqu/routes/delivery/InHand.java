package org.tongqu.routes.delivery;

import org.tongqu.record.delivery.ClaimedDelivery;

/** A delivery on the way from claim to conclusion: whatever fails, the claim says which it was. */
public interface InHand {
    /** The claim under which all this happens. */
    ClaimedDelivery claim();
}

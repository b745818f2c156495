package org.tongqu.routes.delivery;

import org.tongqu.record.delivery.ClaimedDelivery;

/**
 * A delivery just claimed.
 *
 * @param claim the claim
 */
public record Claimed(ClaimedDelivery claim) implements InHand {}

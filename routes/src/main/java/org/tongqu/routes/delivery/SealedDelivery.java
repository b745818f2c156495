package org.tongqu.routes.delivery;

import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;

/**
 * Exactly what goes to the party, kept in the ledger before it goes.
 *
 * @param claim the claim
 * @param body the bytes and seals
 */
public record SealedDelivery(ClaimedDelivery claim, SealedBody body) implements InHand {}

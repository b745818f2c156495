package org.tongqu.routes.delivery;

import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;

/**
 * Exactly what goes to the party.
 *
 * @param claim the claim
 * @param body the bytes and seals
 * @param isKept whether the ledger has it already, from an earlier attempt of which something may have left
 */
public record SealedDelivery(ClaimedDelivery claim, SealedBody body, boolean isKept) implements InHand {}

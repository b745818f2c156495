package org.tongqu.routes.delivery;

import java.util.Set;
import org.tongqu.record.Digest;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;

/**
 * Exactly what goes to the party.
 *
 * @param claim the claim
 * @param body the bytes and seals
 * @param materials to which the body refers; empty if it is kept
 * @param isKept whether the ledger has it already, from an earlier attempt of which something may have left
 */
public record SealedDelivery(ClaimedDelivery claim, SealedBody body, Set<Digest> materials, boolean isKept)
        implements InHand {}

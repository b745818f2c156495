package org.tongqu.routes.delivery;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.seal.Seal;

/** What a party is to receive, before the gateway's seal. */
public sealed interface MappedDelivery extends InHand {
    /**
     * The original bytes: the grant is whole.
     *
     * @param claim the claim
     * @param rule the sharing rule in force
     * @param senderSeal the sender's seal, passed on verbatim; null if it was authenticated by its channel
     * @param materials to which the body refers
     */
    record Original(ClaimedDelivery claim, String rule, @Nullable Seal senderSeal, Set<Digest> materials)
            implements MappedDelivery {}

    /**
     * A body made for this party alone.
     *
     * @param claim the claim
     * @param rule the sharing rule in force
     * @param octets the body
     * @param materials to which it refers
     */
    record Extract(ClaimedDelivery claim, String rule, byte[] octets, Set<Digest> materials)
            implements MappedDelivery {}

    /**
     * What an earlier attempt sent: sent again as it was.
     *
     * @param claim the claim
     * @param body the bytes and seals of then
     */
    record SentBefore(ClaimedDelivery claim, SealedBody body) implements MappedDelivery {}
}

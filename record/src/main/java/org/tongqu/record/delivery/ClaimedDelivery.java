package org.tongqu.record.delivery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.seal.Seal;

/**
 * A delivery that this process may now attempt, with the body: what a claim brings. The claim is committed before it is
 * returned; whoever holds the token may conclude it, nobody else.
 *
 * @param id which delivery
 * @param lane to whom
 * @param record which record
 * @param type its type
 * @param subject its business key
 * @param sequence its number within its key, from 1
 * @param dispatch the dispatch this claim answers
 * @param attempt which attempt this is, from 1
 * @param token what the conclusion must show
 * @param leaseUntil after this the claim may be taken from us
 * @param acceptedAt when the record was accepted
 * @param digest the digest of the original bytes
 * @param octets the original bytes
 * @param senderSeal the sender's seal; null if it was authenticated by its channel
 * @param salt 32 octets for the commitment of a partial grant
 * @param gap ids of expired or closed records of this key since the last delivery to this party; empty if none
 * @param sentBefore what an earlier attempt sent; null if nothing was sent yet. Retries send the same bytes
 * @param withoutReceipt how many attempts got a 2xx without a receipt so far
 */
public record ClaimedDelivery(
        DeliveryId id,
        PartyId lane,
        RecordId record,
        RecordType type,
        String subject,
        long sequence,
        int dispatch,
        int attempt,
        UUID token,
        Instant leaseUntil,
        Instant acceptedAt,
        Digest digest,
        byte[] octets,
        @Nullable Seal senderSeal,
        byte[] salt,
        List<RecordId> gap,
        @Nullable SealedBody sentBefore,
        int withoutReceipt) {
    /** Which delivery and attempt, never the content. */
    @Override
    public String toString() {
        return "delivery " + id + " of " + record + " to " + lane + ", attempt " + attempt;
    }
}

package org.tongqu.record.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.PartyReceipt;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.seal.SealedText;

/**
 * Where deliveries are. The ledger is the truth, the broker only rings. Thread-safe; every call throws {@link
 * LedgerUnavailable} if the ledger cannot be reached, and then nothing was decided.
 *
 * <p>Only the head of a lane × key (the lowest number that is not final) can be claimed, so any number of consumers on any
 * number of nodes keeps the order.
 */
public interface DeliveryLedger {
    /**
     * Claims the deliveries of these bells and commits: SENDING, attempt + 1, a token, a lease. Concurrent calls are gathered
     * into one set-based statement.
     *
     * @param bells the bells
     * @param lease how long each claim holds
     * @return the claims with their bodies, in the order of the bells; without those whose bell is stale, whose delivery is no
     *     head or final, or whose lane's circuit is open
     */
    List<ClaimedDelivery> claim(List<Bell> bells, Duration lease);

    /**
     * Keeps what is about to be sent, so that retries send the same bytes. Conditional on the token of each.
     *
     * @return those whose claim still holds; what is not among them may not be sent
     */
    Set<DeliveryId> keepSent(List<AboutToSend> bodies);

    /**
     * Writes how attempts ended and rings the next heads of their keys, or the heads that an open circuit held.
     *
     * @param conclusions at most one for each delivery
     * @return those whose claim still held; what happened to the others stands as somebody else wrote it
     */
    Set<DeliveryId> conclude(List<Conclusion> conclusions);

    /**
     * Leases heads of a pull party, oldest first, but no more than an answer can hold; unanswered at the end of the lease they are
     * offered again. Empty for a party that does not pull.
     */
    List<ClaimedDelivery> lease(PartyId party, Portion most, Duration lease);

    /**
     * Records a party's receipt for a delivery it pulled. Late receipts count while the delivery is not final.
     *
     * @param receipt read and verified
     * @param sealed as received, kept as evidence
     */
    Acknowledged acknowledge(PartyId party, PartyReceipt receipt, SealedText sealed);

    /**
     * Records several receipts of one party as if one after the other, if it can in one commit.
     *
     * @return one result per receipt, in the same order
     */
    default List<Acknowledged> acknowledgeAll(PartyId party, List<HandedIn> receipts) {
        return receipts.stream()
                .map(one -> acknowledge(party, one.receipt(), one.sealed()))
                .toList();
    }

    /**
     * What is about to be sent.
     *
     * @param delivery which delivery
     * @param token of its claim
     * @param body exactly these bytes and seals
     * @param materials to which the body refers: the party may read them from now on
     */
    record AboutToSend(DeliveryId delivery, UUID token, SealedBody body, Set<Digest> materials) {}

    /**
     * A receipt that a party handed in.
     *
     * @param receipt read and verified
     * @param sealed as received, kept as evidence
     */
    record HandedIn(PartyReceipt receipt, SealedText sealed) {}

    /** What became of a receipt. */
    enum Acknowledged {
        /** Recorded now. */
        RECORDED,
        /** The same outcome was recorded before. */
        REPEATED,
        /** No such delivery of this party. */
        NOT_YOURS,
        /** Another outcome stands, or it ended otherwise. */
        OTHER_STANDS,
        /** The digest is not that of what was offered. */
        DIGEST_DIFFERS
    }

    /**
     * One round of the sweep: rings what is due (accepted without an answered bell, backoff over, circuit to be probed), decides
     * expired claims by the endpoint's {@code repeat}, ends what passed its deadline.
     *
     * @param now the time
     * @param most at most this many of each kind
     * @return how many bells were rung
     */
    int sweep(Instant now, int most);

    /**
     * After an unclean start: what was being sent when the process died is decided by the endpoint's {@code repeat}; every
     * claimable head is to be rung anew.
     *
     * @param now the time
     * @return how many deliveries were found in the hands of dead claims
     */
    int recover(Instant now);

    /** The non-delivery notices that are owed and not yet submitted, at most this many. */
    List<OwedNotice> owedNotices(int most);

    /** Marks a notice as submitted; repeatable. */
    void noticeSubmitted(DeliveryId delivery, String kind);

    /** Lanes with something claimable now and how much waits in each, for waking them; at most this many, longest waiting first. */
    List<LaneDepth> depths(Collection<PartyId> among, int most);

    /**
     * A notice that is owed to a sender.
     *
     * @param delivery which delivery
     * @param kind {@code refused} or {@code expired}
     * @param sender to whom
     * @param recordId which record of theirs
     * @param type its type
     * @param subject its business key
     * @param digest of the original
     * @param recipient who did not get it
     * @param code ours
     * @param reason the partner's words
     * @param at when
     */
    record OwedNotice(
            DeliveryId delivery,
            String kind,
            PartyId sender,
            String recordId,
            String type,
            String subject,
            String digest,
            PartyId recipient,
            String code,
            String reason,
            Instant at) {}

    /**
     * How much waits in a lane.
     *
     * @param lane the lane
     * @param heads deliveries that could go now
     * @param oldest since when the oldest that is not final waits
     */
    record LaneDepth(PartyId lane, int heads, Instant oldest) {}
}

package org.tongqu.record.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.seal.SealedText;

/** What a pull party fetches and answers (收件箱). Thread-safe. */
public interface Inbox {
    /**
     * Takes leases on deliveries of this party, at most one open per key, oldest first.
     *
     * @param party whose inbox
     * @param most how much at most; the others stay free
     * @param wait how long to wait for the first; zero not to wait. No thread is held while waiting
     * @param lease how long the party has to answer, 10 s to 600 s; then they are offered again
     * @return completes with what there is; empty if nothing came in time
     */
    CompletableFuture<List<Offer>> take(PartyId party, Portion most, Duration wait, Duration lease);

    /**
     * Takes receipts of a party.
     *
     * @return one result per receipt, in the same order
     */
    List<ReceiptResult> acknowledge(PartyId party, List<SealedText> receipts);

    /**
     * Takes receipts that carry no seal of their own; the adapter has made sure that they came by the party's channel. The gateway seals
     * what it keeps of them.
     *
     * @param receipts the payload of each
     * @return one result per receipt, in the same order
     */
    List<ReceiptResult> acknowledgeAttested(PartyId party, List<byte[]> receipts);

    /**
     * A delivery offered to its party.
     *
     * @param delivery its id
     * @param attempt how often it has been offered, from 1
     * @param leaseUntil when it is offered again unless answered
     * @param body what it is, sealed for the party
     */
    record Offer(DeliveryId delivery, int attempt, Instant leaseUntil, SealedBody body) {}

    /**
     * What became of a receipt.
     *
     * @param delivery the delivery it named; empty text if it could not be read
     * @param status 200 recorded or repeated, 401 bad seal, 404 not yours, 409 another outcome stands, 422 digest differs
     * @param code stable, such as {@code RECORDED}, {@code REPEATED}, or a problem code
     */
    record ReceiptResult(String delivery, int status, String code) {}
}

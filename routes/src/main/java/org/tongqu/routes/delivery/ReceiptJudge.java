package org.tongqu.routes.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.Conclusion.End;
import org.tongqu.record.delivery.PartyReceipt;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;

/**
 * What an answer to a delivery means. A receipt counts only if its seal holds, the party sealed it, and it names this delivery
 * and the digest of exactly what was sent; any other is a 2xx without a receipt. Thread-safe.
 */
public final class ReceiptJudge {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptJudge.class);
    private static final int MOST_WITHOUT_RECEIPT = 3;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private final SealVerifier verifier;
    private final Digests digests;
    private final Clock clock;

    /** Judges with these. */
    public ReceiptJudge(SealVerifier verifier, Digests digests, Clock clock) {
        this.verifier = verifier;
        this.digests = digests;
        this.clock = clock;
    }

    /** What the attempt came to. */
    public End judge(SealedDelivery sent, Endpoint.Push endpoint, Answer answer) {
        if (answer instanceof Answer.Receipted receipted) {
            return receipted(sent, endpoint, receipted.receipt());
        }
        if (answer instanceof Answer.Accepted accepted) {
            return withoutReceipt(sent, endpoint, accepted.words());
        }
        if (answer instanceof Answer.Refused refused) {
            return new Conclusion.Parked(refused.code(), refused.words(), null);
        }
        if (answer instanceof Answer.Away away) {
            boolean nothingLeft = !away.isReached() && !sent.isKept();
            return new Conclusion.Away(away.code(), away.words(), until(away.retryAfter()), nothingLeft);
        }
        Answer.Unknown unknown = (Answer.Unknown) answer;
        return endpoint.repeat() == Repeat.UNSAFE
                ? new Conclusion.Unclear(unknown.code(), unknown.words())
                : new Conclusion.Away(unknown.code(), unknown.words(), null);
    }

    private End receipted(SealedDelivery sent, Endpoint.Push endpoint, SealedText sealed) {
        PartyReceipt receipt = read(sent, sealed);
        if (receipt == null) {
            return withoutReceipt(sent, endpoint, "a receipt that does not hold");
        }
        return switch (receipt.outcome()) {
            case DELIVERED -> new Conclusion.Delivered(sealed);
            case REFUSED -> new Conclusion.Parked("PARTY_REFUSED", receipt.words(), sealed);
        };
    }

    private @Nullable PartyReceipt read(SealedDelivery sent, SealedText sealed) {
        try {
            SealVerifier.Verified verified = verifier.verify(sealed.seal(), sealed.octets(), SealType.ACK);
            PartyReceipt receipt = PartyReceipt.read(sealed.octets());
            boolean holds = verified.party().equals(sent.claim().lane())
                    && receipt.delivery().equals(sent.claim().id())
                    && receipt.digest().equals(digests.sm3(sent.body().octets()));
            if (!holds) {
                LOG.warn("{}: the receipt is another party's, for another delivery or for other bytes", sent.claim());
            }
            return holds ? receipt : null;
        } catch (Rejection rejection) {
            LOG.warn("{}: the receipt's seal does not hold, {}", sent.claim(), rejection.code());
        } catch (IllegalArgumentException unreadable) {
            LOG.warn("{}: the receipt cannot be read", sent.claim());
        }
        return null;
    }

    private static End withoutReceipt(SealedDelivery sent, Endpoint.Push endpoint, String words) {
        if (endpoint.receipt() == ReceiptKind.CHANNEL) {
            return new Conclusion.Sent(words);
        }
        return sent.claim().withoutReceipt() + 1 < MOST_WITHOUT_RECEIPT
                ? new Conclusion.WithoutReceipt(words)
                : new Conclusion.Parked("NO_RECEIPT", words, null);
    }

    private @Nullable Instant until(@Nullable Duration retryAfter) {
        if (retryAfter == null) {
            return null;
        }
        Duration wait = retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
        return clock.instant().plus(wait.isNegative() ? Duration.ZERO : wait);
    }
}

package org.tongqu.record.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.seal.SealedText;

/**
 * How an attempt ended, as the ledger writes it. Conditional on the token: a claim that was lost cannot conclude.
 *
 * @param lane to whom
 * @param delivery which delivery
 * @param token of the claim
 * @param end what it came to
 */
public record Conclusion(PartyId lane, DeliveryId delivery, UUID token, End end) {
    /** What an attempt came to. */
    public sealed interface End {
        /** The state this end leads to. */
        DeliveryState state();
    }

    /**
     * DELIVERED, with the party's verified receipt.
     *
     * @param receipt kept as evidence
     */
    public record Delivered(SealedText receipt) implements End {
        @Override
        public DeliveryState state() {
            return DeliveryState.DELIVERED;
        }
    }

    /**
     * SENT: the channel's OK is all there is; the gateway attests it.
     *
     * @param words what the partner said
     */
    public record Sent(String words) implements End {
        @Override
        public DeliveryState state() {
            return DeliveryState.SENT;
        }
    }

    /**
     * WAITING because the party is away: the lane's circuit opens until then.
     *
     * @param code ours
     * @param words what was seen
     * @param until when the next probe goes; null for the ledger's own backoff of the lane
     * @param nothingLeft whether no attempt of this delivery has sent anything yet: what was kept of it is forgotten, and the next
     *     attempt is made by the grant in force then
     */
    public record Away(String code, String words, @Nullable Instant until, boolean nothingLeft) implements End {
        /** Away, and something was sent. */
        public Away(String code, String words, @Nullable Instant until) {
            this(code, words, until, false);
        }

        @Override
        public DeliveryState state() {
            return DeliveryState.WAITING;
        }
    }

    /**
     * WAITING although nothing was sent: the attempt was called off before its turn came. Goes again at once, or with its lane
     * while the circuit is open; says nothing about the party.
     *
     * @param code why it was called off
     */
    public record CalledOff(String code) implements End {
        @Override
        public DeliveryState state() {
            return DeliveryState.WAITING;
        }
    }

    /**
     * WAITING because the party said 2xx without a receipt: this delivery is tried again, the lane goes on.
     *
     * @param words what was seen
     */
    public record WithoutReceipt(String words) implements End {
        @Override
        public DeliveryState state() {
            return DeliveryState.WAITING;
        }
    }

    /**
     * PARKED: refused by the party or impossible to make.
     *
     * @param code ours
     * @param words the partner's, or what is to be mended
     * @param receipt the party's sealed refusal; null if it did not seal one
     * @param answered whether the party answered; if not, this proves nothing about the party and leaves the lane's circuit open
     */
    public record Parked(String code, String words, @Nullable SealedText receipt, boolean answered) implements End {
        /** Parked by what the party answered. */
        public Parked(String code, String words, @Nullable SealedText receipt) {
            this(code, words, receipt, true);
        }

        /** Parked without an answer of the party: by something on our side. */
        public static Parked unanswered(String code, String words) {
            return new Parked(code, words, null, false);
        }

        @Override
        public DeliveryState state() {
            return DeliveryState.PARKED;
        }
    }

    /**
     * UNKNOWN: it may have arrived and must not be sent twice. The lane's circuit opens for the ledger's own backoff, or every
     * head would fare the same while the party hangs.
     *
     * @param code ours
     * @param words what was seen
     */
    public record Unclear(String code, String words) implements End {
        @Override
        public DeliveryState state() {
            return DeliveryState.UNKNOWN;
        }
    }
}

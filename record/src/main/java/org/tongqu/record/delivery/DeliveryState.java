package org.tongqu.record.delivery;

/** Where a delivery is. Each state says whether it is final, what brings it about and what an operator can do. */
public enum DeliveryState {
    /** Not final. Accepted, or offered again after a lease ended; waits for its bell. Operator: close. */
    ACCEPTED(false),
    /** Not final. Claimed by a lane, or leased by a party from its inbox; an attempt is under way. Operator: nothing, it ends by answer or lease. */
    SENDING(false),
    /** Not final. The party is away or gave no receipt; the next attempt has a time. Operator: try now, close. */
    WAITING(false),
    /** Not final. An earlier delivery of the same key is parked or unknown. Operator: settle the earlier one; close. */
    HELD(false),
    /** Not final. The party refused it, or it cannot be made; not tried again by itself. Operator: replay, close. */
    PARKED(false),
    /** Not final. It may or may not have arrived, and sending twice would do harm. Operator: settle as delivered, replay, close. */
    UNKNOWN(false),
    /** Final. The party confirmed it with a receipt that is kept. */
    DELIVERED(true),
    /** Final. Handed to a channel that gives no receipt; attested by the gateway. */
    SENT(true),
    /** Final. Ended by an operator, with a reason. */
    CLOSED(true),
    /** Final. Its deadline passed; the sender got a notice, the key goes on. */
    EXPIRED(true);

    private final boolean end;

    DeliveryState(boolean end) {
        this.end = end;
    }

    /** Whether nothing more can happen to the delivery. */
    public boolean isFinal() {
        return end;
    }

    /** Whether a delivery in this state holds the later ones of its key. */
    public boolean holds() {
        return this == PARKED || this == UNKNOWN;
    }
}

package org.tongqu.ledger.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.delivery.DeliveryState;

/**
 * A change of a head that is locked: how an attempt ended, or what the sweep decided.
 *
 * @param head as it was locked
 * @param to the state it gets
 * @param code ours; null if nothing is to be said
 * @param words the partner's, encrypted; null if none
 * @param receipt the party's, encrypted; null if none
 * @param due when it may be tried again; null unless WAITING
 * @param waitsForLane whether it may go as soon as the lane's circuit closes
 * @param withoutReceipt attempts so far that got no receipt
 * @param died whether the process died over it
 * @param nothingLeft whether what was kept of it to be sent is forgotten, because nothing of it left
 */
record Ending(
        Head head,
        DeliveryState to,
        @Nullable String code,
        byte @Nullable [] words,
        BodyVault.@Nullable KeptReceipt receipt,
        @Nullable Instant due,
        boolean waitsForLane,
        int withoutReceipt,
        boolean died,
        boolean nothingLeft) {
    /** A change without words, receipt or backoff. */
    static Ending plain(Head head, DeliveryState to, @Nullable String code) {
        return new Ending(head, to, code, null, null, null, false, head.withoutReceipt(), false, false);
    }

    /** A change with the partner's words. */
    static Ending said(Head head, DeliveryState to, @Nullable String code, byte @Nullable [] words) {
        return new Ending(head, to, code, words, null, null, false, head.withoutReceipt(), false, false);
    }

    Ending with(BodyVault.@Nullable KeptReceipt kept) {
        return new Ending(head, to, code, words, kept, due, waitsForLane, withoutReceipt, died, nothingLeft);
    }

    /** The same, tried again at that time. */
    Ending again(Instant at, boolean withTheLane, int without) {
        return new Ending(head, to, code, words, receipt, at, withTheLane, without, died, nothingLeft);
    }

    /** The same, and the process had died over it. */
    Ending afterDeath() {
        return new Ending(head, to, code, words, receipt, due, waitsForLane, withoutReceipt, true, nothingLeft);
    }

    /** The same, and nothing of it had left. */
    Ending unsent() {
        return new Ending(head, to, code, words, receipt, due, waitsForLane, withoutReceipt, died, true);
    }

    boolean isFinal() {
        return to.isFinal();
    }
}

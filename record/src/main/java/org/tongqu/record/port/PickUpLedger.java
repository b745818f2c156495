package org.tongqu.record.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.failure.LedgerUnavailable;

/**
 * What is remembered of pick-ups: who looks at a party's place, whether it is away, and what was refused there. Thread-safe; throws {@link
 * LedgerUnavailable} if the ledger cannot be reached.
 */
public interface PickUpLedger {
    /**
     * Takes or prolongs the lease of a party's place for this node.
     *
     * @param length how long it holds from now on
     * @return empty while another node has it
     */
    Optional<Lease> lease(PartyId party, Duration length);

    /** Gives a lease back, so that another node need not wait for its end; nothing if it is somebody else's by now. */
    void release(Lease lease);

    /**
     * The right to look at a party's place.
     *
     * @param party whose
     * @param token higher with every change of hands
     * @param until when it ends unless it is prolonged
     */
    record Lease(PartyId party, long token, Instant until) {}

    /**
     * Notes that a party's place is away.
     *
     * @return whether it was not before
     */
    boolean away(PartyId party, String code);

    /**
     * Notes that a party's place is there.
     *
     * @return since when it was away; empty if it was there before
     */
    Optional<Instant> back(PartyId party);

    /** Keeps what was refused at a party's place until it is taken, or forgotten for its age; the last refusal of one counts. */
    void refused(PartyId party, List<Quarantined> messages);

    /**
     * Forgets refusals of what is taken now.
     *
     * @param where names as in {@link PickUp.Lying}
     */
    void taken(PartyId party, Collection<String> where);

    /** What was refused and not taken since, the latest first. */
    List<Standing> refusals(int most);

    /**
     * A message that was refused where it lay (隔离).
     *
     * @param where as in {@link PickUp.Lying}
     * @param call the partner's name of the call
     * @param digest of the message: tells a repeat from a changed one
     * @param code why, a {@link org.tongqu.record.failure.ProblemCode}
     * @param reason which field and which rule, without values
     */
    record Quarantined(String where, String call, String digest, String code, String reason) {}

    /**
     * A refusal that stands.
     *
     * @param party whose
     * @param message what
     * @param since when it was refused first
     * @param lastAt when it was refused last
     * @param times how often
     */
    record Standing(PartyId party, Quarantined message, Instant since, Instant lastAt, long times) {}

    /**
     * Owes the sender of a record a notice that its delivery was refused after all.
     *
     * @param party to whom it was delivered
     * @param code ours
     * @param words the partner's
     * @return which record it is; empty if there is no such delivery to this party
     */
    Optional<RecordId> objected(PartyId party, DeliveryId delivery, String code, String words);

    /**
     * Notes in the life of a delivery that its party has taken it, once. Its state stays: what is not sealed is no receipt.
     *
     * @param party to whom it was delivered
     * @return which record it is; empty if there is no such delivery to this party
     */
    Optional<RecordId> confirmed(PartyId party, DeliveryId delivery);
}

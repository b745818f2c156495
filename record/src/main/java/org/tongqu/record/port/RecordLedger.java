package org.tongqu.record.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.life.Awaited;
import org.tongqu.record.life.DueFilter;
import org.tongqu.record.life.ObjectState;
import org.tongqu.record.seal.SealedText;

/** Reading: where a record is. A party sees its own records and the deliveries to itself, an operator all. Thread-safe. */
public interface RecordLedger {
    /**
     * A record as this party may see it: the sender sees every delivery, a receiver only its own.
     *
     * @return empty if there is none or the party may not know of it: the two are not told apart
     */
    Optional<RecordView> find(RecordId record, PartyId viewer);

    /**
     * Records of a business key, oldest first, as this party may see them.
     *
     * @param subject the business key, or another number under which its object is known elsewhere
     * @param limit 1 to 500
     * @param after where the last page ended; null for the first
     */
    Page list(String subject, PartyId viewer, int limit, @Nullable String after);

    /** All records of a business key, or of what is known by this number elsewhere, oldest first, as an operator sees them; at most {@code limit}. */
    List<RecordView> trace(String subject, int limit);

    /** Where the objects of a business key, or known by this number elsewhere, stand; none that is not followed. For operators. */
    List<LifeView> lives(String subject);

    /**
     * What is overdue, or soon will be, the earliest first. For operators; cheap however many objects are followed.
     *
     * @param limit 1 to 500
     * @param after where the last page ended; null for the first
     */
    DuePage due(DueFilter filter, int limit, @Nullable String after);

    /**
     * An object of which something is awaited that is due.
     *
     * @param key which
     * @param state where its life stands
     * @param awaited what, of whom, until when
     * @param overdue whether the time has passed
     */
    record Due(BusinessKey key, String state, Awaited awaited, boolean overdue) {}

    /**
     * A page of what is due.
     *
     * @param due at most as many as asked for
     * @param next where the next page begins; null if this is the last
     */
    record DuePage(List<Due> due, @Nullable String next) {}

    /**
     * Where the life of an object stands.
     *
     * @param key which
     * @param state where
     * @param changedAt since when
     */
    record LifeView(BusinessKey key, ObjectState state, Instant changedAt) {}

    /**
     * A record and where it is.
     *
     * @param record which
     * @param type its type
     * @param key within what its order is kept
     * @param sequence its number within the key
     * @param digest of its octets
     * @param acceptedAt when
     * @param siteVersion which site version decided
     * @param receipt the gateway's receipt; null for a viewer who is not the sender
     * @param deliveries as the viewer may see them
     */
    record RecordView(
            RecordId record,
            RecordType type,
            BusinessKey key,
            long sequence,
            Digest digest,
            Instant acceptedAt,
            int siteVersion,
            @Nullable SealedText receipt,
            List<DeliveryView> deliveries) {}

    /**
     * A delivery and what happened to it.
     *
     * @param delivery which
     * @param recipient to whom
     * @param rule by which rule
     * @param state where it is
     * @param attempts how often it was tried
     * @param nextAt when it is tried next; null if that is not planned
     * @param code our code for where it is; null if nothing is to be said
     * @param words the partner's words; null if none
     * @param receipt the party's receipt; null if there is none
     * @param timeline what happened, oldest first
     */
    record DeliveryView(
            DeliveryId delivery,
            PartyId recipient,
            String rule,
            DeliveryState state,
            int attempts,
            @Nullable Instant nextAt,
            @Nullable String code,
            @Nullable String words,
            @Nullable SealedText receipt,
            List<Event> timeline) {}

    /**
     * One line of a timeline.
     *
     * @param at when
     * @param state the state it led to
     * @param attempt attempts so far
     * @param code our code; null if nothing is to be said
     */
    record Event(Instant at, DeliveryState state, int attempt, @Nullable String code) {}

    /**
     * A page of a list.
     *
     * @param records at most as many as asked for
     * @param next where the next page begins; null if this is the last
     */
    record Page(List<RecordView> records, @Nullable String next) {}
}

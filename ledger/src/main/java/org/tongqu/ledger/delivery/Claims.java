package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.ledger.vault.FreshBodies;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.seal.Seal;

/** What a claim brings: reads the content of heads just claimed, and opens it outside of the transaction. Thread-safe. */
final class Claims {
    private final BodyVault vault;
    private final FreshBodies fresh;

    public Claims(BodyVault vault, FreshBodies fresh) {
        this.vault = vault;
        this.fresh = fresh;
    }

    /** The content of these heads; the body is read only where it is not at hand. One per head, in the same order. */
    List<Claimed> read(Connection connection, List<Head> heads) throws SQLException {
        if (heads.isEmpty()) {
            return List.of();
        }
        List<Wanted> wanted =
                heads.stream().map(h -> new Wanted(h, fresh.take(h.recordNo()))).toList();
        Map<UUID, Content> contents = new HashMap<>();
        Query.on(
                        connection,
                        """
                select w.delivery_id, r.digest, r.subject, case when w.wanted then r.body end as body, r.salt, r.seal_protected,
                    r.seal_signature, s.original, s.body as sent_body, s.seal_protected as sent_protected,
                    s.seal_signature as sent_signature
                from unnest(?, ?, ?, ?) as w (record_no, lane, delivery_id, wanted)
                join records r on r.record_no = w.record_no
                left join sent_bodies s on s.record_no = w.record_no and s.lane = w.lane
                """)
                .column("int8", wanted, w -> w.head.recordNo())
                .column("text", wanted, w -> w.head.lane())
                .column("uuid", wanted, w -> w.head.delivery().bits())
                .column("bool", wanted, w -> w.body == null)
                .list(row -> contents.put(Objects.requireNonNull(row.uuidOrNull("delivery_id")), Content.read(row)));
        List<Claimed> claimed = new ArrayList<>();
        for (Wanted w : wanted) {
            Content content =
                    Objects.requireNonNull(contents.get(w.head.delivery().bits()));
            claimed.add(new Claimed(w.head, content, w.body, w.head.hasGap() ? gap(connection, w.head) : List.of()));
        }
        return claimed;
    }

    /** Opens what was read. Not to be called inside of a transaction: it decrypts. */
    ClaimedDelivery open(Claimed claimed) {
        Head head = claimed.head;
        Content content = claimed.content;
        byte[] octets = claimed.body != null
                ? claimed.body
                : vault.openBody(head.record(), Objects.requireNonNull(content.body));
        return new ClaimedDelivery(
                head.delivery(),
                head.lane(),
                head.record(),
                head.type(),
                claimed.subject(),
                head.number(),
                head.dispatch(),
                head.attempt(),
                Objects.requireNonNull(head.token()),
                Objects.requireNonNull(head.leaseUntil()),
                head.acceptedAt(),
                content.digest,
                octets,
                content.seal,
                content.salt,
                claimed.gap,
                sent(head, content, octets),
                head.withoutReceipt());
    }

    private @Nullable SealedBody sent(Head head, Content content, byte[] octets) {
        if (content.sentSeal == null) {
            return null;
        }
        return content.original
                ? new SealedBody(octets, content.sentSeal, content.seal)
                : new SealedBody(
                        vault.openSent(head.delivery(), Objects.requireNonNull(content.sentBody)),
                        content.sentSeal,
                        null);
    }

    private static List<RecordId> gap(Connection connection, Head head) throws SQLException {
        return Query.on(
                        connection,
                        "select sender, id from gaps where lane = ? and key_id = ? and number < ? order by number")
                .value(head.lane().value())
                .value(head.keyId())
                .value(head.number())
                .list(Row::record);
    }

    /** Marks heads that are locked as claimed, alone or among others; returns them as they are then. */
    static List<Head> mark(Connection connection, Instant now, String node, boolean alone, List<Marking> markings)
            throws SQLException {
        if (markings.isEmpty()) {
            return List.of();
        }
        return Query.on(
                        connection,
                        "update heads h set state = 'SENDING', attempt = h.attempt + 1, token = m.token,"
                                + " node = ?, claimed_at = ?, lease_until = m.lease_until, due_at = null, rung_at = null,"
                                + " waits_for_lane = false, alone = ?"
                                + " from unnest(?, ?, ?, ?) as m (lane, key_id, token, lease_until)"
                                + " where h.lane = m.lane and h.key_id = m.key_id returning " + Head.COLUMNS)
                .value(node)
                .value(now)
                .value(alone)
                .column("text", markings, m -> m.head.lane())
                .column("int8", markings, m -> m.head.keyId())
                .column("uuid", markings, Marking::token)
                .column("timestamptz", markings, Marking::leaseUntil)
                .list(Head::read);
    }

    /** A head that is to be claimed. */
    record Marking(Head head, UUID token, Instant leaseUntil) {
        PartyId lane() {
            return head.lane();
        }
    }

    /** A claim as it was read, still closed. */
    record Claimed(Head head, Content content, byte @Nullable [] body, List<RecordId> gap) {
        String subject() {
            return content.subject;
        }
    }

    private record Wanted(Head head, byte @Nullable [] body) {}

    /** The content of a delivery as it rests. */
    record Content(
            Digest digest,
            String subject,
            byte @Nullable [] body,
            byte[] salt,
            @Nullable Seal seal,
            boolean original,
            byte @Nullable [] sentBody,
            @Nullable Seal sentSeal) {
        static Content read(Row row) throws SQLException {
            return new Content(
                    row.digest("digest"),
                    row.text("subject"),
                    row.octetsOrNull("body"),
                    row.octets("salt"),
                    row.sealOrNull("seal"),
                    row.flag("original"),
                    row.octetsOrNull("sent_body"),
                    row.sealOrNull("sent"));
        }
    }
}

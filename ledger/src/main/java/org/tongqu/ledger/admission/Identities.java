package org.tongqu.ledger.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Receipt;

/** Who sent what under which id: locked, looked up, written. Stateless. */
final class Identities {
    private Identities() {}

    /**
     * Tries the identities' locks and keeps those it gets until the commit. Waiting would let one identity that another node
     * holds stop everybody in the batch.
     */
    static Set<RecordId> lock(Connection connection, List<List<Draft>> lists) throws SQLException {
        List<RecordId> wanted =
                lists.stream().flatMap(List::stream).map(Draft::id).distinct().toList();
        return new HashSet<>(Query.on(
                        connection,
                        """
                select w.sender, w.id from unnest(?, ?) as w (sender, id)
                where pg_try_advisory_xact_lock(hashtextextended(w.sender || '/' || w.id, 0))
                """)
                .column("text", wanted, RecordId::sender)
                .column("text", wanted, RecordId::id)
                .list(Row::record));
    }

    /** Those of these that were accepted before. */
    static Map<RecordId, Known> known(Connection connection, Collection<RecordId> ids) throws SQLException {
        Map<RecordId, Known> known = new HashMap<>();
        Query.on(
                        connection,
                        """
                select i.sender, i.id, i.digest, i.message_digest, i.admission, i.receipt_payload, i.receipt_protected, i.receipt_signature
                from unnest(?, ?) as w (sender, id) join identities i on i.sender = w.sender and i.id = w.id
                """)
                .column("text", ids, RecordId::sender)
                .column("text", ids, RecordId::id)
                .list(Known::read)
                .forEach(one -> known.put(one.record(), one));
        return known;
    }

    /** The receipt of what was made of this message; rare enough to be asked alone. */
    static Optional<Receipt> ofMessage(Connection connection, PartyId sender, Digest message) throws SQLException {
        return Query.on(
                        connection,
                        """
                select receipt_payload, receipt_protected, receipt_signature from identities
                where sender = ? and message_digest = ? order by accepted_at limit 1
                """)
                .value(sender.value())
                .value(message.octets())
                .first(row -> new Receipt(row.sealedText("receipt"), true));
    }

    static void insert(Connection connection, List<Fresh> fresh) throws SQLException {
        Query.on(
                        connection,
                        """
                insert into identities (sender, id, digest, message_digest, record_no, admission, accepted_at,
                    receipt_payload, receipt_protected, receipt_signature)
                select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .column("text", fresh, f -> f.draft.id().sender())
                .column("text", fresh, f -> f.draft.id().id())
                .column(
                        "bytea",
                        fresh,
                        f -> f.draft.admission().content().digest().octets())
                .column(
                        "bytea",
                        fresh,
                        f -> octets(f.draft.admission().content().message()))
                .column("int8", fresh, f -> f.recordNo)
                .column("uuid", fresh, f -> f.draft.attempt())
                .column("timestamptz", fresh, f -> f.acceptedAt)
                .column("text", fresh, f -> f.receipt().payload())
                .column("text", fresh, f -> f.receipt().seal().protectedHeader())
                .column("text", fresh, f -> f.receipt().seal().signature())
                .run();
    }

    private static byte @Nullable [] octets(@Nullable Digest digest) {
        return digest == null ? null : digest.octets();
    }
}

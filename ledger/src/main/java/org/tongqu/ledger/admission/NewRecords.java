package org.tongqu.ledger.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.material.MaterialGrants;
import org.tongqu.ledger.material.MaterialGrants.MaterialGrant;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.port.AdmissionLedger.Message;
import org.tongqu.record.seal.Seal;

/** The records themselves, the marks by which they are found, and the materials to which they refer. Stateless. */
final class NewRecords {
    private NewRecords() {}

    static void insert(Connection connection, List<Fresh> fresh) throws SQLException {
        insertRecords(connection, fresh);
        insertMarks(connection, fresh);
        MaterialGrants.insert(
                connection,
                fresh.stream()
                        .flatMap(f -> f.draft.admission().materials().stream()
                                .map(material -> new MaterialGrant(
                                        f.recordNo, material, f.draft.id().sender())))
                        .toList());
    }

    private static void insertRecords(Connection connection, List<Fresh> fresh) throws SQLException {
        Query.on(
                        connection,
                        """
                insert into records (record_no, accepted_at, sender, id, type, keyspace, subject, key_id, number, priority,
                    digest, body, dialect, message, salt, seal_protected, seal_signature, kid, site_version, deadline)
                select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .column("int8", fresh, f -> f.recordNo)
                .column("timestamptz", fresh, f -> f.acceptedAt)
                .column("text", fresh, f -> f.draft.id().sender())
                .column("text", fresh, f -> f.draft.id().id())
                .column("text", fresh, f -> f.draft.admission().record().type())
                .column("text", fresh, f -> f.key().keyspace())
                .column("text", fresh, f -> f.key().subject())
                .column("int8", fresh, f -> f.keyId)
                .column("int8", fresh, f -> f.number)
                .column("int2", fresh, f -> (short) f.draft.admission().record().priority())
                .column(
                        "bytea",
                        fresh,
                        f -> f.draft.admission().content().digest().octets())
                .column("bytea", fresh, f -> f.draft.body())
                .column("text", fresh, f -> dialect(f.draft.admission().message()))
                .column("bytea", fresh, f -> f.draft.message())
                .column("bytea", fresh, f -> f.draft.salt())
                .column("text", fresh, f -> seal(f.draft.admission().seal(), true))
                .column("text", fresh, f -> seal(f.draft.admission().seal(), false))
                .column("text", fresh, f -> f.draft.admission().kid())
                .column("int4", fresh, f -> f.draft.admission().siteVersion())
                .column("timestamptz", fresh, f -> f.draft.admission().deadline())
                .run();
    }

    private static @Nullable String dialect(@Nullable Message message) {
        return message == null ? null : message.dialect();
    }

    private static @Nullable String seal(@Nullable Seal seal, boolean header) {
        if (seal == null) {
            return null;
        }
        return header ? seal.protectedHeader() : seal.signature();
    }

    private static void insertMarks(Connection connection, List<Fresh> fresh) throws SQLException {
        List<Mark> marks = new ArrayList<>();
        for (Fresh f : fresh) {
            f.draft
                    .admission()
                    .plainIndex()
                    .forEach((field, value) -> marks.add(new Mark(f.recordNo, field, value, null)));
            f.draft
                    .admission()
                    .blindIndex()
                    .forEach((field, mark) -> marks.add(new Mark(f.recordNo, field, null, mark)));
        }
        if (marks.isEmpty()) {
            return;
        }
        Query.on(
                        connection,
                        "insert into index_marks (record_no, field, plain, blind) select * from unnest(?, ?, ?, ?)")
                .column("int8", marks, Mark::recordNo)
                .column("text", marks, Mark::field)
                .column("text", marks, Mark::plain)
                .column("bytea", marks, Mark::blind)
                .run();
    }

    private record Mark(long recordNo, String field, @Nullable String plain, byte @Nullable [] blind) {}
}

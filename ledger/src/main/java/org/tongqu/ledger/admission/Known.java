package org.tongqu.ledger.admission;

import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordId;
import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.seal.SealedText;

/**
 * An identity that was accepted before.
 *
 * @param record which
 * @param content of what was accepted
 * @param attempt which call it was
 * @param receipt that was given
 */
record Known(RecordId record, Content content, UUID attempt, SealedText receipt) {
    static Known read(Row row) throws SQLException {
        return new Known(
                row.record(),
                new Content(Digest.of(row.octets("digest")), digestOrNull(row.octetsOrNull("message_digest"))),
                Objects.requireNonNull(row.uuidOrNull("admission")),
                row.sealedText("receipt"));
    }

    private static @Nullable Digest digestOrNull(byte @Nullable [] octets) {
        return octets == null ? null : Digest.of(octets);
    }
}

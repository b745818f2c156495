package org.tongqu.ledger.admission;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.RecordId;
import org.tongqu.record.seal.SealedText;

/**
 * An identity that was accepted before.
 *
 * @param record which
 * @param digest of what was accepted
 * @param attempt which call it was
 * @param receipt that was given
 */
record Known(RecordId record, byte[] digest, UUID attempt, SealedText receipt) {
    static Known read(Row row) throws SQLException {
        return new Known(
                row.record(),
                row.octets("digest"),
                Objects.requireNonNull(row.uuidOrNull("admission")),
                row.sealedText("receipt"));
    }

    boolean sameDigest(byte[] other) {
        return Arrays.equals(digest, other);
    }
}

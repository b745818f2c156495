package org.tongqu.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger.Result;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;

/** Looks identities up, for several callers in one statement. */
final class RepeatWork implements GroupWork<RepeatWork.Asked, Optional<Result>> {
    @Override
    public Done<Optional<Result>> run(Connection connection, List<Asked> batch, boolean again) throws SQLException {
        Map<RecordId, AdmissionWork.Known> known = new HashMap<>();
        known(connection, batch.stream().map(Asked::record).distinct().toList())
                .forEach(one -> known.put(one.record(), one));
        return new Done<>(
                batch.stream()
                        .<Outcome<Optional<Result>>>map(
                                asked -> new Outcome.Answer<>(result(asked, known.get(asked.record))))
                        .toList(),
                new AfterCommit());
    }

    @Override
    public Optional<Result> stuck(Asked asked) {
        throw new LedgerUnavailable("identities cannot be read", new IllegalStateException("locked"));
    }

    private static Optional<Result> result(Asked asked, AdmissionWork.@Nullable Known before) {
        if (before == null) {
            return Optional.empty();
        }
        return Optional.of(
                before.sameDigest(asked.digest.octets())
                        ? new Result.Committed(new Receipt(before.receipt(), true))
                        : reused(result -> result));
    }

    static <T> T reused(Function<Result, T> as) {
        return as.apply(new Result.Refused(
                new Rejection(ProblemCode.ID_REUSED, "This id was accepted before with other content; use a new id.")));
    }

    static List<AdmissionWork.Known> known(Connection connection, Collection<RecordId> ids) throws SQLException {
        return Query.on(
                        connection,
                        """
                select i.sender, i.id, i.digest, i.admission, i.receipt_payload, i.receipt_protected, i.receipt_signature
                from unnest(?, ?) as w (sender, id) join identities i on i.sender = w.sender and i.id = w.id
                """)
                .column("text", ids, RecordId::sender)
                .column("text", ids, RecordId::id)
                .list(row -> new AdmissionWork.Known(
                        row.record(),
                        row.octets("digest"),
                        Objects.requireNonNull(row.uuidOrNull("admission")),
                        receipt(row)));
    }

    static SealedText receipt(Row row) throws SQLException {
        return new SealedText(
                row.text("receipt_payload"), new Seal(row.text("receipt_protected"), row.text("receipt_signature")));
    }

    /**
     * A question.
     *
     * @param record which identity
     * @param digest of what came now
     */
    record Asked(RecordId record, Digest digest) {}
}

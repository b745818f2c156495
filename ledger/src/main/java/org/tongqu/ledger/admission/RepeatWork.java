package org.tongqu.ledger.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.commit.GroupWork;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.port.AdmissionLedger.Result;

/** Looks identities up, for several callers in one statement. */
final class RepeatWork implements GroupWork<RepeatWork.Asked, Optional<Result>> {
    @Override
    public Done<Optional<Result>> run(Connection connection, List<Asked> batch, boolean again) throws SQLException {
        Map<RecordId, Known> known = Identities.known(
                connection, batch.stream().map(Asked::record).distinct().toList());
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

    private static Optional<Result> result(Asked asked, @Nullable Known before) {
        if (before == null) {
            return Optional.empty();
        }
        return Optional.of(
                before.content().isSameAs(asked.content)
                        ? new Result.Committed(new Receipt(before.receipt(), true))
                        : reused(result -> result));
    }

    static <T> T reused(Function<Result, T> as) {
        return as.apply(new Result.Refused(
                new Rejection(ProblemCode.ID_REUSED, "This id was accepted before with other content; use a new id.")));
    }

    /**
     * A question.
     *
     * @param record which identity
     * @param content of what came now
     */
    public record Asked(RecordId record, Content content) {}
}

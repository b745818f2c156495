package org.tongqu.ledger.query;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.QueryTrail;
import org.tongqu.record.query.QueryFilter;

/** Reads what became of questions; of what was asked and answered nothing is decrypted. Thread-safe. */
public final class PostgresQueryTrail implements QueryTrail {
    private static final String BETWEEN = "\n";
    private static final int PARTS = 3;
    private static final String COLUMNS =
            "sender, id, type, provider, rule, state, code, results, attempt, asked_at, concluded_at";

    private final LedgerConnections connections;

    public PostgresQueryTrail(LedgerConnections connections) {
        this.connections = connections;
    }

    @Override
    public Page page(QueryFilter filter, int limit, @Nullable String after) {
        return connections.transaction(connection -> page(connection, filter, limit, after));
    }

    private static Page page(Connection connection, QueryFilter filter, int limit, @Nullable String after)
            throws SQLException {
        PartyId party = filter.party();
        Query query = Query.on(
                connection,
                "select " + COLUMNS + " from queries where true"
                        + (filter.since() == null ? "" : " and asked_at >= ?")
                        + (party == null ? "" : " and (sender = ? or provider = ?)")
                        + (filter.type() == null ? "" : " and type = ?")
                        + (after == null ? "" : " and (asked_at, sender, id) < (?, ?, ?)")
                        + " order by asked_at desc, sender desc, id desc limit ?");
        if (filter.since() != null) {
            query.value(filter.since());
        }
        if (party != null) {
            query.value(party.value()).value(party.value());
        }
        if (filter.type() != null) {
            query.value(filter.type().toString());
        }
        if (after != null) {
            bindPlace(query, after);
        }
        List<Asked> found = query.value(limit + 1).list(PostgresQueryTrail::asked);
        boolean more = found.size() > limit;
        return new Page(more ? found.subList(0, limit) : found, more ? place(found.get(limit - 1)) : null);
    }

    @Override
    public Optional<Way> find(RecordId question) {
        return connections.transaction(connection -> {
            List<Attempt> attempts = attempts(connection, question);
            return Query.on(
                            connection,
                            "select " + COLUMNS
                                    + ", subject, purpose, kid, dialect from queries where sender = ? and id = ?")
                    .value(question.sender().value())
                    .value(question.id())
                    .first(row -> way(row, attempts));
        });
    }

    private static List<Attempt> attempts(Connection connection, RecordId question) throws SQLException {
        return Query.on(
                        connection,
                        """
                select attempt, provider, rule, site_version, began_at, ended_at, state, code, results from query_attempts
                where sender = ? and id = ? order by attempt
                """)
                .value(question.sender().value())
                .value(question.id())
                .list(row -> new Attempt(
                        row.count("attempt"),
                        new PartyId(row.text("provider")),
                        row.text("rule"),
                        row.count("site_version"),
                        row.time("began_at"),
                        row.timeOrNull("ended_at"),
                        State.valueOf(row.text("state")),
                        row.textOrNull("code"),
                        row.countOrNull("results")));
    }

    private static Way way(Row row, List<Attempt> attempts) throws SQLException {
        String kid = row.textOrNull("kid");
        return new Way(
                asked(row),
                row.text("subject"),
                row.text("purpose"),
                kid == null ? null : KeyId.parse(kid),
                row.textOrNull("dialect"),
                attempts);
    }

    private static Asked asked(Row row) throws SQLException {
        return new Asked(
                row.record(),
                RecordType.parse(row.text("type")),
                new PartyId(row.text("provider")),
                row.text("rule"),
                State.valueOf(row.text("state")),
                row.textOrNull("code"),
                row.countOrNull("results"),
                row.count("attempt"),
                row.time("asked_at"),
                row.timeOrNull("concluded_at"));
    }

    private static String place(Asked last) {
        String text = String.join(
                BETWEEN,
                last.askedAt().toString(),
                last.id().sender().value(),
                last.id().id());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bindPlace(Query query, String after) {
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8).split(BETWEEN, PARTS);
            if (parts.length == PARTS) {
                query.value(Instant.parse(parts[0])).value(parts[1]).value(parts[2]);
                return;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw notAPlace();
        }
        throw notAPlace();
    }

    private static Rejection notAPlace() {
        return new Rejection(ProblemCode.MALFORMED, "after must be the next of a page given before.");
    }
}

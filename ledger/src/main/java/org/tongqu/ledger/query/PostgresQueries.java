package org.tongqu.ledger.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Row;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordId;
import org.tongqu.record.port.QueryLedger;
import org.tongqu.record.query.Query;
import org.tongqu.record.seal.SealedText;

/** Questions on PostgreSQL: the primary key lets one ask, whatever the node. */
public final class PostgresQueries implements QueryLedger {
    private final LedgerConnections connections;
    private final BodyVault vault;

    /** Keeps what is confidential in this vault. */
    public PostgresQueries(LedgerConnections connections, BodyVault vault) {
        this.connections = connections;
        this.vault = vault;
    }

    @Override
    public Begun begin(Query query, Instant now, Instant until) {
        return connections.transaction(connection -> {
            if (insert(connection, query, now, until)) {
                return new Begun.New(1);
            }
            Known known = known(connection, query.question().id()).orElseThrow();
            if (!known.digest.equals(query.digest())) {
                return new Begun.Used();
            }
            return switch (known.state) {
                case "ANSWERED" -> answered(query.question().id(), known, now);
                case "ASKED" -> known.isAsked(now) ? new Begun.UnderWay() : again(connection, query, now, until);
                default -> again(connection, query, now, until);
            };
        });
    }

    private Begun answered(RecordId question, Known known, Instant now) {
        return known.answer == null || !known.concludedAt.isAfter(now.minus(SAME_ANSWER))
                ? new Begun.Used()
                : new Begun.Before(vault.openAnswer(question, known.answer));
    }

    private static boolean insert(Connection connection, Query query, Instant now, Instant until) throws SQLException {
        return org.tongqu.ledger.sql.Query.on(
                                connection,
                                """
                        insert into queries (sender, id, digest, type, subject, purpose, provider, rule, site_version,
                            asked_at, attempt, asked_until, state)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 'ASKED') on conflict do nothing
                        """)
                        .value(query.question().id().sender().value())
                        .value(query.question().id().id())
                        .value(query.digest().octets())
                        .value(query.question().type().toString())
                        .value(query.question().subject())
                        .value(query.question().purpose())
                        .value(query.provider().value())
                        .value(query.rule())
                        .value(query.siteVersion())
                        .value(now)
                        .value(until)
                        .run()
                == 1;
    }

    /** Conditional, so that of two who find it free one asks. */
    private static Begun again(Connection connection, Query query, Instant now, Instant until) throws SQLException {
        return org.tongqu.ledger.sql.Query.on(
                        connection,
                        """
                update queries set state = 'ASKED', asked_until = ?, attempt = attempt + 1, provider = ?, rule = ?,
                    site_version = ?, code = null
                where sender = ? and id = ? and (state = 'FAILED' or state = 'ASKED' and asked_until <= ?)
                returning attempt
                """)
                .value(until)
                .value(query.provider().value())
                .value(query.rule())
                .value(query.siteVersion())
                .value(query.question().id().sender().value())
                .value(query.question().id().id())
                .value(now)
                .first(row -> (Begun) new Begun.New(row.count("attempt")))
                .orElseGet(Begun.UnderWay::new);
    }

    private static Optional<Known> known(Connection connection, RecordId question) throws SQLException {
        return org.tongqu.ledger.sql.Query.on(
                        connection,
                        """
                select digest, state, asked_until, concluded_at, answer_payload, answer_protected, answer_signature
                from queries where sender = ? and id = ?
                """)
                .value(question.sender().value())
                .value(question.id())
                .first(Known::read);
    }

    @Override
    public void answered(RecordId question, int attempt, int results, SealedText answer, Instant now) {
        BodyVault.KeptReceipt kept = vault.answer(question, answer);
        connections.transaction(connection -> org.tongqu.ledger.sql.Query.on(
                        connection,
                        """
                update queries set state = 'ANSWERED', asked_until = null, results = ?, concluded_at = ?,
                    answer_payload = ?, answer_protected = ?, answer_signature = ?
                where sender = ? and id = ? and state = 'ASKED' and attempt = ?
                """)
                .value(results)
                .value(now)
                .value(kept.payload())
                .value(kept.seal().protectedHeader())
                .value(kept.seal().signature())
                .value(question.sender().value())
                .value(question.id())
                .value(attempt)
                .run());
    }

    @Override
    public void failed(RecordId question, int attempt, String code, Instant now) {
        connections.transaction(connection -> org.tongqu.ledger.sql.Query.on(
                        connection,
                        """
                update queries set state = 'FAILED', asked_until = null, code = ?, concluded_at = ?
                where sender = ? and id = ? and state = 'ASKED' and attempt = ?
                """)
                .value(code)
                .value(now)
                .value(question.sender().value())
                .value(question.id())
                .value(attempt)
                .run());
    }

    private record Known(
            Digest digest,
            String state,
            @Nullable Instant askedUntil,
            Instant concludedAt,
            BodyVault.@Nullable KeptReceipt answer) {
        static Known read(Row row) throws SQLException {
            byte[] payload = row.octetsOrNull("answer_payload");
            Instant concluded = row.timeOrNull("concluded_at");
            return new Known(
                    row.digest("digest"),
                    row.text("state"),
                    row.timeOrNull("asked_until"),
                    concluded == null ? Instant.EPOCH : concluded,
                    payload == null
                            ? null
                            : new BodyVault.KeptReceipt(payload, Objects.requireNonNull(row.sealOrNull("answer"))));
        }

        boolean isAsked(Instant now) {
            return askedUntil != null && askedUntil.isAfter(now);
        }
    }
}

package org.tongqu.ledger.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Row;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordId;
import org.tongqu.record.port.QueryLedger;
import org.tongqu.record.port.QueryTrail.State;
import org.tongqu.record.query.Query;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
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
        Evidence evidence = evidence(query);
        return connections.transaction(connection -> {
            if (insert(connection, query, evidence, now, until)) {
                Attempts.begin(connection, query, 1, now);
                return new Begun.New(1);
            }
            Known known = known(connection, query.question().id()).orElseThrow();
            if (!query.mark().equals(known.mark)) {
                return new Begun.Used();
            }
            return switch (known.state) {
                case "ANSWERED" -> answered(query.question().id(), known, now);
                case "ASKED" -> known.isAsked(now) ? new Begun.UnderWay() : again(connection, query, now, until);
                default -> again(connection, query, now, until);
            };
        });
    }

    /** Made before the transaction, which is to be short. */
    private Evidence evidence(Query query) {
        RecordId id = query.question().id();
        Query.Said said = query.said();
        Seal seal = query.seal();
        return new Evidence(
                seal == null ? null : SealHeader.read(seal).kid().toString(),
                vault.question(id, query.question().octets(), seal),
                said == null ? null : said.dialect(),
                said == null ? null : vault.said(id, said.octets()));
    }

    /**
     * What is kept of a question to prove it by.
     *
     * @param kid of its seal; null if it has none
     * @param question ciphertext
     * @param dialect of what the asker's system said; null if it sent the question itself
     * @param said ciphertext; null likewise
     */
    private record Evidence(@Nullable String kid, byte[] question, @Nullable String dialect, byte @Nullable [] said) {}

    private Begun answered(RecordId question, Known known, Instant now) {
        return known.answer == null || !known.concludedAt.isAfter(now.minus(SAME_ANSWER))
                ? new Begun.Used()
                : new Begun.Before(vault.openAnswer(question, known.answer));
    }

    private static boolean insert(Connection connection, Query query, Evidence evidence, Instant now, Instant until)
            throws SQLException {
        return org.tongqu.ledger.sql.Query.on(
                                connection,
                                """
                        insert into queries (sender, id, mark, kid, question, dialect, said, type, subject, purpose,
                            provider, rule, site_version, asked_at, attempt, asked_until, state)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 'ASKED') on conflict do nothing
                        """)
                        .value(query.question().id().sender().value())
                        .value(query.question().id().id())
                        .value(query.mark().octets())
                        .value(evidence.kid)
                        .value(evidence.question)
                        .value(evidence.dialect)
                        .value(evidence.said)
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

    /** Conditional, so that of two who find it free one asks; what another left unfinished is abandoned. */
    private static Begun again(Connection connection, Query query, Instant now, Instant until) throws SQLException {
        Optional<Integer> attempt = org.tongqu.ledger.sql.Query.on(
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
                .first(row -> row.count("attempt"));
        if (attempt.isEmpty()) {
            return new Begun.UnderWay();
        }
        Attempts.end(connection, query.question().id(), attempt.get() - 1, State.ABANDONED, null, null, now);
        Attempts.begin(connection, query, attempt.get(), now);
        return new Begun.New(attempt.get());
    }

    private static Optional<Known> known(Connection connection, RecordId question) throws SQLException {
        return org.tongqu.ledger.sql.Query.on(
                        connection,
                        """
                select mark, state, asked_until, concluded_at, answer from queries where sender = ? and id = ?
                """)
                .value(question.sender().value())
                .value(question.id())
                .first(Known::read);
    }

    @Override
    public void answered(RecordId question, int attempt, int results, SealedText answer, Instant now) {
        byte[] kept = vault.answer(question, answer);
        connections.transaction(connection -> {
            boolean isOurs = org.tongqu.ledger.sql.Query.on(
                                    connection,
                                    """
                            update queries set state = 'ANSWERED', asked_until = null, results = ?, concluded_at = ?, answer = ?
                            where sender = ? and id = ? and state = 'ASKED' and attempt = ?
                            """)
                            .value(results)
                            .value(now)
                            .value(kept)
                            .value(question.sender().value())
                            .value(question.id())
                            .value(attempt)
                            .run()
                    == 1;
            if (isOurs) {
                Attempts.end(connection, question, attempt, State.ANSWERED, null, results, now);
            }
            return isOurs;
        });
    }

    @Override
    public void failed(RecordId question, int attempt, String code, Instant now) {
        connections.transaction(connection -> {
            boolean isOurs = org.tongqu.ledger.sql.Query.on(
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
                            .run()
                    == 1;
            if (isOurs) {
                Attempts.end(connection, question, attempt, State.FAILED, code, null, now);
            }
            return isOurs;
        });
    }

    /** @param mark null if it was asked before marks were kept */
    private record Known(
            @Nullable Digest mark,
            String state,
            @Nullable Instant askedUntil,
            Instant concludedAt,
            byte @Nullable [] answer) {
        static Known read(Row row) throws SQLException {
            byte[] mark = row.octetsOrNull("mark");
            Instant concluded = row.timeOrNull("concluded_at");
            return new Known(
                    mark == null ? null : Digest.of(mark),
                    row.text("state"),
                    row.timeOrNull("asked_until"),
                    concluded == null ? Instant.EPOCH : concluded,
                    row.octetsOrNull("answer"));
        }

        boolean isAsked(Instant now) {
            return askedUntil != null && askedUntil.isAfter(now);
        }
    }
}

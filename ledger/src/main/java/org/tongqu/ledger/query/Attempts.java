package org.tongqu.ledger.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.RecordId;
import org.tongqu.record.port.QueryTrail.State;

/** Each time that a provider was asked: written in the transaction that changes the question. Stateless. */
final class Attempts {
    private Attempts() {}

    static void begin(Connection connection, org.tongqu.record.query.Query query, int attempt, Instant now)
            throws SQLException {
        Query.on(
                        connection,
                        """
                insert into query_attempts (sender, id, attempt, provider, rule, site_version, began_at, state)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .value(query.question().id().sender().value())
                .value(query.question().id().id())
                .value(attempt)
                .value(query.provider().value())
                .value(query.rule())
                .value(query.siteVersion())
                .value(now)
                .value(State.ASKED.name())
                .run();
    }

    /** Does nothing to one that has ended. */
    static void end(
            Connection connection,
            RecordId question,
            int attempt,
            State state,
            @Nullable String code,
            @Nullable Integer results,
            Instant now)
            throws SQLException {
        Query.on(
                        connection,
                        """
                update query_attempts set state = ?, code = ?, results = ?, ended_at = ?
                where sender = ? and id = ? and attempt = ? and state = 'ASKED'
                """)
                .value(state.name())
                .value(code)
                .value(results)
                .value(now)
                .value(question.sender().value())
                .value(question.id())
                .value(attempt)
                .run();
    }
}

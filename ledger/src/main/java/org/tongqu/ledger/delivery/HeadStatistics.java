package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;

/**
 * Keeps the database from taking the table of heads for empty while it is not. In a calm it is, and is counted so; when a backlog comes,
 * every statement about a few heads would read all of them, until enough have changed for the next count. Used by the sweep, one round at
 * a time.
 */
final class HeadStatistics {
    /** From so many on, to read them all looks dearer than to look for some. */
    private static final int ENOUGH = 1_000;

    private static final Duration APART = Duration.ofSeconds(1);

    private final LedgerConnections connections;
    private Instant next = Instant.MIN;

    HeadStatistics(LedgerConnections connections) {
        this.connections = connections;
    }

    /** Has them counted if there are enough and the database does not know; once a second at most. */
    void follow(Instant now) {
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(APART);
        connections.transaction(connection -> {
            boolean isBehind = Query.on(
                            connection,
                            """
                    select reltuples < ? and ? = (select count(*) from (select 1 from heads limit ?) h) as behind
                    from pg_class where oid = 'heads'::regclass
                    """)
                    .value(ENOUGH)
                    .value(ENOUGH)
                    .value(ENOUGH)
                    .first(row -> row.flag("behind"))
                    .orElseThrow();
            if (isBehind) {
                count(connection);
            }
            return isBehind;
        });
    }

    private static void count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze (skip_locked) heads");
        }
    }
}

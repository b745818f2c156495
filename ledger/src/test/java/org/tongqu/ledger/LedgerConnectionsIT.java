package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.tongqu.ledger.sql.LedgerConnections;

/** What every transaction asks of the database. */
class LedgerConnectionsIT {
    @Test
    void whoeverStandsStillWithinATransactionLosesItsLocksAfterHalfAMinute() throws SQLException {
        try (HikariDataSource source = Postgres.newDatabase()) {
            LedgerConnections connections = new LedgerConnections(source, Duration.ofSeconds(10));
            assertThat(connections.transaction(LedgerConnectionsIT::longestIdle))
                    .isEqualTo("30s");
            assertThat(connections.byIndex(LedgerConnectionsIT::longestIdle)).isEqualTo("30s");
            try (Connection writer = connections.writer()) {
                assertThat(longestIdle(writer)).isEqualTo("30s");
            }
        }
    }

    private static String longestIdle(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("show idle_in_transaction_session_timeout")) {
            answer.next();
            return answer.getString(1);
        }
    }
}

package org.tongqu.adapters.frontdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.tongqu.record.failure.PartnerAway;

class SqlTroubleTest {
    @Test
    void ourOwnWordsAreSaidAndThoseOfADriverAreNot() {
        SQLException noDriver = new SQLException("there is no driver for jdbc:dm in lib", "08001");
        assertThat(SqlTrouble.away(noDriver).words()).isEqualTo("there is no driver for jdbc:dm in lib");
        assertThat(SqlTrouble.away(new SQLTransientConnectionException("timed out", "08001", noDriver)))
                .as("as the pool wraps it")
                .returns("there is no driver for jdbc:dm in lib", PartnerAway::words)
                .returns("FRONT_DATABASE_AWAY", PartnerAway::code);
        SQLException driver = new SQLException("Key (name)=(somebody) already exists", "23505");
        assertThat(SqlTrouble.away(driver).words()).isEqualTo("SQL state 23505, SQLException");
        assertThat(SqlTrouble.away(new SQLTransientConnectionException("timed out", "28000", driver))
                        .words())
                .isEqualTo("SQL state 28000, SQLTransientConnectionException");
    }
}

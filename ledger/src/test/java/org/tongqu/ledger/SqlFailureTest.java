package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.ledger.sql.SqlFailure;

class SqlFailureTest {
    @ParameterizedTest
    @CsvSource({
        "08006, LOST",
        "57P01, LOST",
        "40P01, AGAIN",
        "55P03, LOCKED",
        "22008, REFUSED",
        "23505, REFUSED",
        "54000, REFUSED",
        "57014, UNAVAILABLE",
        "53100, UNAVAILABLE",
        "25006, UNAVAILABLE"
    })
    void anErrorIsTheDatabasesOrOneEntrysFault(String state, SqlFailure kind) {
        assertThat(SqlFailure.of(new SQLException("", state))).isEqualTo(kind);
    }
}

package org.tongqu.adapters.frontdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tongqu.adapters.dialect.TimeForms;

/** Values of a partner's columns, as a driver gives and takes them. */
class ColumnTest {
    private static final TimeForms TIMES = new TimeForms(ZoneId.of("Asia/Shanghai"), "yyyy-MM-dd HH:mm:ss");

    @Test
    void aNumberIsReadDigitByDigit() throws SQLException {
        assertThat(read(column(Types.NUMERIC, "numeric"), Map.of("getBigDecimal", new BigDecimal("1E+3"))))
                .isEqualTo("1000");
    }

    @Test
    void whatIsNoNumberAndNoTimeComesAsItIsAndHoldsUpNoOtherRow() throws SQLException {
        SQLException odd = new SQLException("Bad value for type BigDecimal", "22003");

        assertThat(read(column(Types.NUMERIC, "numeric"), Map.of("getBigDecimal", odd, "getString", "NaN")))
                .isEqualTo("NaN");
        assertThat(read(
                        column(Types.DATE, "date"),
                        Map.of("getDate", new DateTimeException("no such day"), "getString", "2026-02-31")))
                .isEqualTo("2026-02-31");
    }

    @Test
    void aConnectionThatBreaksIsNoValue() {
        SQLException gone = new SQLException("gone", "08006");

        assertThatThrownBy(() -> read(
                        column(Types.NUMERIC, "numeric"), Map.of("getBigDecimal", gone, "getString", "never asked")))
                .isSameAs(gone);
    }

    @Test
    void aFlagOfTwoValuesTakesNoThird() throws Exception {
        Column flag = column(Types.BOOLEAN, "bool");

        assertThat(bound(flag, "1")).isEqualTo("setBoolean true");
        assertThat(bound(flag, "0")).isEqualTo("setBoolean false");
        assertThatThrownBy(() -> bound(flag, "2"))
                .isInstanceOf(Column.Unfit.class)
                .hasMessage("F: it holds yes and no only");
    }

    @Test
    void blanksAtTheEndAreOfAKeyUnlessItsLengthIsFixed() throws Exception {
        assertThat(read(column(Types.VARCHAR, "varchar"), Map.of("getString", "A ")))
                .isEqualTo("A ");
        assertThat(read(column(Types.CHAR, "bpchar"), Map.of("getString", "A  ")))
                .isEqualTo("A");
        assertThat(bound(new Column("F", Types.CHAR, "CHAR", 3, true, false), "A"))
                .isEqualTo("setString A  ");
        assertThat(bound(new Column("F", Types.CHAR, "bpchar", 3, false, false), "A"))
                .isEqualTo("setString A");
    }

    private static Column column(int type, String typeName) {
        return new Column("F", type, typeName, 0, false, false);
    }

    private static String read(Column column, Map<String, Object> row) throws SQLException {
        return column.read(proxy(ResultSet.class, row, new ArrayList<>()), 1, TIMES);
    }

    private static String bound(Column column, String value) throws SQLException, Column.Unfit {
        List<String> calls = new ArrayList<>();
        column.bind(proxy(PreparedStatement.class, Map.of(), calls), 1, value, TIMES);
        return calls.get(0);
    }

    /** One that answers some methods, throws what stands for others, and notes what it is given. */
    private static <T> T proxy(Class<T> type, Map<String, Object> answers, List<String> calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            Object answer = answers.get(method.getName());
            if (answer instanceof Exception thrown) {
                throw thrown;
            }
            if (given.length > 1) {
                calls.add(method.getName() + " " + given[1]);
            }
            return answer;
        }));
    }
}

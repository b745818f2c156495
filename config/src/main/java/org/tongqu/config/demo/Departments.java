package org.tongqu.config.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The systems of the two departments that have a front-end database: the bureau's leaves an application now and then and looks what became
 * of its rows, the town's marks the rows that it finds. They know tables and nothing of the gateway. For one thread.
 */
final class Departments {
    /** Who leaves rows. */
    static final String BUREAU = "990101.bureau";
    /** Who finds rows. */
    static final String TOWN = "990101.town";

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final List<String> TABLES = List.of("PRE_APASINFO", "PRE_ACCEPT", "PRE_NODE", "PRE_TRANSACT");

    private final Exchange exchange;
    private final Clock clock;
    private final Set<String> told = new HashSet<>();

    Departments(Exchange exchange, Clock clock) {
        this.exchange = exchange;
        this.clock = clock;
    }

    /**
     * A row that somebody sees.
     *
     * @param table where
     * @param caseNo whose
     * @param isRefused whether the gateway marked it as refused
     */
    record Seen(String table, String caseNo, boolean isRefused) {}

    /** The bureau leaves an application; its case number. */
    String leave() throws SQLException {
        String caseNo = "R" + clock.millis();
        try (Connection connection = exchange.connect();
                PreparedStatement row = connection.prepareStatement("insert into " + Exchange.LEFT_IN
                        + ".PRE_APASINFO (PROJID, DATAVER, IMPLEMENT_CODE, ITEMNAME, PROJECTNAME, INFOTYPE, APPLYNAME,"
                        + " APPLY_CARDTYPE, APPLY_CARDTYPENUMBER, DEPTNAME, APPLYFROM, RECEIVETIME, REGION_ID) values"
                        + " (?, 1, '11990100XXXX0001933000199001000', '示范经营许可', '示例商贸有限公司申请示范经营许可', '2',"
                        + " '示例商贸有限公司', '001', '91990100XXXX00027M', '示范县行政审批局', '2', ?, '990101000000')")) {
            row.setString(1, caseNo);
            row.setTimestamp(2, Timestamp.valueOf(LocalDateTime.ofInstant(clock.instant(), ZONE)));
            row.executeUpdate();
        }
        return caseNo;
    }

    /** Takes note of what was marked before the demo began, of which nobody is told again. */
    void recall() throws SQLException {
        List<Seen> unused = marked();
    }

    /** The bureau's rows that were marked since it last looked. */
    List<Seen> marked() throws SQLException {
        List<Seen> seen = new ArrayList<>();
        for (String table : TABLES) {
            String from = Exchange.LEFT_IN + "." + table;
            for (Row row : rows("select PROJID, DATAVER, SIGNSTATE from " + from + " where SIGNSTATE in ('1', '2')")) {
                if (told.add(table + row)) {
                    seen.add(new Seen(table, row.caseNo(), row.mark().equals("2")));
                }
            }
        }
        return seen;
    }

    /** The rows that the town finds; it marks them, so each comes once. */
    List<Seen> found() throws SQLException {
        List<Seen> seen = new ArrayList<>();
        for (String table : TABLES) {
            String from = Exchange.FOUND_IN + "." + table;
            rows("update " + from + " set SIGNSTATE = '1' where SIGNSTATE = '0' returning PROJID, DATAVER, SIGNSTATE")
                    .forEach(row -> seen.add(new Seen(table, row.caseNo(), false)));
        }
        return seen;
    }

    private record Row(String caseNo, int version, String mark) {}

    private List<Row> rows(String sql) throws SQLException {
        try (Connection connection = exchange.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<Row> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(new Row(found.getString(1), found.getInt(2), found.getString(3)));
            }
            return rows;
        }
    }
}

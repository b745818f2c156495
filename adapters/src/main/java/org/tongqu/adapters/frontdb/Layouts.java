package org.tongqu.adapters.frontdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.tongqu.record.site.DatabaseVendor;

/** What the tables of one database look like, each asked for once. Thread-safe. */
final class Layouts {
    private final Map<String, Layout> known = new ConcurrentHashMap<>();

    /**
     * The layout of a table.
     *
     * @param name as the dialect has it
     * @throws SQLException if there is no such table, or it may not be read
     */
    Layout of(String name, Connection connection, VendorSql sql) throws SQLException {
        Layout there = known.get(name);
        if (there == null) {
            there = look(name, connection, sql);
            known.put(name, there);
        }
        return there;
    }

    /** Databases write names that nobody quoted in capitals, or in small letters. */
    private static Layout look(String name, Connection connection, VendorSql sql) throws SQLException {
        List<String> spellings = Stream.of(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        SQLException first = null;
        for (String spelling : spellings) {
            try (PreparedStatement statement = connection.prepareStatement(sql.shape(spelling))) {
                ResultSetMetaData columns = statement.executeQuery().getMetaData();
                return new Layout(spelling, columns(columns, sql.vendor()));
            } catch (SQLException notThere) {
                if (SqlTrouble.isAway(notThere)) {
                    throw notThere;
                }
                connection.rollback();
                first = first == null ? notThere : first;
            }
        }
        throw new SQLException("there is no table " + name + ", or it may not be read", "42S02", first);
    }

    private static List<Column> columns(ResultSetMetaData row, DatabaseVendor vendor) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= row.getColumnCount(); i++) {
            int size = row.getPrecision(i);
            columns.add(new Column(
                    row.getColumnName(i),
                    type(row.getColumnType(i), vendor),
                    row.getColumnTypeName(i),
                    size == Integer.MAX_VALUE ? 0 : size,
                    vendor == DatabaseVendor.ORACLE,
                    row.isNullable(i) != ResultSetMetaData.columnNoNulls));
        }
        return columns;
    }

    /** MariaDB has no flags: what its driver takes for one is a {@code tinyint(1)}, a number of which 2 may well be one. */
    private static int type(int type, DatabaseVendor vendor) {
        return vendor == DatabaseVendor.MARIADB && type == Types.BOOLEAN ? Types.TINYINT : type;
    }
}

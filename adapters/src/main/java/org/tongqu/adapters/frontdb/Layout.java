package org.tongqu.adapters.frontdb;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What a table looks like.
 *
 * @param table its name as the database has it
 * @param columns in their order
 */
record Layout(String table, List<Column> columns) {
    Layout {
        columns = List.copyOf(columns);
    }

    /** The column of this name, in small letters or capitals. */
    Optional<Column> find(String name) {
        return columns.stream().filter(one -> one.name().equalsIgnoreCase(name)).findFirst();
    }

    /**
     * The columns of these names.
     *
     * @throws SQLException if one is missing
     */
    List<Column> need(List<String> names) throws SQLException {
        for (String name : names) {
            if (find(name).isEmpty()) {
                throw new SQLException("the table " + table + " has no column " + name, "42S22");
            }
        }
        return names.stream().flatMap(name -> find(name).stream()).toList();
    }

    /** The columns that hold texts, numbers and times. */
    List<Column> plain() {
        return columns.stream().filter(one -> !one.isBinary()).toList();
    }

    static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }
}

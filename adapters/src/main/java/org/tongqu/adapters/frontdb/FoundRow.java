package org.tongqu.adapters.frontdb;

import java.util.List;
import org.tongqu.adapters.dialect.StagingTable;
import org.tongqu.record.failure.Brief;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row that was found.
 *
 * @param table of the dialect
 * @param layout of the table as it is
 * @param columns that were read of it
 * @param row its message without what belongs to it, columns spelt as the dialect has them
 * @param key the values of its key
 */
record FoundRow(StagingTable table, Layout layout, List<Column> columns, ObjectNode row, List<String> key) {
    /** Its name among all rows of the party. */
    String where() {
        return Brief.of(table.name() + " " + String.join(":", key));
    }

    /** When it says it is from, by which rows are put in order; empty if it does not say. */
    String time() {
        String column = table.time();
        return column == null ? "" : text(column);
    }

    /** What stands in a column, without blanks at its end; empty if nothing does. */
    String text(String column) {
        return row.path(column).asString("").stripTrailing();
    }

    List<String> texts(List<String> columns) {
        return texts(row, columns);
    }

    static List<String> texts(ObjectNode row, List<String> columns) {
        return columns.stream().map(column -> row.path(column).asString("")).toList();
    }
}

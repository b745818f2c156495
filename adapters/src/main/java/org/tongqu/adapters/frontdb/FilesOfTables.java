package org.tongqu.adapters.frontdb;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Row;

/** Which columns of a dialect's tables hold files (附件) that its messages refer to. Immutable. */
final class FilesOfTables {
    private final Map<String, Set<String>> columns = new HashMap<>();

    FilesOfTables(Dialect dialect) {
        dialect.tables().forEach(table -> learn(table.message(), table.rows()));
    }

    private void learn(String table, List<Row> rows) {
        for (Row row : rows) {
            if (row instanceof Row.Attachment file
                    && file.carrier() == Row.Carrier.URL
                    && file.direction().reads()) {
                learn(table, file.partner().toString());
            } else if (row instanceof Row.Each each) {
                learn(each.partner().toString(), each.rows());
            }
        }
    }

    /** A column of a table that belongs to this one stands behind that one's name. */
    private void learn(String table, String path) {
        int slash = path.indexOf('/');
        columns.computeIfAbsent(slash < 0 ? table : path.substring(0, slash), any -> new HashSet<>())
                .add(path.substring(slash + 1));
    }

    boolean areRead(String table, String column) {
        return columns.getOrDefault(table, Set.of()).contains(column);
    }
}

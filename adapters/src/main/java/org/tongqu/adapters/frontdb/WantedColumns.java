package org.tongqu.adapters.frontdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.adapters.dialect.StagingTable;

/**
 * Which columns a dialect has in each of its tables, and without which of them rows cannot be exchanged: those by which they are known, put
 * in order, marked and joined, and those that a message must have. Immutable.
 */
final class WantedColumns {
    private final Map<String, SortedMap<String, Boolean>> tables = new LinkedHashMap<>();
    private final List<String> expressions = new ArrayList<>();

    WantedColumns(Dialect dialect) {
        dialect.wire().staging().values().forEach(this::learn);
        dialect.tables().forEach(this::learn);
    }

    /** The tables in the dialect's order. */
    List<String> tables() {
        return List.copyOf(tables.keySet());
    }

    /** The columns of a table, each with whether rows cannot be exchanged without it. */
    SortedMap<String, Boolean> of(String table) {
        return tables.getOrDefault(table, new TreeMap<>());
    }

    /** Whether an expression of the dialect names the column: what it takes stands in no line of its own. */
    boolean isNamed(String column) {
        return expressions.stream().anyMatch(expression -> expression.contains(column));
    }

    private void learn(StagingTable table) {
        Stream.of(table.key(), table.order(), table.exchangeColumns())
                .flatMap(List::stream)
                .forEach(column -> learn(table.name(), column, true));
        Stream.of(Stream.ofNullable(table.subject()), Stream.ofNullable(table.time()))
                .flatMap(columns -> columns)
                .forEach(column -> learn(table.name(), column, true));
        Stream.concat(table.parents().stream(), table.children().stream()).forEach(other -> {
            other.on().forEach(column -> learn(table.name(), column, true));
            Stream.concat(other.on().stream(), other.order().stream())
                    .forEach(column -> learn(other.table(), column, true));
        });
        StagingTable.Errors errors = table.errors();
        if (errors != null) {
            errors.columns().keySet().forEach(column -> learn(errors.table(), column, true));
        }
        StagingTable.Objections says = table.objections();
        if (says != null) {
            Stream.of(says.table(), says.row(), says.delivery(), says.code(), says.words())
                    .forEach(column -> learn(table.name(), column, true));
        }
    }

    private void learn(FieldTable table) {
        learn(table.message(), table.rows());
    }

    private void learn(String table, List<Row> rows) {
        for (Row row : rows) {
            if (row instanceof Row.Field field) {
                learn(
                        table,
                        field.partner(),
                        field.isRequired() && field.direction().reads());
            } else if (row instanceof Row.Constant constant) {
                learn(table, constant.partner(), false);
            } else if (row instanceof Row.Envelope envelope) {
                learn(table, envelope.partner(), envelope.isRequired());
            } else if (row instanceof Row.Attachment file) {
                learn(
                        table,
                        file.partner(),
                        file.isRequired() && file.direction().reads());
            } else if (row instanceof Row.Nested nested) {
                learn(table, nested.partner(), nested.isRequired());
            } else if (row instanceof Row.Each each) {
                learn(
                        each.partner().equals(FieldPath.ROOT)
                                ? table
                                : each.partner().toString(),
                        each.rows());
            } else if (row instanceof Row.Columns columns) {
                columns.columns().forEach(column -> learn(table, column.field().partner(), false));
            } else if (row instanceof Row.Derived derived) {
                learn(table, derived);
            }
        }
    }

    private void learn(String table, Row.Derived derived) {
        if (derived.direction().writes()) {
            learn(table, derived.made(), false);
        } else {
            expressions.add(derived.derivation().source());
        }
    }

    /** A column of another table stands behind that one's name. */
    private void learn(String table, FieldPath path, boolean isNeeded) {
        String text = path.toString();
        int slash = text.indexOf('/');
        learn(slash < 0 ? table : text.substring(0, slash), text.substring(slash + 1), isNeeded);
    }

    private void learn(String table, String column, boolean isNeeded) {
        tables.computeIfAbsent(table, any -> new TreeMap<>()).merge(column, isNeeded, Boolean::logicalOr);
    }
}

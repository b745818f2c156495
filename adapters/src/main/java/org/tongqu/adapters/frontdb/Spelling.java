package org.tongqu.adapters.frontdb;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.adapters.dialect.StagingTable;

/** How a dialect spells columns: databases have them in small letters or capitals, as they like. Immutable. */
final class Spelling {
    private final Map<String, String> names = new HashMap<>();

    Spelling(Dialect dialect) {
        dialect.tables().forEach(table -> learn(table.rows()));
        dialect.wire().staging().values().forEach(this::learn);
    }

    /** No field table has them all: what says how far an exchange is, or what is said against rows of ours, is of no record. */
    private void learn(StagingTable table) {
        Stream.of(table.key(), table.order(), table.exchangeColumns())
                .flatMap(List::stream)
                .forEach(this::learn);
        Stream.ofNullable(table.subject()).forEach(this::learn);
        Stream.ofNullable(table.time()).forEach(this::learn);
        Stream.ofNullable(table.version()).forEach(this::learn);
        Stream.concat(table.parents().stream(), table.children().stream()).forEach(other -> {
            other.on().forEach(this::learn);
            other.order().forEach(this::learn);
        });
        StagingTable.Objections says = table.objections();
        if (says != null) {
            Stream.of(
                            says.table(),
                            says.row(),
                            says.rowColumn(),
                            says.delivery(),
                            says.deliveryColumn(),
                            says.code(),
                            says.words())
                    .forEach(this::learn);
        }
    }

    private void learn(List<Row> rows) {
        for (Row row : rows) {
            if (row instanceof Row.Field field) {
                learn(field.partner());
            } else if (row instanceof Row.Constant constant) {
                learn(constant.partner());
            } else if (row instanceof Row.Envelope envelope) {
                learn(envelope.partner());
            } else if (row instanceof Row.Attachment file) {
                learn(file.partner());
            } else if (row instanceof Row.Each each) {
                learn(each.partner());
                learn(each.rows());
            } else if (row instanceof Row.Columns columns) {
                columns.columns().forEach(column -> learn(column.field().partner()));
            }
        }
    }

    private void learn(FieldPath path) {
        for (String name : path.toString().split("/", -1)) {
            learn(name);
        }
    }

    private void learn(String name) {
        names.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
    }

    /** A column as the dialect has it; one that it does not know as the database has it. */
    String of(Column column) {
        return names.getOrDefault(column.name().toLowerCase(Locale.ROOT), column.name());
    }
}

package org.tongqu.config.dialect;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.record.json.JsonPointers;
import tools.jackson.databind.JsonNode;

/** Which fields of a partner's message no row of its table reads: nothing of them is in the record. Stateless. */
public final class UntakenFields {
    private UntakenFields() {}

    /** Their places as JSON pointers, without the numbers of items; in order, each once. */
    public static SortedSet<String> of(FieldTable table, JsonNode message) {
        return below("", message, table.rows(), table.root().pointer());
    }

    /** The same of the results in an answer; what stands beside these is for the rules of answers. */
    public static SortedSet<String> of(QueryTable table, JsonNode answer) {
        JsonNode results = table.results().find(answer);
        String place = table.results().pointer();
        return results == null ? new TreeSet<>() : below(place, results, table.result(), place);
    }

    /** One of them, for whoever reads. */
    public static String shown(String field) {
        return "  · " + field + "  不带入，表中没有这一行 · not taken over: no row reads it";
    }

    private static SortedSet<String> below(String place, JsonNode node, List<Row> rows, String root) {
        SortedSet<String> read = new TreeSet<>();
        add(rows, root, read);
        SortedSet<String> untaken = new TreeSet<>();
        collect(node, place, read, untaken);
        untaken.removeIf(field -> isNamedIn(rows, field.substring(field.lastIndexOf('/') + 1)));
        return untaken;
    }

    /** An expression takes what it names, however it takes it. */
    private static boolean isNamedIn(List<Row> rows, String name) {
        return rows.stream()
                .anyMatch(row -> row instanceof Row.Derived derived
                        && derived.direction().reads()
                        && derived.derivation().toString().contains(name));
    }

    private static void add(List<Row> rows, String above, SortedSet<String> read) {
        for (Row row : rows) {
            if (row instanceof Row.Each each) {
                add(each.rows(), above + each.partner().pointer(), read);
            } else if (row instanceof Row.Columns columns) {
                columns.columns().forEach(column -> add(List.of(column.field()), above, read));
            } else if (row instanceof Row.Nested nested) {
                read.add(above + nested.partner().pointer());
            } else if (row instanceof Row.Constant constant) {
                read.add(above + constant.partner().pointer());
            } else if (row instanceof Row.Envelope beside) {
                read.add(above + beside.partner().pointer());
            } else if (row instanceof Row.Attachment attachment
                    && attachment.direction().reads()) {
                read.add(above + attachment.partner().pointer());
            } else if (row instanceof Row.Field field && field.direction().reads()) {
                read.add(above + field.partner().pointer());
            }
        }
    }

    private static void collect(JsonNode node, String at, SortedSet<String> read, SortedSet<String> untaken) {
        if (read.contains(at) || node.isNull()) {
            return;
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(member ->
                            collect(member.getValue(), JsonPointers.child(at, member.getKey()), read, untaken));
        } else if (node.isArray()) {
            node.forEach(item -> collect(item, at, read, untaken));
        } else if (!node.asString().isBlank()) {
            untaken.add(at);
        }
    }
}

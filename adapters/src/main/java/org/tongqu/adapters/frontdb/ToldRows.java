package org.tongqu.adapters.frontdb;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.KeptMessages;
import org.tongqu.adapters.dialect.StagingTable;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of a record as rows. Where a column counts the rows of a case, values that may have been written before are looked for under
 * any number, and others become the next. For one transaction.
 */
final class ToldRows {
    private final Session session;
    private final Dialect dialect;
    private final Spelling spelling;
    private final List<KeptMessages.Message> messages;

    ToldRows(Session session, Dialect dialect, List<KeptMessages.Message> messages) {
        this.session = session;
        this.dialect = dialect;
        this.spelling = new Spelling(dialect);
        this.messages = List.copyOf(messages);
    }

    /** Another row has the key of one that is to be told. */
    static final class Differs extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Differs(String table, List<String> columns) {
            super(
                    "The table " + table + " has a row with this key and other values in " + String.join(", ", columns)
                            + ".",
                    null,
                    false,
                    false);
        }
    }

    /** A row that is to be there. */
    private record Told(StagingTable table, Layout layout, ObjectNode row, List<Child> children) {}

    /** A row that belongs to it: what both have in common is known when the first is written. */
    private record Child(Told told, List<String> on) {}

    /**
     * Writes those that are not there.
     *
     * @param isFirst whether they were surely never written: then those of which a column counts the rows are the next ones, also if
     *     others have the same values
     */
    void write(boolean isFirst) throws SQLException, Column.Unfit {
        for (Told row : told()) {
            if (!isThere(row, isFirst)) {
                insert(row);
                for (Child child : row.children()) {
                    child.on().forEach(column -> child.told()
                            .row()
                            .put(column, row.row().path(column).asString("")));
                    insert(child.told());
                }
            }
        }
    }

    /** Whether all are there as they are told. */
    boolean areThere() throws SQLException, Column.Unfit {
        for (Told row : told()) {
            if (!isThere(row, false)) {
                return false;
            }
        }
        return true;
    }

    /** All layouts are known when the first row is written. */
    private List<Told> told() throws SQLException, Column.Unfit {
        List<Told> rows = new ArrayList<>();
        for (KeptMessages.Message message : messages) {
            StagingTable table = staged(message.call());
            ObjectNode tree = (ObjectNode) StrictJson.parse(message.text());
            ObjectNode scalars = StrictJson.object();
            for (Map.Entry<String, JsonNode> member : tree.properties()) {
                if (!member.getValue().isContainer()) {
                    scalars.put(member.getKey(), member.getValue().asString());
                }
            }
            List<Child> children = new ArrayList<>();
            for (StagingTable.Belonging child : table.children()) {
                for (JsonNode one : tree.path(child.table())) {
                    Told told = new Told(
                            staged(child.table()),
                            session.layout(child.table()),
                            (ObjectNode) one.deepCopy(),
                            List.of());
                    children.add(new Child(told, child.on()));
                }
            }
            rows.add(new Told(table, session.layout(table.name()), scalars, children));
        }
        return rows;
    }

    private StagingTable staged(String name) {
        return Objects.requireNonNull(dialect.wire().staging().get(name), name);
    }

    private boolean isThere(Told told, boolean isFirst) throws SQLException, Column.Unfit {
        StagingTable table = told.table();
        List<String> by = table.key().stream()
                .filter(column -> !column.equals(table.version()))
                .toList();
        List<Column> columns = told.layout().plain();
        List<ObjectNode> there = session.rows(
                session.sql()
                        .rows(
                                told.layout().table(),
                                columns,
                                Layout.names(told.layout().need(by))),
                columns,
                values(told, by),
                spelling);
        String version = table.version();
        List<String> differing = List.of();
        for (ObjectNode row : there) {
            differing = differing(told, row);
            if (differing.isEmpty() && (version == null || !isFirst)) {
                return true;
            }
        }
        if (version != null) {
            told.row().put(version, next(there, version));
            return false;
        }
        if (!there.isEmpty()) {
            throw new Differs(table.name(), differing);
        }
        return false;
    }

    private static String next(List<ObjectNode> there, String version) {
        return there.stream()
                .map(row -> row.path(version).asString("0"))
                .filter(number -> number.matches("[0-9]{1,18}"))
                .map(BigInteger::new)
                .reduce(BigInteger.ZERO, BigInteger::max)
                .add(BigInteger.ONE)
                .toString();
    }

    /** The columns in which a row that is there is another than the one that is told; how far its exchange is counts for nothing. */
    private List<String> differing(Told told, ObjectNode there) throws Column.Unfit {
        List<String> differing = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : told.row().properties()) {
            String name = member.getKey();
            if (!name.equals(told.table().version())
                    && !told.table().exchangeColumns().contains(name)) {
                Column column = column(told, name);
                JsonNode value = there.get(spelling.of(column));
                if (!column.isSame(
                        member.getValue().asString(), value == null ? null : value.asString(), session.times())) {
                    differing.add(name);
                }
            }
        }
        return differing;
    }

    private static Column column(Told told, String name) throws Column.Unfit {
        Optional<Column> column = told.layout().find(name);
        if (column.isEmpty()) {
            throw new Column.Unfit(name, "the table " + told.table().name() + " has no such column");
        }
        return column.get();
    }

    private static List<Session.Value> values(Told told, List<String> names) throws Column.Unfit {
        List<Session.Value> values = new ArrayList<>();
        for (String name : names) {
            String value = told.row().path(name).asString("");
            if (value.isEmpty()) {
                throw new Column.Unfit(name, "it is of the key, and the record tells nothing for it");
            }
            values.add(new Session.Value(column(told, name), value));
        }
        return values;
    }

    private void insert(Told told) throws SQLException, Column.Unfit {
        List<Session.Value> values = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : told.row().properties()) {
            values.add(new Session.Value(
                    column(told, member.getKey()), member.getValue().asString()));
        }
        StagingTable.Claim claim = told.table().claim();
        if (claim != null && !told.row().has(claim.column())) {
            values.add(new Session.Value(
                    column(told, claim.column()), claim.fresh().get(0)));
        }
        session.write(
                session.sql()
                        .insert(
                                told.layout().table(),
                                values.stream()
                                        .map(value -> value.column().name())
                                        .toList()),
                List.of(values));
    }
}

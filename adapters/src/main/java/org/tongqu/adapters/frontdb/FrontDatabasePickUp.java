package org.tongqu.adapters.frontdb;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.StagingTable;
import org.tongqu.adapters.dialect.StagingTable.Claim;
import org.tongqu.adapters.dialect.StagingTable.Objections;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.failure.Brief;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Intake.About;
import org.tongqu.record.port.Intake.CalledMessage;
import org.tongqu.record.port.PickUp;
import org.tongqu.record.site.FrontDatabase;
import org.tongqu.record.site.Party;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks for new rows in partners' front-end databases (前置库). A row with the rows that belong to it is a message; rows of several tables are
 * put in order by their time, then by the order of the tables, then as each table has it. No lock is held between a look and its answer.
 * Thread-safe.
 */
public final class FrontDatabasePickUp implements PickUp {
    private final FrontDatabases databases;
    private final Clock clock;

    /** @param clock for the time of answers */
    public FrontDatabasePickUp(FrontDatabases databases, Clock clock) {
        this.databases = databases;
        this.clock = clock;
    }

    @Override
    public Optional<Place> placeOf(Party party) {
        return Optional.ofNullable(party.frontDatabase())
                .filter(database -> !database.tables().isEmpty())
                .map(database -> new Place(database.translator(), database.longestPause()));
    }

    @Override
    public Found look(Party party) {
        FrontDatabase database = Objects.requireNonNull(party.frontDatabase(), "no front-end database");
        Dialect dialect = (Dialect) database.translator();
        try {
            return databases.snapshot(database, session -> new Look(session, database, dialect).found());
        } catch (SQLException failure) {
            throw SqlTrouble.away(failure);
        } catch (Column.Unfit ofOurs) {
            throw new PartnerAway("FRONT_DATABASE_REFUSES", String.valueOf(ofOurs.getMessage()));
        }
    }

    /** One look: what it reads of one table after the other. */
    private final class Look {
        private final Session session;
        private final FrontDatabase database;
        private final Dialect dialect;
        private final Spelling spelling;
        private final FilesOfTables files;
        private final List<Stray> strays = new ArrayList<>();

        Look(Session session, FrontDatabase database, Dialect dialect) {
            this.session = session;
            this.database = database;
            this.dialect = dialect;
            this.spelling = new Spelling(dialect);
            this.files = new FilesOfTables(dialect);
        }

        Found found() throws SQLException, Column.Unfit {
            List<FoundRow> messages = new ArrayList<>();
            List<FoundRow> objecting = new ArrayList<>();
            List<Objection> objections = new ArrayList<>();
            String cut = null;
            for (String name : lastFirst(database.tables())) {
                StagingTable table =
                        Objects.requireNonNull(dialect.wire().staging().get(name), name);
                List<FoundRow> rows = fresh(table);
                Objections says = table.objections();
                if (says != null) {
                    objecting.addAll(rows);
                    for (FoundRow row : rows) {
                        objections.add(objection(row, says));
                    }
                } else {
                    messages.addAll(0, rows);
                    cut = rows.size() < database.batch()
                            ? cut
                            : earlier(cut, rows.get(rows.size() - 1).time());
                }
            }
            List<FoundRow> inOrder = inOrder(messages, cut);
            List<FoundRow> taken = inOrder.subList(0, Math.min(inOrder.size(), database.batch()));
            boolean isMore = cut != null || taken.size() < inOrder.size() || objecting.size() >= database.batch();
            return new FoundRows(
                    databases,
                    database,
                    spelling,
                    clock,
                    taken,
                    complete(taken),
                    objecting,
                    objections,
                    strays,
                    isMore);
        }

        /** A row that follows another is read before it, so that who sees the one sees the other. */
        private static List<String> lastFirst(List<String> tables) {
            List<String> reversed = new ArrayList<>(tables);
            Collections.reverse(reversed);
            return reversed;
        }

        private static @Nullable String earlier(@Nullable String one, String other) {
            return one == null || other.compareTo(one) < 0 ? other : one;
        }

        /** Where a table has more rows than were read, nothing later than the last of these may go before them. */
        private static List<FoundRow> inOrder(List<FoundRow> rows, @Nullable String cut) {
            return rows.stream()
                    .filter(row -> cut == null || row.time().compareTo(cut) <= 0)
                    .sorted(Comparator.comparing(FoundRow::time))
                    .toList();
        }

        private List<FoundRow> fresh(StagingTable table) throws SQLException, Column.Unfit {
            Claim claim = Objects.requireNonNull(table.claim(), "a table that is picked up");
            Layout layout = session.layout(table.name());
            Column flag = layout.need(List.of(claim.column())).get(0);
            List<Column> key = layout.need(table.key());
            List<Column> order =
                    layout.need(Stream.of(Stream.ofNullable(table.time()), table.order().stream(), table.key().stream())
                            .flatMap(names -> names)
                            .distinct()
                            .toList());
            List<Column> columns = message(table, layout);
            List<String> named =
                    Layout.names(key.stream().filter(Column::mayBeEmpty).toList());
            List<Session.Value> says = claim.fresh().stream()
                    .map(value -> new Session.Value(flag, value))
                    .toList();
            List<ObjectNode> rows = session.rows(
                    session.sql()
                            .look(
                                    layout.table(),
                                    columns,
                                    flag.name(),
                                    claim.fresh().size(),
                                    claim.isFreshIfNull(),
                                    named,
                                    Layout.names(order),
                                    database.batch()),
                    columns,
                    says,
                    spelling);
            if (!named.isEmpty()) {
                long without = session.count(
                        session.sql()
                                .strays(
                                        layout.table(),
                                        flag.name(),
                                        claim.fresh().size(),
                                        claim.isFreshIfNull(),
                                        named),
                        says);
                if (without > 0) {
                    strays.add(new Stray(
                            table.name(),
                            table.name(),
                            "WITHOUT_KEY",
                            without + " new rows have no value in one of " + String.join(", ", named)));
                }
            }
            List<FoundRow> found = new ArrayList<>();
            for (ObjectNode row : rows) {
                found.add(new FoundRow(table, layout, columns, row, keyOf(row, key)));
            }
            return found;
        }

        private List<String> keyOf(ObjectNode row, List<Column> key) {
            return key.stream()
                    .map(column -> row.path(spelling.of(column)).asString())
                    .toList();
        }

        private Objection objection(FoundRow row, Objections says) throws SQLException, Column.Unfit {
            String delivery = row.text(says.delivery());
            String told = delivery.isEmpty() ? deliveryOf(row, says) : delivery;
            return new Objection(
                    told.matches("[0-9a-f]{32}") ? Optional.of(new DeliveryId(told)) : Optional.empty(),
                    row.where(),
                    "PARTNER_OBJECTED",
                    Brief.of(Stream.of(row.text(says.code()), row.text(says.words()))
                            .filter(text -> !text.isEmpty())
                            .distinct()
                            .reduce((code, words) -> code + " " + words)
                            .orElse("PARTNER_OBJECTED")));
        }

        /** The row that we wrote says by which delivery, where the objection only says which row it is. */
        private String deliveryOf(FoundRow row, Objections says) throws SQLException, Column.Unfit {
            String table = row.text(says.table());
            boolean isOurs = dialect.wire().staging().keySet().stream().anyMatch(table::equalsIgnoreCase);
            if (!isOurs || row.text(says.row()).isEmpty()) {
                return "";
            }
            Layout layout = session.layout(table);
            List<Column> by = layout.need(List.of(says.rowColumn()));
            List<Column> columns = layout.need(List.of(says.deliveryColumn()));
            List<ObjectNode> rows = session.rows(
                    session.sql().rows(layout.table(), columns, Layout.names(by)),
                    columns,
                    List.of(new Session.Value(by.get(0), row.text(says.row()))),
                    spelling);
            return rows.size() == 1
                    ? rows.get(0).path(spelling.of(columns.get(0))).asString("")
                    : "";
        }

        /** The messages of these rows, with what belongs to each. */
        private List<Lying> complete(List<FoundRow> rows) throws SQLException, Column.Unfit {
            Map<String, Relatives> relatives = new HashMap<>();
            for (String name : database.tables()) {
                List<FoundRow> ofThis = rows.stream()
                        .filter(row -> row.table().name().equals(name))
                        .toList();
                if (!ofThis.isEmpty()) {
                    StagingTable table = ofThis.get(0).table();
                    relatives.put(
                            name, new Relatives(related(table.parents(), ofThis), related(table.children(), ofThis)));
                }
            }
            return rows.stream()
                    .map(row -> lying(
                            row,
                            Objects.requireNonNull(relatives.get(row.table().name()))
                                    .with(row)))
                    .toList();
        }

        private List<Related> related(List<StagingTable.Belonging> others, List<FoundRow> rows)
                throws SQLException, Column.Unfit {
            List<Related> found = new ArrayList<>();
            for (StagingTable.Belonging other : others) {
                found.add(related(other, rows));
            }
            return found;
        }

        private Lying lying(FoundRow row, ObjectNode message) {
            return new Lying(
                    row.where(),
                    new CalledMessage(
                            row.table().name(),
                            StrictJson.write(said(row.table(), row.columns(), message)),
                            about(row).orElse(null)));
        }

        private Optional<About> about(FoundRow row) {
            String column = row.table().subject();
            String subject = column == null ? "" : row.text(column);
            return subject.isEmpty()
                    ? Optional.empty()
                    : dialect.tables().stream()
                            .filter(table -> table.arrival() != null
                                    && table.message().equals(row.table().name()))
                            .findFirst()
                            .map(table -> new About(table.type(), subject));
        }

        private Related related(StagingTable.Belonging other, List<FoundRow> rows) throws SQLException, Column.Unfit {
            Layout layout = session.layout(other.table());
            List<Column> on = layout.need(other.on());
            List<Column> order = layout.need(other.order());
            StagingTable staged = dialect.wire().staging().get(other.table());
            List<Column> columns = staged == null ? layout.plain() : message(staged, layout);
            Related related = new Related(other);
            List<List<String>> wanted =
                    rows.stream().map(row -> row.texts(other.on())).distinct().toList();
            for (int from = 0; from < wanted.size(); from += FoundRows.AT_ONCE) {
                List<List<String>> some = wanted.subList(from, Math.min(wanted.size(), from + FoundRows.AT_ONCE));
                session.rows(
                                session.sql()
                                        .related(
                                                layout.table(),
                                                columns,
                                                Layout.names(on),
                                                some.size(),
                                                Layout.names(order)),
                                columns,
                                FoundRows.values(on, some),
                                spelling)
                        .forEach(row -> related.add(staged == null ? row : said(staged, columns, row)));
            }
            return related;
        }

        /** A message has no blanks at the ends of its values, and tells of a file where it lies and how large it is. */
        private ObjectNode said(StagingTable table, List<Column> columns, ObjectNode row) {
            Map<String, String> key = new LinkedHashMap<>();
            table.key().forEach(one -> key.put(one, row.path(one).asString("")));
            for (Column column : columns) {
                String name = spelling.of(column);
                if (row.has(name)) {
                    String text = row.path(name).asString();
                    row.put(
                            name,
                            column.isBinary()
                                    ? new FileAddress(table.name(), name, key, text).text()
                                    : text.stripTrailing());
                }
            }
            return row;
        }

        /** The columns of a table that are its message: how far its exchange is, is none of it, nor are octets that nobody reads. */
        private List<Column> message(StagingTable table, Layout layout) {
            return layout.columns().stream()
                    .filter(column -> !column.isBinary() || files.areRead(table.name(), spelling.of(column)))
                    .filter(column ->
                            table.unsaidColumns().stream().noneMatch(name -> name.equalsIgnoreCase(column.name())))
                    .toList();
        }
    }

    /** Rows of another table by what they have in common with those that they belong to. */
    private static final class Related {
        private final Map<List<String>, List<ObjectNode>> rows = new HashMap<>();
        private final StagingTable.Belonging other;

        Related(StagingTable.Belonging other) {
            this.other = other;
        }

        void add(ObjectNode row) {
            rows.computeIfAbsent(bare(FoundRow.texts(row, other.on())), any -> new ArrayList<>())
                    .add(row);
        }

        String table() {
            return other.table();
        }

        List<ObjectNode> of(FoundRow row) {
            return rows.getOrDefault(bare(row.texts(other.on())), List.of());
        }

        private static List<String> bare(List<String> values) {
            return values.stream().map(String::stripTrailing).toList();
        }
    }

    /** What belongs to the rows of one table: of each parent the last row, of each child all. */
    private record Relatives(List<Related> parents, List<Related> children) {
        ObjectNode with(FoundRow row) {
            ObjectNode message = row.row().deepCopy();
            for (Related parent : parents) {
                List<ObjectNode> found = parent.of(row);
                if (!found.isEmpty()) {
                    message.set(parent.table(), found.get(found.size() - 1));
                }
            }
            for (Related child : children) {
                List<ObjectNode> found = child.of(row);
                if (!found.isEmpty()) {
                    ArrayNode list = message.putArray(child.table());
                    found.forEach(list::add);
                }
            }
            return message;
        }
    }
}

package org.tongqu.adapters.frontdb;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.adapters.dialect.StagingTable;
import org.tongqu.adapters.dialect.StagingTable.Claim;
import org.tongqu.adapters.dialect.StagingTable.Errors;
import org.tongqu.record.Sha256;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.PickUp.Found;
import org.tongqu.record.port.PickUp.Lying;
import org.tongqu.record.port.PickUp.Objection;
import org.tongqu.record.port.PickUp.Stray;
import org.tongqu.record.port.PickUp.Verdict;
import org.tongqu.record.site.FrontDatabase;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one look found, and how it is answered: rows are read again and locked, and those that are as they were are marked. What was taken is
 * marked first, in a transaction of its own, so that nothing that goes wrong with a refusal lets it be taken again.
 */
final class FoundRows implements Found {
    /** How many rows one statement asks for. */
    static final int AT_ONCE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(FoundRows.class);
    private static final Pattern PLACE = Pattern.compile("\\{(id|table|code|words|now|/[^}]+)}");
    private static final int ID_DIGITS = 32;

    private final FrontDatabases databases;
    private final FrontDatabase database;
    private final Spelling spelling;
    private final Clock clock;
    private final List<FoundRow> rows;
    private final List<Lying> messages;
    private final List<FoundRow> objecting;
    private final List<Objection> objections;
    private final List<Stray> strays;
    private final boolean isMore;

    FoundRows(
            FrontDatabases databases,
            FrontDatabase database,
            Spelling spelling,
            Clock clock,
            List<FoundRow> rows,
            List<Lying> messages,
            List<FoundRow> objecting,
            List<Objection> objections,
            List<Stray> strays,
            boolean isMore) {
        this.databases = databases;
        this.database = database;
        this.spelling = spelling;
        this.clock = clock;
        this.rows = List.copyOf(rows);
        this.messages = List.copyOf(messages);
        this.objecting = List.copyOf(objecting);
        this.objections = List.copyOf(objections);
        this.strays = List.copyOf(strays);
        this.isMore = isMore;
    }

    @Override
    public List<Lying> messages() {
        return messages;
    }

    @Override
    public List<Objection> objections() {
        return objections;
    }

    @Override
    public List<Stray> strays() {
        return strays;
    }

    @Override
    public List<String> settled() {
        return List.of();
    }

    @Override
    public boolean isMore() {
        return isMore;
    }

    @Override
    public void answer(List<Verdict> verdicts) {
        List<FoundRow> taken = new ArrayList<>(objecting);
        List<RefusedRow> refused = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (verdicts.get(i) instanceof Verdict.Taken) {
                taken.add(rows.get(i));
            } else if (verdicts.get(i) instanceof Verdict.Refused no) {
                refused.add(new RefusedRow(rows.get(i), no.rejection()));
            }
        }
        try {
            databases.transaction(database, session -> {
                int marked = 0;
                for (List<FoundRow> ofTable : byTable(taken)) {
                    marked +=
                            mark(session, ofTable, claim(ofTable.get(0).table()).taken());
                }
                return marked;
            });
            if (!refused.isEmpty()) {
                refuse(refused);
            }
        } catch (SQLException failure) {
            throw SqlTrouble.away(failure);
        } catch (Column.Unfit wrongMark) {
            throw new PartnerAway("FRONT_DATABASE_REFUSES", String.valueOf(wrongMark.getMessage()));
        }
    }

    private static Claim claim(StagingTable table) {
        return Objects.requireNonNull(table.claim(), "a table that is picked up");
    }

    private static Collection<List<FoundRow>> byTable(List<FoundRow> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(row -> row.table().name()))
                .values();
    }

    private record RefusedRow(FoundRow row, Rejection why) {}

    /** Marks rows of one table. */
    private int mark(Session session, List<FoundRow> some, String as) throws SQLException, Column.Unfit {
        int marked = 0;
        StagingTable table = some.get(0).table();
        Layout layout = some.get(0).layout();
        Column flag = layout.need(List.of(claim(table).column())).get(0);
        for (int from = 0; from < some.size(); from += AT_ONCE) {
            List<FoundRow> unchanged = unchanged(session, some.subList(from, Math.min(some.size(), from + AT_ONCE)));
            List<List<Session.Value>> values = new ArrayList<>();
            for (FoundRow row : unchanged) {
                List<Session.Value> one = new ArrayList<>();
                one.add(new Session.Value(flag, as));
                one.addAll(which(row, flag));
                values.add(one);
            }
            requireMarked(table, session.write(markStatement(session, table, layout, List.of(flag.name())), values));
            marked += unchanged.size();
        }
        return marked;
    }

    private static String markStatement(Session session, StagingTable table, Layout layout, List<String> set)
            throws SQLException {
        Claim claim = claim(table);
        return session.sql()
                .mark(
                        layout.table(),
                        set,
                        Layout.names(layout.need(table.key())),
                        layout.need(List.of(claim.column())).get(0).name(),
                        claim.fresh().size(),
                        claim.isFreshIfNull());
    }

    /** Key, and what the flag says of new rows. */
    private static List<Session.Value> which(FoundRow row, Column flag) throws SQLException {
        List<Session.Value> values =
                new ArrayList<>(values(row.layout().need(row.table().key()), List.of(row.key())));
        claim(row.table()).fresh().forEach(fresh -> values.add(new Session.Value(flag, fresh)));
        return values;
    }

    /** A row that is new and locked and cannot be marked would be found for ever. */
    private static void requireMarked(StagingTable table, int[] counts) throws SQLException {
        for (int count : counts) {
            if (count == 0) {
                throw new SQLException("the mark of a row of " + table.name() + " does not stay", "42S22");
            }
        }
    }

    /** Those that are as they were when they were found, locked until the transaction ends. */
    private List<FoundRow> unchanged(Session session, List<FoundRow> some) throws SQLException, Column.Unfit {
        StagingTable table = some.get(0).table();
        Layout layout = some.get(0).layout();
        Column flag = layout.need(List.of(claim(table).column())).get(0);
        List<Column> key = layout.need(table.key());
        boolean isFlagApart = !some.get(0).columns().contains(flag);
        List<Column> columns = new ArrayList<>(some.get(0).columns());
        if (isFlagApart) {
            columns.add(flag);
        }
        Map<List<String>, ObjectNode> there = new HashMap<>();
        session.rows(
                        session.sql().locked(layout.table(), columns, Layout.names(key), some.size()),
                        columns,
                        values(key, some.stream().map(FoundRow::key).toList()),
                        spelling)
                .forEach(row -> there.put(
                        key.stream()
                                .map(column -> row.path(spelling.of(column)).asString(""))
                                .toList(),
                        row));
        List<FoundRow> unchanged = new ArrayList<>();
        for (FoundRow row : some) {
            ObjectNode now = there.get(row.key());
            if (now != null && isFresh(now.path(spelling.of(flag)).asString(null), table)) {
                if (isFlagApart) {
                    now.remove(spelling.of(flag));
                }
                if (now.equals(row.row())) {
                    unchanged.add(row);
                } else {
                    LOG.info("event=row-changed table={} where={}", table.name(), row.where());
                }
            }
        }
        return unchanged;
    }

    private static boolean isFresh(@Nullable String said, StagingTable table) {
        Claim claim = claim(table);
        return said == null ? claim.isFreshIfNull() : claim.fresh().contains(said);
    }

    /** In one transaction; where one row cannot be told what is wrong with it, each in its own, and that one is marked alone. */
    private void refuse(List<RefusedRow> refused) throws SQLException, Column.Unfit {
        if (areTold(refused)) {
            return;
        }
        for (RefusedRow one : refused) {
            if (!areTold(List.of(one))) {
                FoundRow row = one.row();
                LOG.warn("event=refusal-not-told table={} where={}", row.table().name(), row.where());
                int unused = databases.transaction(
                        database,
                        session ->
                                mark(session, List.of(row), claim(row.table()).refused()));
            }
        }
    }

    /** Whether they are refused; not if the database does not take a value by which they are told why. */
    private boolean areTold(List<RefusedRow> refused) throws SQLException {
        try {
            int unused = databases.transaction(database, session -> refuse(session, refused));
            return true;
        } catch (Column.Unfit untellable) {
            return false;
        } catch (SQLException failure) {
            if (SqlTrouble.isOfValues(failure)) {
                return false;
            }
            throw failure;
        }
    }

    private int refuse(Session session, List<RefusedRow> refused) throws SQLException, Column.Unfit {
        Map<String, Layout> errorTables = new HashMap<>();
        for (RefusedRow one : refused) {
            Errors errors = one.row().table().errors();
            if (errors != null) {
                errorTables.put(errors.table(), session.layout(errors.table()));
            }
        }
        for (RefusedRow one : refused) {
            for (FoundRow row : unchanged(session, List.of(one.row()))) {
                markRefused(session, row, one.why());
                Errors errors = row.table().errors();
                if (errors != null) {
                    tell(session, row, one.why(), errors, Objects.requireNonNull(errorTables.get(errors.table())));
                }
            }
        }
        return refused.size();
    }

    private void markRefused(Session session, FoundRow row, Rejection why) throws SQLException, Column.Unfit {
        Claim claim = claim(row.table());
        Column flag = row.layout().need(List.of(claim.column())).get(0);
        List<String> set = new ArrayList<>(List.of(flag.name()));
        List<Session.Value> values = new ArrayList<>(List.of(new Session.Value(flag, claim.refused())));
        if (claim.words().isPresent()) {
            Column words = row.layout().need(List.of(claim.words().get())).get(0);
            set.add(words.name());
            values.add(new Session.Value(words, words.shortened(words(why))));
        }
        if (claim.at().isPresent()) {
            Column at = row.layout().need(List.of(claim.at().get())).get(0);
            set.add(at.name());
            values.add(new Session.Value(at, session.times().write(clock.instant())));
        }
        values.addAll(which(row, flag));
        requireMarked(
                row.table(), session.write(markStatement(session, row.table(), row.layout(), set), List.of(values)));
    }

    /** In the table of errors, once for each refusal of the row as it is. */
    private void tell(Session session, FoundRow row, Rejection why, Errors errors, Layout layout)
            throws SQLException, Column.Unfit {
        String id = Sha256.mark(row.where() + "|" + row.row() + "|" + why.code(), ID_DIGITS);
        List<Session.Value> values = new ArrayList<>();
        Map<String, String> texts = new HashMap<>();
        for (Map.Entry<String, String> column : errors.columns().entrySet()) {
            Column found = layout.need(List.of(column.getKey())).get(0);
            String text = found.shortened(filled(column.getValue(), id, row, why, session));
            texts.put(column.getKey(), text);
            values.add(new Session.Value(found, text.isEmpty() ? null : text));
        }
        List<Column> key = layout.need(errors.key());
        List<Session.Value> which = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            which.add(new Session.Value(key.get(i), texts.get(errors.key().get(i))));
        }
        boolean isTold = !session.rows(session.sql().rows(layout.table(), key, Layout.names(key)), key, which, spelling)
                .isEmpty();
        if (!isTold) {
            session.write(
                    session.sql()
                            .insert(
                                    layout.table(),
                                    values.stream()
                                            .map(value -> value.column().name())
                                            .toList()),
                    List.of(values));
        }
    }

    private String filled(String text, String id, FoundRow row, Rejection why, Session session) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(
                        switch (named(place)) {
                            case "id" -> id;
                            case "table" -> row.table().name();
                            case "code" -> why.code().name();
                            case "words" -> words(why);
                            case "now" -> session.times().write(clock.instant());
                            default -> row.text(named(place).substring(1));
                        }));
    }

    private static String named(MatchResult place) {
        return Objects.requireNonNull(place.group(1));
    }

    /** Which column and what is wrong with it, in Chinese; never a value. */
    private static String words(Rejection why) {
        return why.errors().isEmpty()
                ? why.code().name() + " " + why.code().titleZh()
                : why.errors().stream()
                        .map(error -> error.pointer() + " " + error.zh())
                        .collect(Collectors.joining("；", why.code().name() + " ", ""));
    }

    /** What each of these columns is in each of these rows. */
    static List<Session.Value> values(List<Column> columns, List<List<String>> rows) {
        List<Session.Value> values = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                String text = row.get(i);
                values.add(new Session.Value(columns.get(i), text.isEmpty() ? null : text));
            }
        }
        return values;
    }
}

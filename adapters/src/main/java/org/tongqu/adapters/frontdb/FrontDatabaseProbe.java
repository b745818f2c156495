package org.tongqu.adapters.frontdb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.site.FrontDatabase;

/**
 * Holds a partner's database against the tables of a dialect, before it is anybody's in a site. Which columns there are is asked as it is asked
 * when rows are exchanged; no row is read. Thread-safe.
 */
public final class FrontDatabaseProbe {
    private final FrontDatabases databases;

    /** @param databases through which it connects */
    public FrontDatabaseProbe(FrontDatabases databases) {
        this.databases = databases;
    }

    /**
     * The tables of the database's dialect, in the dialect's order.
     *
     * @throws PartnerAway if the database cannot be reached, or does not let us in
     */
    public List<SeenTable> tables(FrontDatabase database) {
        WantedColumns wanted = new WantedColumns(dialect(database));
        return asked(database, session -> {
            List<SeenTable> seen = new ArrayList<>();
            for (String table : wanted.tables()) {
                seen.add(seen(table, wanted, session));
            }
            return seen;
        });
    }

    /**
     * Where tables lie that are named as those of the dialect, whichever schema or database they are in.
     *
     * @return names of tables as the database has them, by schema
     * @throws PartnerAway as above
     */
    public SortedMap<String, SortedSet<String>> elsewhere(FrontDatabase database) {
        Set<String> names = new WantedColumns(dialect(database))
                .tables().stream().map(FrontDatabaseProbe::small).collect(Collectors.toSet());
        return asked(database, session -> {
            SortedMap<String, SortedSet<String>> found = new TreeMap<>();
            session.tables((schema, table) -> {
                if (names.contains(small(table))) {
                    found.computeIfAbsent(schema, any -> new TreeSet<>()).add(table);
                }
            });
            return found;
        });
    }

    /**
     * The product and its version, as the driver tells them.
     *
     * @throws PartnerAway as above
     */
    public String product(FrontDatabase database) {
        return asked(database, Session::product);
    }

    private <T> T asked(FrontDatabase database, FrontDatabases.Work<T> work) {
        try {
            return databases.transaction(database, work);
        } catch (SQLException failure) {
            throw SqlTrouble.away(failure);
        } catch (Column.Unfit noValuesHere) {
            throw new IllegalStateException(noValuesHere);
        }
    }

    private static Dialect dialect(FrontDatabase database) {
        if (database.translator() instanceof Dialect dialect) {
            return dialect;
        }
        throw new IllegalStateException("a translator that is none of this room's");
    }

    private static SeenTable seen(String table, WantedColumns wanted, Session session) throws SQLException {
        Optional<Layout> layout = layout(table, session);
        List<String> found = new ArrayList<>();
        List<String> needed = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, Boolean> column : wanted.of(table).entrySet()) {
            boolean isThere =
                    layout.flatMap(there -> there.find(column.getKey())).isPresent();
            (isThere ? found : column.getValue() ? needed : missing).add(column.getKey());
        }
        Set<String> known = wanted.of(table).keySet().stream()
                .map(FrontDatabaseProbe::small)
                .collect(Collectors.toSet());
        List<String> further = layout.stream()
                .flatMap(there -> there.columns().stream())
                .map(Column::name)
                .filter(name -> !known.contains(small(name)) && !wanted.isNamed(name))
                .toList();
        return new SeenTable(table, layout.map(Layout::table), found, needed, missing, further);
    }

    private static Optional<Layout> layout(String table, Session session) throws SQLException {
        try {
            return Optional.of(session.layout(table));
        } catch (SQLException failure) {
            if (SqlTrouble.isAway(failure)) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private static String small(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

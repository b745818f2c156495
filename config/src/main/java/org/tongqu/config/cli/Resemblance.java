package org.tongqu.config.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.StagingTable;
import org.tongqu.adapters.frontdb.SeenTable;

/**
 * How far a database is one of a family.
 *
 * @param dialect of the family
 * @param tables all of the family, in its order
 */
record Resemblance(Dialect dialect, List<SeenTable> tables) {
    Resemblance {
        tables = List.copyOf(tables);
    }

    /** How many tables of the family are there. */
    long tablesFound() {
        return tables.stream().filter(table -> table.spelling().isPresent()).count();
    }

    /** How many of its columns. */
    int columnsFound() {
        return tables.stream().mapToInt(table -> table.found().size()).sum();
    }

    /** How many columns it has. */
    int columns() {
        return tables.stream().mapToInt(SeenTable::wanted).sum();
    }

    /** Of its columns how many are there, 0 to 1. */
    double share() {
        return columns() == 0 ? 0 : (double) columnsFound() / columns();
    }

    /** {@link #share} in whole percent; 100 only if nothing is missing. */
    int percent() {
        return (int) Math.floor(share() * 100);
    }

    /** The tables whose rows can be picked up: they and all that belongs to their rows have what is needed. */
    List<String> pickable() {
        Map<String, SeenTable> seen =
                tables.stream().collect(Collectors.toMap(SeenTable::name, table -> table, (one, same) -> one));
        return dialect.wire().staging().values().stream()
                .filter(table -> table.isPickedUp() && table.objections() == null)
                .filter(table -> with(table)
                        .allMatch(name -> seen.containsKey(name)
                                && Objects.requireNonNull(seen.get(name)).isUsable()))
                .map(StagingTable::name)
                .toList();
    }

    private static Stream<String> with(StagingTable table) {
        StagingTable.Errors errors = table.errors();
        return Stream.of(
                        Stream.of(table.name()),
                        table.parents().stream().map(StagingTable.Belonging::table),
                        table.children().stream().map(StagingTable.Belonging::table),
                        Stream.ofNullable(errors).map(StagingTable.Errors::table))
                .flatMap(names -> names);
    }
}

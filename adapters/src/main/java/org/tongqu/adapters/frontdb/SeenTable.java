package org.tongqu.adapters.frontdb;

import java.util.List;
import java.util.Optional;

/**
 * A table of a dialect, held against a database. Columns are in the dialect's order of the alphabet, those that only the database has in its
 * own.
 *
 * @param name as the dialect has it
 * @param spelling as the database has it; empty if there is no such table, or it may not be read
 * @param found the columns that both have, as the dialect has them
 * @param needed those of the dialect that are missing and without which its rows cannot be exchanged; all of these if the table is missing
 * @param missing the others of the dialect that are missing
 * @param further those that only the database has, as it has them
 */
public record SeenTable(
        String name,
        Optional<String> spelling,
        List<String> found,
        List<String> needed,
        List<String> missing,
        List<String> further) {
    /** Copies the lists. */
    public SeenTable {
        found = List.copyOf(found);
        needed = List.copyOf(needed);
        missing = List.copyOf(missing);
        further = List.copyOf(further);
    }

    /** How many columns the dialect has in it. */
    public int wanted() {
        return found.size() + needed.size() + missing.size();
    }

    /** Whether it is there with all that its rows are exchanged by. */
    public boolean isUsable() {
        return spelling.isPresent() && needed.isEmpty();
    }
}

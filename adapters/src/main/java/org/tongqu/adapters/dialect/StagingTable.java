package org.tongqu.adapters.dialect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of a front-end database (前置库) and how its rows are exchanged: a row is a message of the call that is named as the table, its
 * columns are the message's fields. Names are those of the dialect; the database may have them in other letters, small or capital. Immutable.
 *
 * @param name of the table
 * @param key the columns that tell its rows apart; not empty
 * @param subject the column with the business key; null where rows are about no case
 * @param time the column by which rows of several tables are put in order; null where rows are not picked up
 * @param order columns by which rows of one time are put in order, before the key
 * @param claim how rows are seen to be new, and marked; null where rows are not picked up
 * @param parents tables of which one row belongs to each of these
 * @param children tables of which several rows may belong to each of these
 * @param version the column of the key that counts the rows of one case, for rows that we write; null if nothing counts them
 * @param errors where it is told why a row was refused; null if nowhere
 * @param objections what its rows say against rows that we wrote; null if they are messages
 */
public record StagingTable(
        String name,
        List<String> key,
        @Nullable String subject,
        @Nullable String time,
        List<String> order,
        @Nullable Claim claim,
        List<Belonging> parents,
        List<Belonging> children,
        @Nullable String version,
        @Nullable Errors errors,
        @Nullable Objections objections) {
    /** Copies the lists. */
    public StagingTable {
        key = List.copyOf(key);
        order = List.copyOf(order);
        parents = List.copyOf(parents);
        children = List.copyOf(children);
    }

    /** Whether its rows can be picked up. */
    public boolean isPickedUp() {
        return claim != null;
    }

    /** Columns that are none of its message: they say how far the exchange of a row is, and nothing else. */
    public List<String> unsaidColumns() {
        return claim != null && claim.isTold()
                ? exchangeColumns().stream()
                        .filter(column -> !column.equals(claim.column()))
                        .toList()
                : exchangeColumns();
    }

    /** Columns that say how far the exchange of a row is. */
    public List<String> exchangeColumns() {
        return claim == null
                ? List.of()
                : Stream.of(Optional.of(claim.column()), claim.words(), claim.at())
                        .flatMap(Optional::stream)
                        .toList();
    }

    /**
     * A column that says whether a row was fetched.
     *
     * @param column which
     * @param fresh what it says of new rows; the first is what we write
     * @param isFreshIfNull whether a row of which it says nothing is new too
     * @param taken what it says of rows that were taken
     * @param refused what it says of rows that were refused
     * @param isTold whether what it says of new rows stands in their messages, as what was done (I, U, D) does
     * @param words the column for the reason of a refusal; empty if there is none
     * @param at the column for the time of the answer; empty if there is none
     */
    public record Claim(
            String column,
            List<String> fresh,
            boolean isFreshIfNull,
            String taken,
            String refused,
            boolean isTold,
            Optional<String> words,
            Optional<String> at) {
        /** Copies the list. */
        public Claim {
            fresh = List.copyOf(fresh);
        }
    }

    /**
     * Rows of another table that belong to one row; in its message they stand under the other table's name.
     *
     * @param table the other one
     * @param on columns that both have and that are equal
     * @param order columns of the other by which its rows are put in order; of a parent the last one counts
     */
    public record Belonging(String table, List<String> on, List<String> order) {
        /** Copies the lists. */
        public Belonging {
            on = List.copyOf(on);
            order = List.copyOf(order);
        }
    }

    /**
     * The table in which it is told why rows were refused.
     *
     * @param table which
     * @param key its columns that tell one telling from another
     * @param columns what is written into each: a text with {@code {id}}, {@code {table}}, {@code {code}}, {@code {words}}, {@code {now}} and
     *     {@code {/column}} of the refused row in it
     */
    public record Errors(String table, List<String> key, Map<String, String> columns) {
        /** Copies the list and the map, which stays in its order. */
        public Errors {
            key = List.copyOf(key);
            columns = new LinkedHashMap<>(columns);
        }
    }

    /**
     * How a table says what the partner has against rows that we wrote.
     *
     * @param table the column with the name of the table that we wrote
     * @param row the column with what tells that row from others there
     * @param rowColumn where that stands in the table that we wrote
     * @param delivery the column with what we wrote as the delivery
     * @param deliveryColumn where that stands in the table that we wrote; asked for where {@code delivery} is empty
     * @param code the column with the partner's code
     * @param words the column with the partner's words
     */
    public record Objections(
            String table,
            String row,
            String rowColumn,
            String delivery,
            String deliveryColumn,
            String code,
            String words) {}
}

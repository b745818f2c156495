package org.tongqu.adapters.frontdb;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.site.DatabaseVendor;

/**
 * The few statements that a front-end database is asked, as its vendor has them. Values are always parameters; names are quoted, and are
 * letters, digits and {@code _} only. Immutable.
 *
 * @param vendor whose
 * @param schema in which the tables are; null for the user's own
 */
record VendorSql(DatabaseVendor vendor, @Nullable String schema) {
    /** @throws IllegalArgumentException if a name is none that may stand in a statement */
    String quoted(String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
            throw new IllegalArgumentException("no name of a table or column");
        }
        return switch (vendor) {
            case MARIADB -> "`" + name + "`";
            case SQLSERVER -> "[" + name + "]";
            case POSTGRESQL, ORACLE, DAMENG, KINGBASE, OPENGAUSS -> "\"" + name + "\"";
        };
    }

    private String table(String name) {
        return schema == null ? quoted(name) : quoted(schema) + "." + quoted(name);
    }

    private String list(List<String> columns) {
        return columns.stream().map(this::quoted).collect(Collectors.joining(", "));
    }

    /** What is selected: of a file how many octets it has, of anything else itself. */
    private String selected(List<Column> columns) {
        return columns.stream()
                .map(column -> column.isBinary() ? octets(quoted(column.name())) : quoted(column.name()))
                .collect(Collectors.joining(", "));
    }

    private String octets(String file) {
        return switch (vendor) {
            case ORACLE, DAMENG -> "dbms_lob.getlength(" + file + ")";
            case SQLSERVER -> "datalength(" + file + ")";
            case POSTGRESQL, MARIADB, KINGBASE, OPENGAUSS -> "octet_length(" + file + ")";
        };
    }

    /** Whether a file is read piece by piece: the drivers of these vendors bring it as a whole otherwise. */
    boolean readsByPieces() {
        return switch (vendor) {
            case POSTGRESQL, MARIADB, KINGBASE, OPENGAUSS -> true;
            case ORACLE, SQLSERVER, DAMENG -> false;
        };
    }

    /** The file in the row with this key; where it {@link #readsByPieces}, so many octets of it from the n-th on, counted from 1. */
    String file(String table, String column, List<String> key) {
        return "select " + (readsByPieces() ? "substring(" + quoted(column) + " from ? for ?)" : quoted(column))
                + " from " + table(table) + " where " + equal(key);
    }

    /** No row, to see which columns there are. */
    String shape(String table) {
        return "select * from " + table(table) + " where 1 = 0";
    }

    /**
     * Rows that are new, in order, not more than so many.
     *
     * @param flag the column that says so
     * @param values how many values of it mean new
     * @param orNull whether none means so too
     * @param named those without a value in one of these columns are left out
     */
    String look(
            String table,
            List<Column> columns,
            String flag,
            int values,
            boolean orNull,
            List<String> named,
            List<String> order,
            int most) {
        boolean hasTop = vendor == DatabaseVendor.SQLSERVER;
        return "select " + (hasTop ? "top (" + most + ") " : "") + selected(columns) + " from " + table(table)
                + " where "
                + fresh(flag, values, orNull)
                + named.stream()
                        .map(column -> " and " + quoted(column) + " is not null")
                        .collect(Collectors.joining())
                + " order by " + list(order)
                + switch (vendor) {
                    case SQLSERVER -> "";
                    case ORACLE -> " fetch first " + most + " rows only";
                    case POSTGRESQL, MARIADB, DAMENG, KINGBASE, OPENGAUSS -> " limit " + most;
                };
    }

    /** How many new rows have no value in one of these columns. */
    String strays(String table, String flag, int values, boolean orNull, List<String> named) {
        return "select count(*) from " + table(table) + " where " + fresh(flag, values, orNull) + " and ("
                + named.stream().map(column -> quoted(column) + " is null").collect(Collectors.joining(" or "))
                + ")";
    }

    /** Rows of which some columns have one of several values, in order. */
    String related(String table, List<Column> columns, List<String> on, int howMany, List<String> order) {
        String which = on.size() == 1
                ? quoted(on.get(0)) + " in ("
                        + Stream.generate(() -> "?").limit(howMany).collect(Collectors.joining(", ")) + ")"
                : Stream.generate(() -> "(" + equal(on) + ")").limit(howMany).collect(Collectors.joining(" or "));
        return "select " + selected(columns) + " from " + table(table) + " where " + which
                + (order.isEmpty() ? "" : " order by " + list(order));
    }

    /** The rows with these keys, which nobody else changes until the transaction ends. */
    String locked(String table, List<Column> columns, List<String> key, int howMany) {
        String which =
                Stream.generate(() -> "(" + equal(key) + ")").limit(howMany).collect(Collectors.joining(" or "));
        return vendor == DatabaseVendor.SQLSERVER
                ? "select " + selected(columns) + " from " + table(table) + " with (updlock, rowlock) where " + which
                : "select " + selected(columns) + " from " + table(table) + " where " + which + " for update";
    }

    /** The rows of which these columns have these values. */
    String rows(String table, List<Column> columns, List<String> by) {
        return "select " + selected(columns) + " from " + table(table) + " where " + equal(by);
    }

    /** Sets columns of the row with this key, if it is still new. */
    String mark(String table, List<String> set, List<String> key, String flag, int values, boolean orNull) {
        return "update " + table(table) + " set "
                + set.stream().map(column -> quoted(column) + " = ?").collect(Collectors.joining(", ")) + " where "
                + equal(key) + " and " + fresh(flag, values, orNull);
    }

    /** A new row. */
    String insert(String table, List<String> columns) {
        return "insert into " + table(table) + " (" + list(columns) + ") values ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
    }

    private String equal(List<String> columns) {
        return columns.stream().map(column -> quoted(column) + " = ?").collect(Collectors.joining(" and "));
    }

    private String fresh(String flag, int values, boolean orNull) {
        Stream<String> said = Stream.generate(() -> quoted(flag) + " = ?").limit(values);
        Stream<String> unsaid = orNull ? Stream.of(quoted(flag) + " is null") : Stream.empty();
        return "(" + Stream.concat(said, unsaid).collect(Collectors.joining(" or ")) + ")";
    }
}

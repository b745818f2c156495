package org.tongqu.adapters.frontdb;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.TimeForms;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.site.DatabaseVendor;
import org.tongqu.record.site.FrontDatabase;
import tools.jackson.databind.node.ObjectNode;

/** One transaction on a partner's database. For one thread. */
final class Session {
    private static final int FETCHED_AT_ONCE = 500;

    private final Connection connection;
    private final Layouts layouts;
    private final Duration most;
    private final VendorSql sql;
    private final TimeForms times;
    private boolean hasWritten;

    /** @param most time of one statement */
    Session(Connection connection, FrontDatabase database, Layouts layouts, Duration most) {
        if (!(database.translator() instanceof Dialect dialect)) {
            throw new IllegalStateException("a translator that is none of this room's");
        }
        this.connection = connection;
        this.layouts = layouts;
        this.most = most;
        this.sql = new VendorSql(database.vendor(), database.schema());
        this.times = dialect.wire().times();
    }

    VendorSql sql() {
        return sql;
    }

    TimeForms times() {
        return times;
    }

    /**
     * What a table looks like. To be asked before anything is written: looking for it may begin the transaction anew.
     *
     * @throws SQLException if there is no such table, or it may not be read
     */
    Layout layout(String table) throws SQLException {
        if (hasWritten) {
            throw new IllegalStateException("a layout is asked for before anything is written");
        }
        return layouts.of(table, connection, sql);
    }

    /** Who made the database, and which version it is. */
    String product() throws SQLException {
        DatabaseMetaData said = connection.getMetaData();
        return said.getDatabaseProductName() + " " + said.getDatabaseProductVersion();
    }

    /** The tables and views of all schemas that the user sees; where a vendor calls its schemas databases, of these. */
    void tables(BiConsumer<String, String> each) throws SQLException {
        boolean isByCatalog = sql.vendor() == DatabaseVendor.MARIADB;
        try (ResultSet found = connection.getMetaData().getTables(null, null, "%", null)) {
            while (found.next()) {
                String schema = found.getString(isByCatalog ? "TABLE_CAT" : "TABLE_SCHEM");
                each.accept(schema == null ? "" : schema, found.getString("TABLE_NAME"));
            }
        }
    }

    /** A value for a statement: of this column, and null for nothing. */
    record Value(Column column, @Nullable String text) {}

    /** A row as a tree, its columns spelt as the dialect has them; columns that are empty are not there. */
    List<ObjectNode> rows(String statement, List<Column> columns, List<Value> values, Spelling spelling)
            throws SQLException, Column.Unfit {
        try (PreparedStatement prepared = prepared(statement)) {
            prepared.setFetchSize(FETCHED_AT_ONCE);
            bind(prepared, values);
            List<ObjectNode> rows = new ArrayList<>();
            try (ResultSet found = prepared.executeQuery()) {
                while (found.next()) {
                    ObjectNode row = StrictJson.object();
                    for (int i = 0; i < columns.size(); i++) {
                        String text = columns.get(i).read(found, i + 1, times);
                        if (text != null) {
                            row.put(spelling.of(columns.get(i)), text);
                        }
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    /** The number that a query answers. */
    long count(String statement, List<Value> values) throws SQLException, Column.Unfit {
        try (PreparedStatement prepared = prepared(statement)) {
            bind(prepared, values);
            try (ResultSet found = prepared.executeQuery()) {
                return found.next() ? found.getLong(1) : 0;
            }
        }
    }

    /**
     * The octets of a file in the row with this key, to be read before the transaction ends; empty if there is no such row, or no file in it.
     */
    Optional<InputStream> file(String table, Column file, List<Value> key) throws SQLException, Column.Unfit {
        List<String> names = key.stream().map(value -> value.column().name()).toList();
        PreparedStatement prepared = prepared(sql.file(table, file.name(), names));
        if (!sql.readsByPieces()) {
            bind(prepared, key);
            ResultSet row = prepared.executeQuery();
            return row.next() ? Optional.ofNullable(row.getBinaryStream(1)) : Optional.empty();
        }
        byte[] first = piece(prepared, key, 0);
        return first == null
                ? Optional.empty()
                : Optional.of(new FileInPieces(first, from -> later(prepared, key, from)));
    }

    private byte[] later(PreparedStatement prepared, List<Value> key, long from) throws IOException {
        try {
            byte[] piece = piece(prepared, key, from);
            if (piece == null) {
                throw new IOException("the file is gone");
            }
            return piece;
        } catch (SQLException failure) {
            throw new IOException("SQL state " + SqlTrouble.state(failure));
        } catch (Column.Unfit unfit) {
            throw new IOException(unfit);
        }
    }

    private byte @Nullable [] piece(PreparedStatement prepared, List<Value> key, long from)
            throws SQLException, Column.Unfit {
        prepared.setInt(1, Math.toIntExact(from + 1));
        prepared.setInt(2, FileInPieces.PIECE);
        bind(prepared, key, 3);
        try (ResultSet row = prepared.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    /** Writes one row after the other by one statement; how many each changed, or {@link Statement#SUCCESS_NO_INFO}. */
    int[] write(String statement, List<List<Value>> rows) throws SQLException, Column.Unfit {
        if (rows.isEmpty()) {
            return new int[0];
        }
        hasWritten = true;
        try (PreparedStatement prepared = prepared(statement)) {
            for (List<Value> row : rows) {
                bind(prepared, row);
                prepared.addBatch();
            }
            return prepared.executeBatch();
        }
    }

    private PreparedStatement prepared(String statement) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        prepared.setQueryTimeout((int) most.toSeconds());
        return prepared;
    }

    private void bind(PreparedStatement prepared, List<Value> values) throws SQLException, Column.Unfit {
        bind(prepared, values, 1);
    }

    private void bind(PreparedStatement prepared, List<Value> values, int first) throws SQLException, Column.Unfit {
        int at = first;
        for (Value value : values) {
            value.column().bind(prepared, at++, value.text(), times);
        }
    }
}

package org.tongqu.ledger.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One statement with its parameters, given in order: single values, or columns of rows for {@code unnest}. */
public final class Query {
    private final Connection connection;
    private final String sql;
    private final List<Binder> binders = new ArrayList<>();

    private Query(Connection connection, String sql) {
        this.connection = connection;
        this.sql = sql;
    }

    public static Query on(Connection connection, String sql) {
        return new Query(connection, sql);
    }

    /** A single value; instants become {@code timestamptz}. */
    public Query value(@Nullable Object value) {
        binders.add((statement, at) -> statement.setObject(at, jdbc(value)));
        return this;
    }

    /** One column of these rows as an array of a PostgreSQL type; parties and other types of ours as their text. */
    public <T> Query column(String type, Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
        Object[] cells = type.equals("bytea") ? new byte[rows.size()][] : new Object[rows.size()];
        int i = 0;
        for (T row : rows) {
            cells[i++] = cell(type, value.apply(row));
        }
        binders.add((statement, at) -> statement.setArray(at, connection.createArrayOf(type, cells)));
        return this;
    }

    public <T> List<T> list(RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = bound();
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            Row row = new Row(rows);
            while (rows.next()) {
                read.add(reader.read(row));
            }
            return read;
        }
    }

    public <T> Optional<T> first(RowReader<T> reader) throws SQLException {
        List<T> read = list(reader);
        return read.isEmpty() ? Optional.empty() : Optional.of(read.get(0));
    }

    /** @return how many rows were changed */
    public int run() throws SQLException {
        try (PreparedStatement statement = bound()) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement bound() throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        int at = 1;
        for (Binder binder : binders) {
            binder.bind(statement, at++);
        }
        return statement;
    }

    private static @Nullable Object jdbc(@Nullable Object value) {
        return value instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : value;
    }

    @SuppressWarnings("NullAway") // array cells may be null
    private static Object cell(String type, @Nullable Object value) {
        boolean asText = value != null && (type.equals("text") || type.equals("timestamptz"));
        return asText ? value.toString() : value;
    }

    private interface Binder {
        void bind(PreparedStatement statement, int at) throws SQLException;
    }

    /** Reads one row. */
    public interface RowReader<T> {
        T read(Row row) throws SQLException;
    }
}

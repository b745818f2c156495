package org.tongqu.ittests.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A database server of partners, with a space for each party: what its system leaves and finds there, written and read as the system would. */
abstract class FrontServer implements AutoCloseable {
    /** What a party's file says of its space, without the braces. */
    abstract String yaml(String space, String dialect);

    /** Connects as the party's system does. */
    abstract Connection connect(String space) throws SQLException;

    abstract void makeSpace(String space) throws SQLException;

    /** {@code kill -9} of the server. */
    abstract void kill();

    /** Starts it again at the same place. */
    abstract void startAgain();

    /** Makes the space and the tables of this script in it. */
    FrontServer with(String space, String script) throws SQLException, IOException {
        makeSpace(space);
        try (Connection connection = connect(space);
                Statement statement = connection.createStatement()) {
            for (String sql : resource(script).split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
        return this;
    }

    private static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(FrontServer.class.getResourceAsStream("/frontdb/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Leaves a row. */
    void leave(String space, String table, Map<String, ?> row) throws SQLException {
        leave(space, table, List.of(row));
    }

    /** Leaves rows with the same columns, in one transaction. */
    void leave(String space, String table, List<? extends Map<String, ?>> rows) throws SQLException {
        List<String> columns = List.copyOf(rows.get(0).keySet());
        String sql = "insert into " + table + " (" + String.join(", ", columns) + ") values ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
        try (Connection connection = connect(space)) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (Map<String, ?> row : rows) {
                    for (int i = 0; i < columns.size(); i++) {
                        Object value = row.get(columns.get(i));
                        statement.setObject(i + 1, value instanceof LocalDateTime at ? Timestamp.valueOf(at) : value);
                    }
                    statement.addBatch();
                }
                statement.executeBatch();
            }
            connection.commit();
        }
    }

    /** Runs a statement of the party's system. */
    int run(String space, String sql) throws SQLException {
        try (Connection connection = connect(space);
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** The rows of a query, columns in small letters, values as texts. */
    List<Map<String, String>> rows(String space, String sql) throws SQLException {
        try (Connection connection = connect(space);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<Map<String, String>> rows = new ArrayList<>();
            while (found.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.put(found.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), found.getString(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The first value of a query. */
    String one(String space, String sql) throws SQLException {
        return String.valueOf(rows(space, sql).get(0).values().iterator().next());
    }

    static void secret(Path file, String secret) {
        try {
            Files.writeString(file, secret);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Connection connect(String url, String user, String password) throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public abstract void close();
}

package org.tongqu.ittests.frontdb;

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
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tongqu.config.demo.DemoSite;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.site.DatabaseVendor;
import org.tongqu.record.site.FrontDatabase;

/** A database server of partners, with a space for each party: what its system leaves and finds there, written and read as the system would. */
public abstract class FrontServer implements AutoCloseable {
    /** Whose it is. */
    public abstract DatabaseVendor vendor();

    abstract String url(String space);

    abstract String user();

    abstract Path passwordFile();

    /** The schema of a space; empty if it has none of its own. */
    abstract Optional<String> schema(String space);

    /** What a party's file says of its space, without the braces. */
    String yaml(String space, String dialect) {
        return "vendor: %s, url: \"%s\", user: %s, password: \"file:%s\", dialect: %s, longest-pause: 500ms%s"
                .formatted(
                        vendor().wire(),
                        url(space),
                        user(),
                        passwordFile(),
                        dialect,
                        schema(space).map(name -> ", schema: " + name).orElse(""));
    }

    /** How a command is told of a space. */
    public List<String> arguments(String space) {
        List<String> arguments =
                new ArrayList<>(List.of("--url", url(space), "--user", user(), "--password", "file:" + passwordFile()));
        schema(space).ifPresent(name -> arguments.addAll(List.of("--schema", name)));
        return arguments;
    }

    /** A space as a site has it. */
    public FrontDatabase database(String space, Translator dialect, List<String> tables, int batch) {
        return new FrontDatabase(
                vendor(),
                url(space),
                this::user,
                this::password,
                schema(space).orElse(null),
                dialect,
                tables,
                batch,
                Duration.ofMillis(500));
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects as the party's system does. */
    public Connection connect(String space) throws SQLException {
        Connection connection = connect(url(space), user(), password());
        Optional<String> schema = schema(space);
        if (schema.isPresent()) {
            connection.setSchema(schema.get());
        }
        return connection;
    }

    /** A query for how many transactions wait for a lock of another. */
    public abstract String waiting();

    /** The type of a column that holds files. */
    abstract String fileType();

    /** The type of a small column that says how far a row is. */
    public abstract String markType();

    /** Makes an empty space. */
    public abstract void makeSpace(String space) throws SQLException;

    /** The process of the server. */
    public abstract long pid();

    /** {@code kill -9} of the server. */
    public abstract void kill();

    /** Starts it again at the same place. */
    public abstract void startAgain();

    /** Makes the space and the tables of this script in it. */
    public FrontServer with(String space, String script) throws SQLException, IOException {
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

    /** The tables PRE_* are those of the demo. */
    private static String resource(String name) throws IOException {
        Class<?> beside = name.equals("inspur-pre.sql") ? DemoSite.class : FrontServer.class;
        String path = beside == DemoSite.class ? name : "/frontdb/" + name;
        try (var in = Objects.requireNonNull(beside.getResourceAsStream(path))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Leaves a row. */
    public void leave(String space, String table, Map<String, ?> row) throws SQLException {
        leave(space, table, List.of(row));
    }

    /** Leaves rows with the same columns, in one transaction. */
    public void leave(String space, String table, List<? extends Map<String, ?>> rows) throws SQLException {
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
    public int run(String space, String sql) throws SQLException {
        try (Connection connection = connect(space);
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** The rows of a query, columns in small letters, values as texts. */
    public List<Map<String, String>> rows(String space, String sql) throws SQLException {
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
    public String one(String space, String sql) throws SQLException {
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

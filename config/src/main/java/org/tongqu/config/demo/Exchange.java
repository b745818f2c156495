package org.tongqu.config.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.tongqu.config.embedded.PostgresServer;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.server.OwnLedger;
import org.tongqu.security.key.PrivateFile;

/**
 * The database that two departments of the demo exchange rows through (前置库): one leaves rows in schema {@code bureau}, the other finds
 * rows in schema {@code town}. It is a database of its own in the PostgreSQL of the demo, with a user that sees nothing of the ledger.
 *
 * @param data the demo's data directory
 */
record Exchange(Path data) {
    /** Where PostgreSQL listens, unless somebody else does: the departments' party files name it. */
    static final int PORT = 18112;

    /** The user, and the database. */
    static final String NAME = "exchange";

    /** The tables PRE_*, as PostgreSQL and MariaDB take them. */
    static final String TABLES = "inspur-pre.sql";

    static final String LEFT_IN = "bureau";
    static final String FOUND_IN = "town";

    /** Where the password of the user is. */
    Path password() {
        return data.resolve("secrets/" + NAME + ".password");
    }

    /** Where JDBC finds it. */
    static String url() {
        return "jdbc:postgresql://127.0.0.1:" + PORT + "/" + NAME;
    }

    /**
     * Starts the demo's PostgreSQL if it does not run, and makes what is not there yet. The gateway finds it running and ends it.
     *
     * @throws StartRefused if it does not come up
     */
    void prepare() throws StartRefused, IOException {
        PostgresServer server = new OwnLedger(data).startAt(PORT, new SecureRandom());
        try (Connection all = connect(server.jdbcUrl(), PostgresServer.USER, server.password());
                Statement statement = all.createStatement()) {
            if (isNone(statement, "select 1 from pg_roles where rolname = '" + NAME + "'")) {
                statement.execute("create role " + NAME + " login password '" + secret() + "'");
            }
            if (isNone(statement, "select 1 from pg_database where datname = '" + NAME + "'")) {
                statement.execute("create database " + NAME + " owner " + NAME);
            }
            try (Connection exchange = connect(server.jdbcUrl().replaceFirst("[^/]+$", NAME), NAME, secret())) {
                makeTables(exchange);
            }
        } catch (SQLException e) {
            throw new IOException("the departments' database cannot be made, SQL state " + e.getSQLState(), e);
        }
    }

    private static void makeTables(Connection exchange) throws SQLException, IOException {
        exchange.setAutoCommit(false);
        try (Statement statement = exchange.createStatement()) {
            for (String schema : new String[] {LEFT_IN, FOUND_IN}) {
                if (isNone(
                        statement, "select 1 from information_schema.schemata where schema_name = '" + schema + "'")) {
                    statement.execute("create schema " + schema);
                    statement.execute("set local search_path to " + schema);
                    statement.execute(tables());
                }
            }
        }
        exchange.commit();
    }

    /** Connects as the departments' systems do. */
    Connection connect() throws SQLException {
        return connect(url(), NAME, secret());
    }

    private String secret() {
        return new String(PrivateFile.read(password()), StandardCharsets.US_ASCII);
    }

    private static Connection connect(String url, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection(url, properties);
    }

    private static boolean isNone(Statement statement, String query) throws SQLException {
        try (ResultSet found = statement.executeQuery(query)) {
            return !found.next();
        }
    }

    private static String tables() throws IOException {
        try (InputStream in = Objects.requireNonNull(Exchange.class.getResourceAsStream(TABLES))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

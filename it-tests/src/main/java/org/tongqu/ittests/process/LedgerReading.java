package org.tongqu.ittests.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tongqu.record.PartyId;

/**
 * The gateway's own PostgreSQL, read behind its back: a measurement must not rest on what the measured one says of itself.
 *
 * @param home of the database in the data directory: {@code password} and {@code data/}
 */
public record LedgerReading(Path home) {
    private static final int PORT_LINE = 3;

    /** The process id of the database; empty if it does not run. */
    public Optional<Long> postmasterPid() {
        return lines().map(lines -> Long.parseLong(lines.get(0).strip()))
                .filter(pid ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent());
    }

    /** A setting as the server runs with it: {@code SHOW name}. */
    public String setting(String name) throws SQLException {
        return one("show " + name);
    }

    /** How many deliveries have expired. */
    public long expired() throws SQLException {
        return deliveries().getOrDefault("EXPIRED", 0L);
    }

    /** How many notices were owed because deliveries to this party failed, submitted ones included. */
    public long noticesAbout(PartyId party) throws SQLException {
        return Long.parseLong(one("select count(*) from owed_notices where lane = '" + party + "'"));
    }

    /** How many records it holds. */
    public long records() throws SQLException {
        return Long.parseLong(one("select count(*) from records"));
    }

    /** How many deliveries are in which state as the deliveries' rows say: what is not final counts as ACCEPTED. */
    public Map<String, Long> deliveries() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select state, count(*) from deliveries group by state")) {
            Map<String, Long> states = new TreeMap<>();
            while (rows.next()) {
                states.put(rows.getString(1), rows.getLong(2));
            }
            return states;
        }
    }

    private String one(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Where JDBC finds it. */
    public String jdbcUrl() throws SQLException {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/tongqu";
    }

    /** Where it listens. */
    public int port() throws SQLException {
        return Integer.parseInt(lines().orElseThrow(() -> new SQLException("the database does not run"))
                .get(PORT_LINE)
                .strip());
    }

    private Connection connect() throws SQLException {
        try {
            String password = Files.readString(home.resolve("password")).strip();
            return DriverManager.getConnection(jdbcUrl(), "tongqu", password);
        } catch (IOException e) {
            throw new SQLException("no password file", e);
        }
    }

    private Optional<List<String>> lines() {
        try {
            return Optional.of(Files.readAllLines(home.resolve("data/postmaster.pid")))
                    .filter(lines -> lines.size() > PORT_LINE);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

package org.tongqu.ittests.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.tongqu.config.embedded.PostgresBinaries;
import org.tongqu.config.embedded.PostgresServer;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.ittests.process.LedgerReading;

/** A PostgreSQL of partners; a space is a schema. */
final class FrontPostgres extends FrontServer {
    private final Path home;
    private final PostgresServer server;

    /** Starts one whose files lie in this folder. */
    FrontPostgres(Path folder) {
        try {
            home = folder.resolve("front-postgres");
            Files.createDirectories(folder);
            server = PostgresServer.start(
                    PostgresBinaries.unpackedBelow(folder.resolve("front-programs")), home, new SecureRandom());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StartRefused e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    String yaml(String space, String dialect) {
        return "vendor: postgresql, url: \"%s\", user: %s, password: \"file:%s\", schema: %s, dialect: %s, longest-pause: 500ms"
                .formatted(server.jdbcUrl(), PostgresServer.USER, home.resolve("password"), space, dialect);
    }

    @Override
    Connection connect(String space) throws SQLException {
        try {
            Connection connection = connect(
                    server.jdbcUrl(),
                    PostgresServer.USER,
                    Files.readString(home.resolve("password")).strip());
            connection.setSchema(space);
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void makeSpace(String space) throws SQLException {
        try (Connection connection = connect("public");
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + space);
        }
    }

    @Override
    void kill() {
        new LedgerReading(home).postmasterPid().flatMap(ProcessHandle::of).ifPresent(postmaster -> {
            postmaster.descendants().toList().forEach(ProcessHandle::destroyForcibly);
            postmaster.destroyForcibly();
            postmaster.onExit().join();
        });
    }

    @Override
    void startAgain() {
        try {
            server.ensureRunning();
        } catch (StartRefused e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

package org.tongqu.ittests.frontdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.tongqu.config.embedded.PostgresBinaries;
import org.tongqu.config.embedded.PostgresServer;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.ittests.process.LedgerReading;
import org.tongqu.record.site.DatabaseVendor;

/** A PostgreSQL of partners; a space is a schema. */
public final class FrontPostgres extends FrontServer {
    private final Path home;
    private final PostgresServer server;

    /** Starts one whose files lie in this folder. */
    public FrontPostgres(Path folder) {
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
    public DatabaseVendor vendor() {
        return DatabaseVendor.POSTGRESQL;
    }

    @Override
    String url(String space) {
        return server.jdbcUrl();
    }

    @Override
    String user() {
        return PostgresServer.USER;
    }

    @Override
    Path passwordFile() {
        return home.resolve("password");
    }

    @Override
    Optional<String> schema(String space) {
        return Optional.of(space);
    }

    @Override
    public String waiting() {
        return "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";
    }

    @Override
    String fileType() {
        return "bytea";
    }

    @Override
    public String markType() {
        return "smallint";
    }

    @Override
    public void makeSpace(String space) throws SQLException {
        try (Connection connection = connect("public");
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + space);
        }
    }

    @Override
    public long pid() {
        return new LedgerReading(home)
                .postmasterPid()
                .orElseThrow(() -> new IllegalStateException("the server does not run"));
    }

    @Override
    public void kill() {
        ProcessHandle.of(pid()).ifPresent(postmaster -> {
            postmaster.descendants().toList().forEach(ProcessHandle::destroyForcibly);
            postmaster.destroyForcibly();
            postmaster.onExit().join();
        });
    }

    @Override
    public void startAgain() {
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

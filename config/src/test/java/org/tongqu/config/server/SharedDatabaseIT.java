package org.tongqu.config.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.config.embedded.PostgresBinaries;
import org.tongqu.config.embedded.PostgresServer;
import org.tongqu.config.embedded.StartRefused;

/** A database of others is used only if it keeps what it commits, and only by one process under one name. */
class SharedDatabaseIT {
    private static final ScheduledExecutorService WATCHERS = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    private static Path folder;

    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start(
                PostgresBinaries.unpackedBelow(Path.of("target/postgres").toAbsolutePath()),
                folder,
                new SecureRandom());
    }

    @AfterAll
    static void stop() {
        WATCHERS.shutdownNow();
        server.close();
    }

    @Test
    void twoProcessesUnderOneNameAreOneTooMany() throws Exception {
        try (SharedDatabase first = connect("node-a", Clock.systemUTC());
                SharedDatabase other = connect("node-b", Clock.systemUTC())) {
            assertThat(first.isUp() && other.isUp()).isTrue();
            assertRefused(() -> connect("node-a", Clock.systemUTC()), "another process runs as this node");
        }
        connect("node-a", Clock.systemUTC()).close();
    }

    @Test
    void aClockThatIsFarFromTheDatabasesIsRefused() {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(40));
        assertRefused(() -> connect("node-a", ahead), "s apart; set them by NTP");
    }

    @Test
    void aDatabaseThatMayForgetWhatItCommittedIsRefused() throws Exception {
        execute("alter role tongqu set synchronous_commit = off");
        try {
            assertRefused(() -> connect("node-a", Clock.systemUTC()), "synchronous_commit must be on");
        } finally {
            execute("alter role tongqu reset synchronous_commit");
        }
    }

    @Test
    void aWrongPasswordIsSaidWithoutIt() {
        assertThatThrownBy(() -> SharedDatabase.connect(
                        new Login(server.jdbcUrl(), PostgresServer.USER, "guess-it"),
                        "node-a",
                        Clock.systemUTC(),
                        WATCHERS))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageNotContaining("guess-it");
    }

    @Test
    void itsAbsenceAndItsReturnAreSeen() throws Exception {
        try (SharedDatabase database = connect("node-c", Clock.systemUTC())) {
            server.close();
            Awaitility.await().until(() -> !database.isUp());
            server.ensureRunning();
            Awaitility.await().until(database::isUp);
            assertRefused(() -> connect("node-c", Clock.systemUTC()), "another process runs as this node");
        }
    }

    private static SharedDatabase connect(String node, Clock clock) throws StartRefused {
        return SharedDatabase.connect(
                new Login(server.jdbcUrl(), PostgresServer.USER, server.password()), node, clock, WATCHERS);
    }

    private static void assertRefused(ThrowingCallable start, String words) {
        assertThatThrownBy(start).isInstanceOf(StartRefused.class).hasMessageContaining(words);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), PostgresServer.USER, server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

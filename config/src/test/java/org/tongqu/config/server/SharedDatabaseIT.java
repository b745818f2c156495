package org.tongqu.config.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

    private static final ExecutorService OTHERS = Executors.newCachedThreadPool();

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
        OTHERS.shutdownNow();
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
    void aNameThatIsStillHeldIsWaitedFor() throws Exception {
        SharedDatabase dying = connect("node-d", Clock.systemUTC());
        Future<SharedDatabase> next = OTHERS.submit(() -> connect("node-d", Clock.systemUTC(), Duration.ofMinutes(1)));
        Awaitility.await().until(() -> number("select count(*) from pg_locks where not granted") == 1);
        dying.close();
        next.get(10, TimeUnit.SECONDS).close();
    }

    @Test
    void theNameIsAskedForUntilNobodyElseHoldsItAnyMore() throws Exception {
        try (SharedDatabase database = connect("node-e", Clock.systemUTC())) {
            Future<SharedDatabase> other =
                    OTHERS.submit(() -> connect("node-e", Clock.systemUTC(), Duration.ofMinutes(1)));
            Awaitility.await().until(() -> number("select count(*) from pg_locks where not granted") == 1);
            execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted");
            SharedDatabase holder = other.get(10, TimeUnit.SECONDS);
            Awaitility.await()
                    .until(() ->
                            number("select count(*) from pg_stat_activity where application_name = 'tongqu node-e'")
                                    == 2);
            holder.close();
            Awaitility.await()
                    .until(() -> number("select count(*) from pg_locks where locktype = 'advisory' and granted") == 1);
            assertThat(database.isUp()).isTrue();
        }
    }

    @Test
    void aMachineThatIsGoneIsMissedWithinSeconds() throws Exception {
        try (SharedDatabase database = connect("node-g", Clock.systemUTC());
                Connection connection = database.open();
                Statement statement = connection.createStatement();
                ResultSet idle = statement.executeQuery("show tcp_keepalives_idle")) {
            idle.next();
            assertThat(idle.getString(1)).isEqualTo("5");
        }
    }

    @Test
    void aClockThatIsFarFromTheDatabasesIsRefused() {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(5));
        assertRefused(() -> connect("node-a", ahead), "s apart; set them by NTP");
    }

    @Test
    void aClockThatDriftsFromTheDatabasesClosesTheIntakeUntilItIsNearAgain() throws Exception {
        SetOff clock = new SetOff();
        try (SharedDatabase database = connect("node-f", clock)) {
            clock.ahead = Duration.ofSeconds(5);
            Awaitility.await().until(() -> !database.isUp());
            clock.ahead = Duration.ofSeconds(3);
            Awaitility.await().until(database::isUp);
            clock.ahead = Duration.ofSeconds(-5);
            Awaitility.await().until(() -> !database.isUp());
        }
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
                        Duration.ZERO,
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
        return connect(node, clock, Duration.ofMillis(1));
    }

    private static SharedDatabase connect(String node, Clock clock, Duration patience) throws StartRefused {
        Login login = new Login(server.jdbcUrl(), PostgresServer.USER, server.password());
        return SharedDatabase.connect(login, node, clock, patience, WATCHERS);
    }

    private static void assertRefused(ThrowingCallable start, String words) {
        assertThatThrownBy(start).isInstanceOf(StartRefused.class).hasMessageContaining(words);
    }

    private static int number(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), PostgresServer.USER, server.password());
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getInt(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), PostgresServer.USER, server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The machine's clock, set off. */
    private static final class SetOff extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}

package org.tongqu.config.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static PostgresBinaries binaries;

    @TempDir
    Path home;

    @BeforeAll
    static void unpack() throws Exception {
        binaries = PostgresBinaries.unpackedBelow(Path.of("target/postgres").toAbsolutePath());
    }

    @Test
    void everythingThatMakesACommitDurableIsOn() throws Exception {
        try (PostgresServer server = PostgresServer.start(binaries, home, RANDOM)) {
            assertThat(show(server, "fsync")).isEqualTo("on");
            assertThat(show(server, "synchronous_commit")).isEqualTo("on");
            assertThat(show(server, "full_page_writes")).isEqualTo("on");
            assertThat(show(server, "data_checksums")).isEqualTo("on");
            assertThat(show(server, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(show(server, "password_encryption")).isEqualTo("scram-sha-256");
            assertThat(show(server, "log_min_error_statement")).isEqualTo("panic");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        try (PostgresServer server = PostgresServer.start(binaries, home, RANDOM)) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), PostgresServer.USER, "guess"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aKilledDatabaseComesBackAtTheSamePortWithWhatWasCommitted() throws Exception {
        try (PostgresServer server = PostgresServer.start(binaries, home, RANDOM)) {
            execute(server, "create table kept (n int)");
            execute(server, "insert into kept values (42)");
            String url = server.jdbcUrl();

            killPostmaster();
            assertThat(server.isAlive()).isFalse();
            server.ensureRunning();

            assertThat(server.jdbcUrl()).isEqualTo(url);
            assertThat(query(server, "select n from kept")).isEqualTo("42");
        }
    }

    @Test
    void aSurvivorOfAKilledGatewayIsAttachedTo() throws Exception {
        PostgresServer abandoned = PostgresServer.start(binaries, home, RANDOM);
        execute(abandoned, "create table kept (n int)");
        long survivor = Postmaster.of(home.resolve("data")).orElseThrow().pid();

        try (PostgresServer next = PostgresServer.start(binaries, home, RANDOM)) {
            assertThat(Postmaster.of(home.resolve("data")).orElseThrow().pid()).isEqualTo(survivor);
            assertThat(query(next, "select count(*) from kept")).isEqualTo("0");
        }
        assertThat(abandoned.isAlive()).isFalse();
    }

    @Test
    void aLockLeftByADeadProcessDoesNotHinderTheStart() throws Exception {
        PostgresServer.start(binaries, home, RANDOM).close();
        long dead = new ProcessBuilder("true").start().pid();
        Files.writeString(home.resolve("data/postmaster.pid"), dead + "\n" + home + "\n0\n1\n\n127.0.0.1\n\nready\n");

        try (PostgresServer server = PostgresServer.start(binaries, home, RANDOM)) {
            assertThat(server.isAlive()).isTrue();
        }
    }

    /** A standby that may not be asked answers as one that recovers from a crash does, for as long as we like. */
    @Test
    void aDatabaseThatRecoversForLongerThanWeArePatientIsWaitedForAndNotStopped() throws Exception {
        PostgresServer.start(binaries, home, RANDOM).close();
        Path data = home.resolve("data");
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(data.resolve("postgresql.auto.conf"), "hot_standby = off\n");
        Duration patience = Duration.ofSeconds(1);
        CompletableFuture<PostgresServer> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return PostgresServer.start(binaries, home, RANDOM, patience);
            } catch (StartRefused | IOException e) {
                throw new CompletionException(e);
            }
        });
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Postmaster.of(data).filter(Postmaster::isAlive).isPresent());
        long recovering = Postmaster.of(data).orElseThrow().pid();
        Awaitility.await()
                .during(patience.multipliedBy(3))
                .atMost(patience.multipliedBy(4))
                .until(() -> !starting.isDone());

        Files.createFile(data.resolve("promote"));
        new ProcessBuilder("kill", "-USR1", Long.toString(recovering)).start().waitFor();
        try (PostgresServer server = starting.get(30, TimeUnit.SECONDS)) {
            assertThat(Postmaster.of(data).orElseThrow().pid()).isEqualTo(recovering);
            assertThat(query(server, "select 42")).isEqualTo("42");
        }
    }

    @Test
    void aLockWithTheNumberOfAnotherProgramOrOfAZombieHindersNoStart() throws Exception {
        PostgresServer.start(binaries, home, RANDOM).close();
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0.01 & echo $!; exec sleep 60").start();
        try {
            long zombie = Long.parseLong(
                    new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))
                            .readLine());
            Awaitility.await().until(() -> Files.readString(Path.of("/proc/" + zombie + "/stat"))
                    .contains(") Z "));
            for (long number : new long[] {ProcessHandle.current().pid(), zombie}) {
                Path lock = home.resolve("data/postmaster.pid");
                Files.writeString(lock, number + "\n" + home + "\n0\n1\n\n127.0.0.1\n\nready\n");
                assertThat(Postmaster.of(home.resolve("data")))
                        .hasValueSatisfying(
                                found -> assertThat(found.isTakenForRunning()).isTrue());
                try (PostgresServer server = PostgresServer.start(binaries, home, RANDOM, Duration.ofMillis(1))) {
                    assertThat(server.isAlive()).isTrue();
                }
            }
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void anotherMajorVersionIsRefusedAndLeftAlone() throws Exception {
        Files.createDirectories(home.resolve("data"));
        Files.writeString(home.resolve("data/PG_VERSION"), "17\n");

        assertThatThrownBy(() -> PostgresServer.start(binaries, home, RANDOM))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("made by PostgreSQL 17");
    }

    private void killPostmaster() throws IOException, InterruptedException {
        Postmaster running = Postmaster.of(home.resolve("data")).orElseThrow();
        new ProcessBuilder("kill", "-9", Long.toString(running.pid())).start().waitFor();
        Awaitility.await().until(() -> !running.isAlive());
    }

    private static String show(PostgresServer server, String setting) throws SQLException {
        return query(server, "show " + setting);
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), PostgresServer.USER, server.password());
    }
}

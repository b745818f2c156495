package org.tongqu.config.embedded;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.security.key.PrivateFile;

/**
 * PostgreSQL beside this process: real programs, durable files, on loopback only, with a generated scram password.
 *
 * <p>It outlives a killed gateway; the next start attaches to the survivor instead of failing on its lock. What it answers
 * to must be the same data directory and the same password. Thread-safe.
 *
 * <p>As root, PostgreSQL refuses to run; its programs are then started in a user namespace of their own ({@code unshare -U}),
 * in which they are nobody, while the files stay ours.
 */
public final class PostgresServer implements AutoCloseable {
    /** The one user and database. */
    public static final String USER = "tongqu";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CANNOT_CONNECT_NOW = "57P03";
    private static final String RECOVERING = "it is starting up";

    private final PostgresBinaries binaries;
    private final Path pgdata;
    private final Path log;
    private final Path passwordFile;
    private final String password;
    private final int port;

    private PostgresServer(PostgresBinaries binaries, Path home, String password, int port) {
        this.binaries = binaries;
        this.pgdata = home.resolve("data");
        this.log = home.resolve("start.log");
        this.passwordFile = home.resolve("password");
        this.password = password;
        this.port = port;
    }

    /**
     * Attaches to the PostgreSQL that runs on this directory, or starts one, creating the database at the first time.
     *
     * @param home holds password, log and {@code data/}
     * @throws StartRefused if the directory was made by another major version, or PostgreSQL does not come up
     */
    public static PostgresServer start(PostgresBinaries binaries, Path home, SecureRandom random)
            throws StartRefused, IOException {
        return start(binaries, home, random, PATIENCE);
    }

    static PostgresServer start(PostgresBinaries binaries, Path home, SecureRandom random, Duration patience)
            throws StartRefused, IOException {
        PostgresServer server = prepared(binaries, home, random, LoopbackPort::free);
        server.ensureRunning(patience);
        return server;
    }

    /**
     * The same, at this port if it does not run yet and nobody else listens there.
     *
     * @param port on loopback
     * @throws StartRefused as above
     */
    public static PostgresServer startAt(int port, PostgresBinaries binaries, Path home, SecureRandom random)
            throws StartRefused, IOException {
        PostgresServer server = prepared(binaries, home, random, () -> LoopbackPort.freeAs(port));
        server.ensureRunning(PATIENCE);
        return server;
    }

    /**
     * Creates the database below {@code home} unless it is there, and starts nothing; {@link #start} finds it then.
     *
     * @throws StartRefused if the directory was made by another major version, or it cannot be created
     */
    public static void prepare(PostgresBinaries binaries, Path home, SecureRandom random)
            throws StartRefused, IOException {
        prepared(binaries, home, random, LoopbackPort::free);
    }

    private static PostgresServer prepared(
            PostgresBinaries binaries, Path home, SecureRandom random, Supplier<Integer> portIfStopped)
            throws StartRefused, IOException {
        Files.createDirectories(home);
        String password =
                HexFormat.of().formatHex(PrivateFile.openOrCreateSecret(home.resolve("password"), 32, random));
        Path pgdata = home.resolve("data");
        requireOurVersion(pgdata);
        int port = Postmaster.of(pgdata)
                .filter(Postmaster::isAlive)
                .map(Postmaster::port)
                .orElseGet(portIfStopped);
        PostgresServer server = new PostgresServer(binaries, home, password, port);
        if (!Files.exists(pgdata)) {
            server.create();
        }
        return server;
    }

    /**
     * Asks a PostgreSQL that runs below {@code home} to end as soon as nobody is connected any more, and does not wait. For a
     * process that is about to be cut off.
     */
    public static void endOnceAlone(Path home) {
        Postmaster.of(home.resolve("data"))
                .filter(Postmaster::isAlive)
                .flatMap(postmaster -> ProcessHandle.of(postmaster.pid()))
                .ifPresent(ProcessHandle::destroy);
    }

    /** Where JDBC finds it; stays the same through restarts by {@link #ensureRunning()}. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + USER;
    }

    /** The password of {@link #USER}; never to be logged. */
    public String password() {
        return password;
    }

    /** Whether its process lives. */
    public boolean isAlive() {
        return Postmaster.of(pgdata).filter(Postmaster::isAlive).isPresent();
    }

    /**
     * Attaches to it if it lives, starts it if not. While it lives and says that it is starting up, as it does for as long as it
     * recovers from a crash, it is waited for.
     *
     * @throws StartRefused if it does not come up, or something else answers in its place
     */
    public void ensureRunning() throws StartRefused {
        ensureRunning(PATIENCE);
    }

    private synchronized void ensureRunning(Duration patience) throws StartRefused {
        long deadline = System.nanoTime() + patience.toNanos();
        long nextWord = deadline;
        Optional<String> trouble = Optional.empty();
        do {
            Optional<Postmaster> running = Postmaster.of(pgdata).filter(Postmaster::isAlive);
            if (running.isEmpty()) {
                trouble = launch();
            } else if (running.get().port() != port) {
                throw new StartRefused("数据库在另一端口运行 / the database runs at another port: "
                        + running.get().port());
            } else {
                trouble = answers();
            }
            if (trouble.isEmpty() && isAlive() && answers().isEmpty()) {
                return;
            }
            if (trouble.filter(RECOVERING::equals).isPresent()) {
                deadline = System.nanoTime() + patience.toNanos();
                if (System.nanoTime() > nextWord) {
                    LOG.info("event=postgres-recovering port={} effect=\"waited for\"", port);
                    nextWord = System.nanoTime() + patience.toNanos();
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        } while (System.nanoTime() < deadline);
        throw new StartRefused("数据库没有启动，见 " + log + " / the database did not come up, see " + log
                + trouble.map(t -> ": " + t).orElse(""));
    }

    /** Stops it: open transactions are rolled back, everything committed is on disk. Does nothing if it does not run. */
    @Override
    public synchronized void close() {
        if (isAlive()) {
            run(List.of(binaries.program("pg_ctl"), "stop", "-D", pgdata.toString(), "-m", "fast", "-w", "-t", "30"))
                    .ifPresent(trouble -> LOG.warn("event=postgres-stop-failed reason=\"{}\"", trouble));
        }
    }

    private static void requireOurVersion(Path pgdata) throws StartRefused, IOException {
        Path version = pgdata.resolve("PG_VERSION");
        if (Files.exists(version)) {
            String major = Files.readString(version).strip();
            if (!major.equals(PostgresBinaries.MAJOR)) {
                throw new StartRefused("数据由 PostgreSQL " + major + " 创建，本程序带 " + PostgresBinaries.MAJOR
                        + "；请用旧版本导出后导入 / the data was made by PostgreSQL " + major + ", this program brings "
                        + PostgresBinaries.MAJOR + "; dump it with the old one and restore it");
            }
        }
    }

    /** Makes the database in a directory aside and moves it into place whole, so that a crash leaves nothing half made. */
    private void create() throws StartRefused, IOException {
        Path fresh = pgdata.resolveSibling("data.new");
        deleteTree(fresh);
        List<String> initdb = List.of(
                binaries.program("initdb"),
                "-D",
                fresh.toString(),
                "-U",
                USER,
                "--pwfile=" + passwordFile,
                "-A",
                "scram-sha-256",
                "-E",
                "UTF-8",
                "--locale=C",
                "--data-checksums");
        Optional<String> trouble = run(initdb);
        if (trouble.isPresent()) {
            throw new StartRefused("数据库无法创建 / the database cannot be created: " + trouble.get());
        }
        Files.writeString(fresh.resolve("postgresql.conf"), "\ninclude = 'tongqu.conf'\n", StandardOpenOption.APPEND);
        Files.writeString(fresh.resolve("tongqu.conf"), settings());
        // Else the power could take back that line, and PostgreSQL would start by other settings, or not at all.
        Durable.all(fresh);
        try {
            Files.move(fresh, pgdata, StandardCopyOption.ATOMIC_MOVE);
            Durable.names(pgdata.resolveSibling(""));
        } catch (AtomicMoveNotSupportedException e) {
            throw new StartRefused("数据目录的文件系统不适用 / the data directory's file system does not do", e);
        }
    }

    /** Written before every start, so that nothing durable depends on what somebody left in the files. */
    private String settings() {
        return String.join(
                "\n",
                "listen_addresses = '127.0.0.1'",
                "port = " + port,
                "unix_socket_directories = ''",
                "password_encryption = 'scram-sha-256'",
                "fsync = on",
                "synchronous_commit = on",
                "full_page_writes = on",
                "max_connections = 100",
                "shared_buffers = '128MB'",
                "max_wal_size = '1GB'",
                "jit = off",
                "timezone = 'UTC'",
                "logging_collector = on",
                "log_directory = 'log'",
                "log_filename = 'postgresql-%a.log'",
                "log_truncate_on_rotation = on",
                "log_rotation_age = '1d'",
                "# Values of records never reach the log.",
                "log_error_verbosity = terse",
                "log_min_error_statement = panic",
                "log_parameter_max_length = 0",
                "log_parameter_max_length_on_error = 0",
                "log_statement = 'none'",
                "");
    }

    private Optional<String> launch() {
        try {
            if (Postmaster.of(pgdata).filter(Postmaster::isTakenForRunning).isPresent()) {
                Postmaster.disown(pgdata);
            }
            Files.writeString(pgdata.resolve("tongqu.conf"), settings());
        } catch (IOException e) {
            return Optional.of("settings cannot be written");
        }
        LOG.info("event=postgres-start port={}", port);
        return run(List.of(
                binaries.program("pg_ctl"),
                "start",
                "-D",
                pgdata.toString(),
                "-l",
                log.toString(),
                "-w",
                "-t",
                "30",
                "-s"));
    }

    /** Empty if what answers is this data directory with this password; makes sure that the database is there. */
    private Optional<String> answers() {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            try (ResultSet answer = statement.executeQuery("show data_directory")) {
                answer.next();
                if (!Path.of(answer.getString(1)).toRealPath().equals(pgdata.toRealPath())) {
                    return Optional.of("another database answers at this port");
                }
            }
            boolean there;
            try (ResultSet answer =
                    statement.executeQuery("select 1 from pg_database where datname = '" + USER + "'")) {
                there = answer.next();
            }
            if (!there) {
                statement.execute("create database " + USER);
            }
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(
                    CANNOT_CONNECT_NOW.equals(e.getSQLState()) ? RECOVERING : String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    /** Runs a program to its end; empty if it succeeded, else its last words. */
    private Optional<String> run(List<String> command) {
        List<String> whole = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            whole.addAll(List.of("unshare", "-U"));
        }
        whole.addAll(command);
        Path output = log.resolveSibling("command.log");
        try {
            Process process = new ProcessBuilder(whole)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of(command.get(0) + " did not end");
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of(Files.readString(output).strip());
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> paths = Files.walk(tree)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}

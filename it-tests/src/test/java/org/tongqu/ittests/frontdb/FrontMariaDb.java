package org.tongqu.ittests.frontdb;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.record.site.DatabaseVendor;

/** A MariaDB of partners, from Debian's packages, on loopback with files of its own; a space is a database. */
public final class FrontMariaDb extends FrontServer {
    private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
    private static final Path DEFAULTS = Path.of("/usr/bin/my_print_defaults");
    private static final String USER = "exchange";
    private static final String PASSWORD = "a password";

    private final Path home;
    private final int port = ListeningPort.next();
    private Process server;

    /** Whether there is a MariaDB on this machine. */
    public static boolean isThere() {
        return Files.isExecutable(SERVER) && Files.isExecutable(DEFAULTS);
    }

    /** Starts one whose files lie in this folder. */
    public FrontMariaDb(Path folder) {
        home = folder.resolve("front-mariadb").toAbsolutePath();
        try {
            Files.createDirectories(home);
            secret(passwordFile(), PASSWORD);
            run(List.of(
                    "mariadb-install-db",
                    "--no-defaults",
                    "--user=" + System.getProperty("user.name"),
                    "--datadir=" + home.resolve("data"),
                    "--auth-root-authentication-method=normal",
                    "--skip-test-db"));
            startAgain();
            try (Connection connection = connect(url("mysql"), "root", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("create user '" + USER + "'@'%' identified by '" + PASSWORD + "'");
                statement.execute("grant all on *.* to '" + USER + "'@'%'");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("install.log").toFile())
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException(Files.readString(home.resolve("install.log")));
        }
    }

    @Override
    public DatabaseVendor vendor() {
        return DatabaseVendor.MARIADB;
    }

    @Override
    String url(String space) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + space;
    }

    @Override
    String user() {
        return USER;
    }

    @Override
    Path passwordFile() {
        return home.resolve("password");
    }

    @Override
    Optional<String> schema(String space) {
        return Optional.empty();
    }

    @Override
    public String waiting() {
        return "select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT'";
    }

    @Override
    String fileType() {
        return "longblob";
    }

    @Override
    public String markType() {
        return "tinyint(1)";
    }

    @Override
    public void makeSpace(String space) throws SQLException {
        try (Connection connection = connect("mysql");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + space + " character set utf8mb4");
        }
    }

    @Override
    public long pid() {
        return server.pid();
    }

    @Override
    public void kill() {
        server.destroyForcibly();
        server.onExit().join();
    }

    @Override
    public void startAgain() {
        try {
            server = new ProcessBuilder(
                            SERVER.toString(),
                            "--no-defaults",
                            "--user=" + System.getProperty("user.name"),
                            "--datadir=" + home.resolve("data"),
                            "--socket=" + home.resolve("s"),
                            "--pid-file=" + home.resolve("pid"),
                            "--bind-address=127.0.0.1",
                            "--port=" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("server.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofSeconds(30)).until(this::answers);
    }

    private boolean answers() {
        try (Connection connection = connect(url("mysql"), "root", "")) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
    }
}

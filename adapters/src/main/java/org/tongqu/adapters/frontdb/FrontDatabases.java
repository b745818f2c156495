package org.tongqu.adapters.frontdb;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.tongqu.record.dialect.Secret;
import org.tongqu.record.site.FrontDatabase;

/**
 * Connections to partners' databases: at most four to each, none while nothing is to be done, every wait bounded. Credentials are read when a
 * connection is made, so that they can be changed where they are kept. Thread-safe.
 */
public final class FrontDatabases implements AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(FrontDatabases.class);
    private static final int CONNECTIONS = 4;
    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration STATEMENT = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final Map<Access, HikariDataSource> pools = new ConcurrentHashMap<>();
    private final Map<Access, Layouts> layouts = new ConcurrentHashMap<>();
    private final Drivers drivers;
    private final ScheduledExecutorService keeper;

    /**
     * Connects to nothing yet.
     *
     * @param keeper for the pools' housekeeping; not closed here
     */
    public FrontDatabases(Drivers drivers, ScheduledExecutorService keeper) {
        this.drivers = drivers;
        this.keeper = keeper;
    }

    private record Access(String url, Secret user, Secret password, @Nullable String schema) {
        static Access of(FrontDatabase database) {
            return new Access(database.url(), database.user(), database.password(), database.schema());
        }
    }

    /** What is done in one transaction. */
    interface Work<T> {
        T run(Session session) throws SQLException, Column.Unfit;
    }

    /**
     * Runs one transaction, read committed.
     *
     * @throws SQLException if it was not committed, or is not known to be; see {@link Commit}
     * @throws Column.Unfit as the work throws it
     */
    <T> T transaction(FrontDatabase database, Work<T> work) throws SQLException, Column.Unfit {
        return run(database, Connection.TRANSACTION_READ_COMMITTED, work);
    }

    /**
     * Reads in one transaction, everything as of one moment where the vendor has that without locks; else each statement as of its own.
     *
     * @throws SQLException if something cannot be read
     * @throws Column.Unfit as the work throws it
     */
    <T> T snapshot(FrontDatabase database, Work<T> work) throws SQLException, Column.Unfit {
        return run(database, snapshotOf(database), work);
    }

    private static int snapshotOf(FrontDatabase database) {
        return switch (database.vendor()) {
            case POSTGRESQL, MARIADB, KINGBASE, OPENGAUSS -> Connection.TRANSACTION_REPEATABLE_READ;
            case ORACLE, SQLSERVER, DAMENG -> Connection.TRANSACTION_READ_COMMITTED;
        };
    }

    /**
     * Opens a file. Its transaction ends when it is closed.
     *
     * @throws SQLException if it cannot be read
     * @throws Column.Unfit as the work throws it
     */
    Optional<InputStream> file(FrontDatabase database, Work<Optional<InputStream>> work)
            throws SQLException, Column.Unfit {
        Access access = Access.of(database);
        Connection connection = pool(access).getConnection();
        boolean isOpen = false;
        try {
            begin(connection, snapshotOf(database));
            Optional<InputStream> file = work.run(session(connection, database, access))
                    .map(octets -> new FileOfConnection(octets, connection));
            isOpen = file.isPresent();
            return file;
        } catch (SQLException e) {
            layouts.remove(access);
            throw e;
        } finally {
            if (!isOpen) {
                rollback(connection);
                connection.close();
            }
        }
    }

    /** Gives the connection back when the file is closed. */
    private static final class FileOfConnection extends FilterInputStream {
        private final Connection connection;

        FileOfConnection(InputStream octets, Connection connection) {
            super(octets);
            this.connection = connection;
        }

        @Override
        public void close() throws IOException {
            super.close();
            rollback(connection);
            try {
                connection.close();
            } catch (SQLException gone) {
                throw new IOException("SQL state " + SqlTrouble.state(gone));
            }
        }
    }

    private <T> T run(FrontDatabase database, int isolation, Work<T> work) throws SQLException, Column.Unfit {
        Access access = Access.of(database);
        try (Connection connection = pool(access).getConnection()) {
            begin(connection, isolation);
            Session session = session(connection, database, access);
            T result;
            try {
                result = work.run(session);
            } catch (SQLException | Column.Unfit | RuntimeException e) {
                rollback(connection);
                throw e;
            }
            commit(connection);
            return result;
        } catch (SQLException e) {
            // Its tables may have been changed; they are looked at anew.
            layouts.remove(access);
            throw e;
        }
    }

    private static void begin(Connection connection, int isolation) throws SQLException {
        boundWaits(connection);
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            // The pool may have begun a transaction to see whether the connection lives.
            connection.rollback();
            connection.setTransactionIsolation(isolation);
        }
    }

    private Session session(Connection connection, FrontDatabase database, Access access) {
        return new Session(connection, database, layouts.computeIfAbsent(access, any -> new Layouts()), STATEMENT);
    }

    /** A commit of which it is not known whether it happened. */
    static final class Commit extends SQLException {
        private static final long serialVersionUID = 1L;

        Commit(SQLException cause) {
            super("the commit was not answered", cause.getSQLState(), cause);
        }
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException unanswered) {
            throw new Commit(unanswered);
        }
    }

    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            LOG.debug("nothing to roll back on a lost connection, SQL state {}", gone.getSQLState());
        }
    }

    private static void boundWaits(Connection connection) throws SQLException {
        try {
            connection.setNetworkTimeout(
                    Runnable::run, (int) STATEMENT.plus(TO_CONNECT).toMillis());
        } catch (SQLFeatureNotSupportedException statementsHaveTheirOwn) {
            LOG.debug("the driver bounds its statements only");
        }
    }

    private HikariDataSource pool(Access access) {
        return pools.computeIfAbsent(access, this::open);
    }

    private HikariDataSource open(Access access) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("frontdb-" + pools.size());
        config.setDataSource(new DriverSource(access, drivers));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setMaxLifetime(LIFE.toMillis());
        config.setConnectionTimeout(TO_CONNECT.toMillis());
        config.setValidationTimeout(TO_CONNECT.toMillis() / 2);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setScheduledExecutor(keeper);
        return new HikariDataSource(config);
    }

    /** Closes every connection. */
    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
    }

    /** Connects by a driver of the folder, which the driver manager would not find. */
    private record DriverSource(Access access, Drivers drivers) implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            Driver driver = drivers.forAddress(access.url())
                    .orElseThrow(() -> new SQLException(
                            "there is no driver for " + access.url().replaceFirst("^(jdbc:[a-z0-9]+).*$", "$1") + " in "
                                    + drivers.folder(),
                            "08001"));
            Properties properties = new Properties();
            properties.setProperty("user", access.user().reveal());
            properties.setProperty("password", access.password().reveal());
            Connection connection = driver.connect(access.url(), properties);
            if (connection == null) {
                throw new SQLException("the driver does not take the address", "08001");
            }
            return connection;
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException("the site says by whom");
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        /** For how many seconds a pool that closes waits for its thread that connects, and no driver. */
        @Override
        public int getLoginTimeout() {
            return 1;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("it logs nothing");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("it wraps nothing");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}

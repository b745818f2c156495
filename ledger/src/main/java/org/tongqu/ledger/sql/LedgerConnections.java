package org.tongqu.ledger.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.failure.LedgerUnavailable;

/** Opens connections with bounded waits and runs transactions on them. Thread-safe. */
public final class LedgerConnections {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerConnections.class);
    private static final int TRIES = 4;
    /** A node that stands still or is gone within a transaction lets go what it has locked. */
    private static final String NOT_IDLE = "idle_in_transaction_session_timeout = 30000";

    private final DataSource source;
    private final Duration statementTimeout;

    public LedgerConnections(DataSource source, Duration statementTimeout) {
        this.source = source;
        this.statementTimeout = statementTimeout;
    }

    /**
     * A connection for a group commit, to be kept. Its plans are generic and go by index, whatever the statistics say: the
     * tables start empty and grow fast, and a plan made for an empty table reads a full one from end to end.
     */
    public Connection writer() throws SQLException {
        Connection connection =
                configured("set synchronous_commit = on; set jit = off; set plan_cache_mode = force_generic_plan;"
                        + " set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
                        + " set lock_timeout = 1000; set " + NOT_IDLE + "; set statement_timeout = "
                        + statementTimeout.toMillis());
        connection.commit();
        return connection;
    }

    /** Drops a connection that broke. */
    public static void drop(Connection connection) {
        try {
            connection.close();
        } catch (SQLException gone) {
            LOG.debug("a broken connection could not be closed, SQL state {}", gone.getSQLState());
        }
    }

    /** Gives a kept connection back as it was found. */
    public static void giveBack(Connection connection) {
        try (connection) {
            connection.rollback();
            try (Statement statement = connection.createStatement()) {
                statement.execute("reset all");
            }
            connection.commit();
        } catch (SQLException gone) {
            LOG.debug("a connection was already gone, SQL state {}", gone.getSQLState());
        }
    }

    /**
     * Runs one transaction of its own; a deadlock is tried again.
     *
     * @throws LedgerUnavailable if it was not committed, or is not known to be
     */
    public <T> T transaction(Work<T> work) {
        return repeated(work, "");
    }

    /** The same, and its plans go by index, whatever the statistics say: for what must not get dearer with what waits. */
    public <T> T byIndex(Work<T> work) {
        return repeated(work, " set local enable_seqscan = off;");
    }

    private <T> T repeated(Work<T> work, String settings) {
        for (int tried = 1; ; tried++) {
            try {
                return once(work, settings);
            } catch (SQLException e) {
                if (SqlFailure.of(e) != SqlFailure.AGAIN || tried == TRIES) {
                    throw unavailable(e);
                }
            }
        }
    }

    public static LedgerUnavailable unavailable(SQLException e) {
        String what = "the ledger cannot be reached or cannot work";
        return new LedgerUnavailable(what, SqlFailure.withoutValues(what, e));
    }

    private <T> T once(Work<T> work, String settings) throws SQLException {
        Connection connection = configured("set local lock_timeout = 2000; set local jit = off;"
                + " set local enable_hashjoin = off; set local enable_mergejoin = off;"
                + " set local synchronous_commit = on; set local " + NOT_IDLE + "; set local statement_timeout = "
                + statementTimeout.toMillis()
                + ";"
                + settings);
        try (connection) {
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection);
                throw e;
            }
        }
    }

    public static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            LOG.debug("nothing to roll back on a lost connection, SQL state {}", gone.getSQLState());
        }
    }

    private Connection configured(String settings) throws SQLException {
        Connection connection = source.getConnection();
        try {
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(
                    Runnable::run, (int) statementTimeout.multipliedBy(2).toMillis());
            try (Statement statement = connection.createStatement()) {
                statement.execute(settings);
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** What is done in one transaction. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}

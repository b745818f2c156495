package org.tongqu.config.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.config.embedded.StartRefused;

/**
 * A PostgreSQL that the nodes of a site share. It must be of the version that the embedded one is, must sync what it commits, and its
 * clock must be near ours: leases are written by one node and judged by another. A connection of its own looks whether all that is still
 * so, and holds the node's name, so that no two processes run under one name.
 */
final class SharedDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(SharedDatabase.class);
    /** Two nodes are apart by twice that at most: less than a lease has left when its attempt has to be over. */
    private static final Duration MOST_APART = Duration.ofSeconds(4);

    private static final int LEAST_VERSION = 180_000;
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);
    private static final List<String> MUST_BE_ON = List.of("fsync", "full_page_writes", "synchronous_commit");
    private static final int NODES = 0x746e_6f64;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Login login;
    private final String node;
    private final Clock clock;
    private @Nullable Connection look;
    private boolean holdsName;
    private boolean answered = true;
    private boolean near = true;
    private volatile boolean up = true;
    private volatile boolean closed;

    private SharedDatabase(Login login, String node, Clock clock) {
        this.login = login;
        this.node = node;
        this.clock = clock;
    }

    /**
     * Connects.
     *
     * @param node the name that this process runs under
     * @param clock by which leases go
     * @param patience how long the name may still be held: after a loss of power the database takes a while to miss its holder
     * @throws StartRefused if it does not answer, is not what is needed, or another process runs under this name
     */
    static SharedDatabase connect(
            Login login, String node, Clock clock, Duration patience, ScheduledExecutorService watchers)
            throws StartRefused {
        SharedDatabase database = new SharedDatabase(login, node, clock);
        try {
            Connection connection = database.open();
            database.look = connection;
            database.requireFit(connection);
            database.takeName(connection, patience);
        } catch (StartRefused refused) {
            database.close();
            throw refused;
        } catch (SQLException e) {
            database.close();
            throw StartRefused.forNow(
                    "数据库连接不上 / the database cannot be reached: " + login.address() + ": " + e.getMessage(), e);
        }
        watchers.scheduleWithFixedDelay(database::look, 500, 500, TimeUnit.MILLISECONDS);
        return database;
    }

    @Override
    public String jdbcUrl() {
        return login.url();
    }

    @Override
    public String user() {
        return login.user();
    }

    @Override
    public String password() {
        return login.password();
    }

    @Override
    public boolean isUp() {
        return up;
    }

    private void requireFit(Connection connection) throws SQLException, StartRefused {
        if (Integer.parseInt(show(connection, "server_version_num")) < LEAST_VERSION) {
            throw new StartRefused("数据库须为 PostgreSQL 18 或更高版本 / the database must be PostgreSQL 18 or later, it is "
                    + show(connection, "server_version"));
        }
        for (String setting : MUST_BE_ON) {
            if (show(connection, setting).equals("off")) {
                throw new StartRefused("数据库的 " + setting + " 必须打开，否则受理的记录会丢失 / the database's " + setting
                        + " must be on, or accepted records can be lost");
            }
        }
        Duration apart = apart(connection);
        if (apart.compareTo(MOST_APART) > 0) {
            throw new StartRefused(
                    "本机与数据库的时钟相差 " + apart.toSeconds() + " 秒，请校时 / this machine's clock and the database's are "
                            + apart.toSeconds() + " s apart; set them by NTP");
        }
    }

    /** How far our clock is from the database's at least, however long the answer takes. */
    private Duration apart(Connection connection) throws SQLException {
        Instant before = clock.instant();
        Instant theirs = now(connection);
        Instant after = clock.instant();
        if (theirs.isBefore(before)) {
            return Duration.between(theirs, before);
        }
        return theirs.isAfter(after) ? Duration.between(after, theirs) : Duration.ZERO;
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("show " + setting)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static Instant now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("select clock_timestamp()")) {
            answer.next();
            return answer.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private void takeName(Connection connection, Duration patience) throws SQLException, StartRefused {
        answersWithin(connection, patience.plus(ANSWERS_WITHIN));
        try (Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = " + patience.toMillis());
            statement.execute("select pg_advisory_lock" + name());
            holdsName = true;
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw StartRefused.forNow(
                        "另一个进程正以此节点名运行；请停掉它。数据目录若是复制来的，请改用新的空目录 / another process runs as this node: end it;"
                                + " if this data directory is a copy of another node's, begin with an empty one",
                        e);
            }
            throw e;
        }
        answersWithin(connection, ANSWERS_WITHIN);
    }

    /** The name ends with the connection; an old one of ours may hold it for a while. */
    private void keepName(Connection connection) throws SQLException {
        if (holdsName) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("select pg_try_advisory_lock" + name())) {
            answer.next();
            holdsName = answer.getBoolean(1);
        }
    }

    private String name() {
        return "(" + NODES + ", " + node.hashCode() + ")";
    }

    private synchronized void look() {
        if (closed) {
            return;
        }
        boolean answers = asks(look) || asks(null);
        if (answered && !answers) {
            LOG.error("event=database-gone effect=\"intake closed, lanes pause\"");
        } else if (!answered && answers) {
            LOG.info("event=database-back");
        }
        answered = answers;
        up = answers && near;
    }

    /** Whether it answers over this connection, or over a new one. A broken one is dropped. */
    private boolean asks(@Nullable Connection open) {
        try {
            Connection connection = open == null ? openAgain() : open;
            compareClocks(connection);
            keepName(connection);
            return true;
        } catch (SQLException away) {
            drop();
            return false;
        }
    }

    private void compareClocks(Connection connection) throws SQLException {
        Duration apart = apart(connection);
        boolean isNear = apart.compareTo(MOST_APART) <= 0;
        if (near && !isNear) {
            LOG.error(
                    "event=database-clock-apart seconds={} effect=\"intake closed, not ready until they are near, or until a"
                            + " restart takes the machine's time over\"",
                    apart.toSeconds());
        } else if (!near && isNear) {
            LOG.info("event=database-clock-near");
        }
        near = isNear;
    }

    private Connection openAgain() throws SQLException {
        Connection connection = open();
        look = connection;
        keepName(connection);
        if (!holdsName) {
            LOG.warn("event=node-name-held-elsewhere effect=\"asked for again until it is free\"");
        }
        return connection;
    }

    private static void answersWithin(Connection connection, Duration time) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) time.toMillis());
    }

    Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        String seconds = Long.toString(ANSWERS_WITHIN.toSeconds());
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("options", OPTIONS);
        properties.setProperty("ApplicationName", "tongqu " + node);
        return DriverManager.getConnection(login.url(), properties);
    }

    private void drop() {
        Connection connection = look;
        look = null;
        holdsName = false;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException gone) {
                LOG.debug("a broken connection could not be closed, SQL state {}", gone.getSQLState());
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        drop();
    }
}

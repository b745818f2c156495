package org.tongqu.config.server;

/** The PostgreSQL that holds the ledger. Thread-safe. */
public interface Database extends AutoCloseable {
    /**
     * The driver's {@code options} of every connection: the database finds within some 11 s that a machine of ours is gone, and lets go
     * what its connections held. By itself it takes hours.
     */
    String OPTIONS = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
            + " -c tcp_user_timeout=11000";

    /** Where JDBC finds it. */
    String jdbcUrl();

    /** The user to connect as. */
    String user();

    /** The user's password; never to be logged. */
    String password();

    /** Whether it answered at the last look. */
    boolean isUp();

    /** Lets it go; one of our own is stopped. */
    @Override
    void close();
}

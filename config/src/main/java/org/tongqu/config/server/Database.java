package org.tongqu.config.server;

/** The PostgreSQL that holds the ledger. Thread-safe. */
public interface Database extends AutoCloseable {
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

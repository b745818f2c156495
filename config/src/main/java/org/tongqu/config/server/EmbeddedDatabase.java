package org.tongqu.config.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.ScheduledExecutorService;
import org.tongqu.config.embedded.PostgresServer;
import org.tongqu.config.embedded.StartRefused;

/**
 * PostgreSQL beside this process, brought back when it dies.
 *
 * @param server runs
 * @param watch brings it back
 */
record EmbeddedDatabase(PostgresServer server, DatabaseWatch watch) implements Database {
    static EmbeddedDatabase start(OwnLedger ledger, SecureRandom random, ScheduledExecutorService watchers)
            throws StartRefused, IOException {
        PostgresServer server = ledger.start(random);
        DatabaseWatch watch = new DatabaseWatch(server);
        watch.start(watchers);
        return new EmbeddedDatabase(server, watch);
    }

    @Override
    public String jdbcUrl() {
        return server.jdbcUrl();
    }

    @Override
    public String user() {
        return PostgresServer.USER;
    }

    @Override
    public String password() {
        return server.password();
    }

    @Override
    public boolean isUp() {
        return watch.isUp();
    }

    @Override
    public void close() {
        watch.stop();
        server.close();
    }
}

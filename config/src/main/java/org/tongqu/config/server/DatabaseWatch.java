package org.tongqu.config.server;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.config.embedded.PostgresServer;
import org.tongqu.config.embedded.StartRefused;

/** Brings the embedded database back when its process dies. Looks once a second; tries for ever. Thread-safe. */
final class DatabaseWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);

    private final PostgresServer postgres;
    private volatile boolean up = true;
    private volatile boolean stopped;

    /** @param postgres started already */
    DatabaseWatch(PostgresServer postgres) {
        this.postgres = postgres;
    }

    /** Looks from now on. */
    void start(ScheduledExecutorService scheduler) {
        scheduler.scheduleWithFixedDelay(this::look, 500, 500, TimeUnit.MILLISECONDS);
    }

    /** Whether its process was there at the last look. */
    boolean isUp() {
        return up;
    }

    /** Called before the database is stopped on purpose. */
    void stop() {
        stopped = true;
    }

    private void look() {
        if (stopped || postgres.isAlive()) {
            return;
        }
        up = false;
        LOG.error("event=database-gone effect=\"intake closed, lanes pause\"");
        try {
            postgres.ensureRunning();
            up = true;
            LOG.info("event=database-back");
        } catch (StartRefused e) {
            LOG.error("event=database-restart-failed reason=\"{}\"", e.getMessage());
        } catch (RuntimeException unexpected) {
            LOG.error("event=database-restart-failed", unexpected);
        }
    }
}

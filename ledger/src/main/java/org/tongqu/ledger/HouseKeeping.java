package org.tongqu.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.port.Sites;

/** Makes partitions ahead and forgets what may be forgotten, once an hour. */
final class HouseKeeping {
    private static final Logger LOG = LoggerFactory.getLogger(HouseKeeping.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final List<String> BY_MONTH =
            List.of("records", "deliveries", "timeline", "sent_bodies", "party_receipts", "index_marks");

    private final LedgerConnections connections;
    private final Sites sites;
    private final int monthsAhead;
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    HouseKeeping(LedgerConnections connections, Sites sites, int monthsAhead) {
        this.connections = connections;
        this.sites = sites;
        this.monthsAhead = monthsAhead;
    }

    /** Keeps house if an hour has passed since it was done. */
    void keep(Instant now) {
        long before = last.get();
        if (before > now.minus(EVERY).toEpochMilli() || !last.compareAndSet(before, now.toEpochMilli())) {
            return;
        }
        makeMonths(now);
        Duration retention = sites.current().limits().identityRetention();
        int forgotten = connections.transaction(connection -> forget(connection, now, retention));
        LOG.debug("{} identities and proofs were forgotten", forgotten);
    }

    /** Makes the partitions of this month and those ahead. */
    void makeMonths(Instant now) {
        int month = RecordNumber.month(now);
        for (int ahead = 0; ahead <= monthsAhead; ahead++) {
            int wanted = month + ahead;
            connections.transaction(connection -> Query.on(connection, "select make_month(?)::text as made")
                    .value(wanted)
                    .list(row -> row.text("made"))
                    .size());
        }
        for (String table : BY_MONTH) {
            boolean stray = connections.transaction(
                    connection -> Query.on(connection, "select exists (select 1 from " + table + "_default) as stray")
                            .list(row -> row.flag("stray"))
                            .contains(true));
            if (stray) {
                LOG.error("ALARM: {}_default has rows: partitions were not made in time; move them to a month", table);
            }
        }
    }

    private static int forget(Connection connection, Instant now, Duration retention) throws SQLException {
        int proofs = Query.on(connection, "delete from proofs where forget_after < ?")
                .value(now)
                .run();
        return proofs
                + Query.on(connection, "delete from identities where accepted_at < ?")
                        .value(now.minus(retention))
                        .run();
    }
}

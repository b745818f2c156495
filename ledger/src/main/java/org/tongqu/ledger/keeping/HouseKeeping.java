package org.tongqu.ledger.keeping;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.RecordNumber;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.QueryLedger;
import org.tongqu.record.port.Sites;

/**
 * Makes partitions ahead and forgets what may be forgotten, once an hour. It forgets in steps, one at a call, each short enough
 * for a statement and for the sweep that waits for it, until nothing is left.
 */
public final class HouseKeeping {
    private static final Logger LOG = LoggerFactory.getLogger(HouseKeeping.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int FORGOTTEN_AT_ONCE = 10_000;
    private static final List<String> BY_MONTH =
            List.of("records", "deliveries", "timeline", "sent_bodies", "party_receipts", "index_marks");

    private final LedgerConnections connections;
    private final Sites sites;
    private final int monthsAhead;
    private final Queue<Stale> stale = new ConcurrentLinkedQueue<>();
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    public HouseKeeping(LedgerConnections connections, Sites sites, int monthsAhead) {
        this.connections = connections;
        this.sites = sites;
        this.monthsAhead = monthsAhead;
    }

    /** Keeps house if an hour has passed since it was done, and goes on forgetting what was stale then. */
    public void keep(Instant now) {
        long before = last.get();
        if (before <= now.minus(EVERY).toEpochMilli() && last.compareAndSet(before, now.toEpochMilli())) {
            makeMonths(now);
            forgetAnswers(now);
            findStale(now);
        }
        forgetSome();
    }

    /** Makes the partitions of this month and those ahead. */
    public void makeMonths(Instant now) {
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

    /** What was answered is confidential and of no use to anybody any more; that it was answered stays. */
    private void forgetAnswers(Instant now) {
        connections.transaction(connection -> Query.on(
                        connection,
                        """
                update queries set answer_payload = null, answer_protected = null, answer_signature = null
                where answer_payload is not null and concluded_at < ?
                """)
                .value(now.minus(QueryLedger.SAME_ANSWER))
                .run());
    }

    private void findStale(Instant now) {
        Instant accepted = now.minus(sites.current().limits().identityRetention());
        List<Stale> found = new ArrayList<>();
        found.add(new Stale("proofs", "forget_after", now));
        found.add(new Stale("queries", "asked_at", accepted));
        found.add(new Stale("unmapped_codes", "last_at", accepted));
        connections
                .transaction(connection -> Query.on(
                                connection,
                                "select inhrelid::regclass::text as part from pg_inherits"
                                        + " where inhparent = 'identities'::regclass order by part")
                        .list(row -> row.text("part")))
                .forEach(part -> found.add(new Stale(part, "accepted_at", accepted)));
        stale.clear();
        stale.addAll(found);
    }

    /** One step. A table where it fails waits for the next hour: the sweep has more urgent things to do. */
    private void forgetSome() {
        Stale some = stale.poll();
        if (some == null) {
            return;
        }
        try {
            int forgotten = connections.transaction(some::forget);
            LOG.debug("{} rows of {} were forgotten", forgotten, some.table);
            if (forgotten == FORGOTTEN_AT_ONCE) {
                stale.add(some);
            }
        } catch (LedgerUnavailable failed) {
            LOG.warn("What is stale in {} is kept for another hour: {}", some.table, failed.getMessage());
        }
    }

    /**
     * What may be forgotten in one table.
     *
     * @param table a table that is no parent, so that its rows are found by place
     * @param column its time
     * @param before what is older goes
     */
    private record Stale(String table, String column, Instant before) {
        int forget(Connection connection) throws SQLException {
            return Query.on(
                            connection,
                            "delete from " + table + " where ctid = any (array(select ctid from " + table + " where "
                                    + column + " < ? limit ?))")
                    .value(before)
                    .value(FORGOTTEN_AT_ONCE)
                    .run();
        }
    }
}

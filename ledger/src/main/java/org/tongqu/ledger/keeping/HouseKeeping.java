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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.RecordNumber;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.Sites;

/**
 * Makes partitions ahead and forgets what may be forgotten, once an hour. It forgets in steps, one at a call, each short enough
 * for a statement and for the sweep that waits for it, until nothing is left.
 */
public final class HouseKeeping {
    private static final Logger LOG = LoggerFactory.getLogger(HouseKeeping.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int FORGOTTEN_AT_ONCE = 10_000;
    private static final List<String> BY_MONTH = List.of(
            "records", "deliveries", "timeline", "sent_bodies", "party_receipts", "index_marks", "material_grants");

    private final LedgerConnections connections;
    private final Sites sites;
    private final int monthsAhead;
    private final Function<Instant, List<Chore>> more;
    private final Queue<Chore> chores = new ConcurrentLinkedQueue<>();
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    /**
     * Keeps the house of the ledger.
     *
     * @param connections for its steps
     * @param sites how long is remembered
     * @param monthsAhead how many months of partitions there are at least
     * @param more what else there is to be done at a time
     */
    public HouseKeeping(
            LedgerConnections connections, Sites sites, int monthsAhead, Function<Instant, List<Chore>> more) {
        this.connections = connections;
        this.sites = sites;
        this.monthsAhead = monthsAhead;
        this.more = more;
    }

    /** Keeps house if an hour has passed since it was done, and goes on forgetting what was stale then. */
    public void keep(Instant now) {
        long before = last.get();
        if (before <= now.minus(EVERY).toEpochMilli() && last.compareAndSet(before, now.toEpochMilli())) {
            makeMonths(now);
            findChores(now);
        }
        doSome();
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

    private void findChores(Instant now) {
        Instant accepted = now.minus(sites.current().limits().identityRetention());
        List<Chore> found = new ArrayList<>();
        found.add(new Stale("proofs", "forget_after", now));
        found.add(new Stale("queries", "asked_at", accepted));
        found.add(new Stale("query_attempts", "began_at", accepted));
        found.add(new Stale("call_messages", "came_at", accepted));
        found.add(new Stale("unmapped_codes", "last_at", accepted));
        found.add(new Stale("file_names", "at", accepted));
        found.add(new Stale("files_left", "at", accepted));
        found.add(new Stale("days_told", "at", accepted));
        connections
                .transaction(connection -> Query.on(
                                connection,
                                "select inhrelid::regclass::text as part from pg_inherits"
                                        + " where inhparent = 'identities'::regclass order by part")
                        .list(row -> row.text("part")))
                .forEach(part -> found.add(new Stale(part, "accepted_at", accepted)));
        found.addAll(more.apply(now));
        chores.clear();
        chores.addAll(found);
    }

    /** One step. What fails waits for the next hour: the sweep has more urgent things to do. */
    private void doSome() {
        Chore some = chores.poll();
        if (some == null) {
            return;
        }
        try {
            if (connections.transaction(some::step)) {
                chores.add(some);
            }
        } catch (LedgerUnavailable failed) {
            LOG.warn("What is stale in {} is kept for another hour: {}", some.about(), failed.getMessage());
        }
    }

    /**
     * What may be forgotten in one table.
     *
     * @param about a table that is no parent, so that its rows are found by place
     * @param column its time
     * @param before what is older goes
     */
    private record Stale(String about, String column, Instant before) implements Chore {
        @Override
        public boolean step(Connection connection) throws SQLException {
            int forgotten = Query.on(
                            connection,
                            "delete from " + about + " where ctid = any (array(select ctid from " + about + " where "
                                    + column + " < ? limit ?))")
                    .value(before)
                    .value(FORGOTTEN_AT_ONCE)
                    .run();
            LOG.debug("{} rows of {} were forgotten", forgotten, about);
            return forgotten == FORGOTTEN_AT_ONCE;
        }
    }
}

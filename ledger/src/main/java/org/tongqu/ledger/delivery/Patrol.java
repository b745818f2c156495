package org.tongqu.ledger.delivery;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.PartyId;

/**
 * Walks over all heads again and again, a bounded stretch at a time, for what no index knows because every claim changes it:
 * leases that have passed, lanes that are at work, bells that are on their way. A small ledger is one stretch. Used by the sweep,
 * one round at a time.
 */
final class Patrol {
    /** A walk over a million heads takes a hundred rounds, fifty seconds; a lease is half a minute at least. */
    private static final int STRETCH = 10_000;

    private static final Place BEGINNING = new Place(null, 0);
    private static final BellDesk.Flow NOTHING = new BellDesk.Flow(0, 0);

    private final LedgerConnections connections;
    private final BellDesk desk;
    private final Set<PartyId> idle = new HashSet<>();
    private Place from = BEGINNING;
    private @Nullable Tally unfinished;
    private BellDesk.@Nullable Flow beforeUnfinished;

    Patrol(LedgerConnections connections, BellDesk desk) {
        this.connections = connections;
        this.desk = desk;
    }

    /**
     * Walks over the next stretch, and settles the bells of lanes with a closed circuit that have now been seen whole.
     *
     * @param lostWhenBusy a bell rung before this is lost in a lane that is at work
     * @param lostWhenIdle the same in a lane that is not
     */
    Walked next(Instant now, Instant lostWhenBusy, Instant lostWhenIdle) {
        Place begin = from;
        Map<PartyId, BellDesk.Flow> flows = desk.flows();
        List<Tally> found = connections.byIndex(connection -> Query.on(
                        connection,
                        """
                select s.lane, max(s.key_id) as last_key, count(*) as heads, l.open_since is not null as open, l.closed_at,
                    count(*) filter (where s.state = 'SENDING' and s.lease_until <= ?) as expired,
                    coalesce(bool_or(s.state = 'SENDING' and s.lease_until > ?), false) as busy,
                    count(*) filter (where s.rung_at >= greatest(?::timestamptz, l.closed_at)) as outstanding_busy,
                    count(*) filter (where s.rung_at >= greatest(?::timestamptz, l.closed_at)) as outstanding_idle
                from (select h.lane, h.key_id, h.state, h.lease_until, h.rung_at from heads h where (h.lane, h.key_id) > (?, ?)
                    order by h.lane, h.key_id limit ?) s
                left join lanes l on l.lane = s.lane
                group by s.lane, l.open_since, l.closed_at order by s.lane
                """)
                .value(now)
                .value(now)
                .value(lostWhenBusy)
                .value(lostWhenIdle)
                .value(begin.laneText())
                .value(begin.key)
                .value(STRETCH)
                .list(Tally::read));
        boolean isLast = found.stream().mapToInt(Tally::heads).sum() < STRETCH;
        Tally before = unfinished;
        if (before != null) {
            flows.put(before.lane, Objects.requireNonNullElse(beforeUnfinished, NOTHING));
        }
        List<Tally> whole = joined(before, found);
        unfinished = isLast ? null : whole.remove(whole.size() - 1);
        beforeUnfinished = unfinished == null ? null : flows.get(unfinished.lane);
        for (Tally tally : whole) {
            remember(tally);
            if (!tally.open) {
                desk.settle(tally.lane, tally.outstanding(), flows.getOrDefault(tally.lane, NOTHING));
            }
        }
        from = isLast ? BEGINNING : Place.of(found.get(found.size() - 1));
        return new Walked(begin, isLast ? null : from, found.stream().anyMatch(tally -> tally.expired > 0));
    }

    /** Whether the lane was not at work when it was last walked over; a lane that was never seen whole is taken to be. */
    boolean isIdle(PartyId lane) {
        return idle.contains(lane) && (unfinished == null || !unfinished.lane.equals(lane) || !unfinished.busy);
    }

    private static List<Tally> joined(@Nullable Tally before, List<Tally> found) {
        List<Tally> joined = new ArrayList<>(found);
        if (before != null && !found.isEmpty() && found.get(0).lane.equals(before.lane)) {
            joined.set(0, before.and(found.get(0)));
        } else if (before != null) {
            joined.add(0, before);
        }
        return joined;
    }

    private void remember(Tally tally) {
        if (tally.busy) {
            idle.remove(tally.lane);
        } else {
            idle.add(tally.lane);
        }
    }

    /**
     * What was walked over.
     *
     * @param after where it began, not included
     * @param upTo where it ended, included; null if behind the last head
     * @param hasExpired whether a lease has passed there
     */
    record Walked(Place after, @Nullable Place upTo, boolean hasExpired) {}

    /**
     * A place in the order of lanes and keys.
     *
     * @param lane null before all lanes
     * @param key a key's number
     */
    record Place(@Nullable PartyId lane, long key) {
        static Place of(Tally tally) {
            return new Place(tally.lane, tally.lastKey);
        }

        String laneText() {
            return lane == null ? "" : lane.value();
        }
    }

    private record Tally(
            PartyId lane,
            long lastKey,
            int heads,
            boolean open,
            @Nullable Instant closedAt,
            int expired,
            boolean busy,
            int outstandingBusy,
            int outstandingIdle) {
        static Tally read(Row row) throws SQLException {
            return new Tally(
                    row.lane(),
                    row.number("last_key"),
                    row.count("heads"),
                    row.flag("open"),
                    row.timeOrNull("closed_at"),
                    row.count("expired"),
                    row.flag("busy"),
                    row.count("outstanding_busy"),
                    row.count("outstanding_idle"));
        }

        /** A lane whose circuit opened or closed while it was walked over counts as open: its bells are counted the next time. */
        Tally and(Tally next) {
            boolean changed = closedAt == null ? next.closedAt != null : !closedAt.equals(next.closedAt);
            return new Tally(
                    lane,
                    next.lastKey,
                    heads + next.heads,
                    open || next.open || changed,
                    next.closedAt,
                    expired + next.expired,
                    busy || next.busy,
                    outstandingBusy + next.outstandingBusy,
                    outstandingIdle + next.outstandingIdle);
        }

        int outstanding() {
            return busy ? outstandingBusy : outstandingIdle;
        }
    }
}

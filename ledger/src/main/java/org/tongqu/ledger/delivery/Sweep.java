package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.keeping.HouseKeeping;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Repeat;

/**
 * What happens by itself: leases and deadlines that pass, bells that got lost, circuits to be probed. Every step is a short
 * transaction that skips what others have locked, so several nodes may sweep at once.
 */
final class Sweep {
    static final String LEASE_EXPIRED = "LEASE_EXPIRED";
    private static final String OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN";
    private static final String DEADLINE_PASSED = "DEADLINE_PASSED";
    private static final String ENDPOINT_GONE = "ENDPOINT_GONE";
    private static final String CRASHES_GATEWAY = "CRASHES_GATEWAY";
    private static final int MOST_DEATHS = 3;
    /** One look into the index for each lane that has any head, however many it has. */
    private static final String LANES_WITH_HEADS =
            """
            with recursive found (lane) as (
                (select lane from heads order by lane limit 1)
                union all
                select (select h.lane from heads h where h.lane > f.lane order by h.lane limit 1)
                from found f where f.lane is not null)
            select lane from found where lane is not null
            """;

    private static final int BUSY_FACTOR = 10;
    private static final int RECOVERED_AT_ONCE = 500;

    private final LedgerConnections connections;
    private final LedgerSettings settings;
    private final LedgerCollaborators with;
    private final BellDesk desk;
    private final Ringer ringer;
    private final Endings endings;
    private final HouseKeeping houseKeeping;
    private final Isolation isolation;
    private final AtomicReference<@Nullable PartyId> lastRung = new AtomicReference<>();

    Sweep(
            LedgerConnections connections,
            LedgerSettings settings,
            LedgerCollaborators with,
            BellDesk desk,
            Ringer ringer,
            Endings endings,
            HouseKeeping houseKeeping) {
        this.connections = connections;
        this.settings = settings;
        this.with = with;
        this.desk = desk;
        this.ringer = ringer;
        this.endings = endings;
        this.houseKeeping = houseKeeping;
        this.isolation = new Isolation(connections, desk);
    }

    /** One round; returns how many bells were rung. */
    int round(Instant now, int most) {
        houseKeeping.keep(now);
        if (desk.isIsolating()) {
            step((connection, after) -> isolation.next(connection, now, after));
            return desk.isIsolating() ? most : 0;
        }
        int rung = step((connection, after) -> expireClaims(connection, now, most, after));
        step((connection, after) -> parkWithoutEndpoint(connection, now, most, after));
        rung += step((connection, after) -> passDeadlines(connection, now, most, after));
        int left = most;
        for (Lane lane : inTurn(lanes(now))) {
            if (!(desk.endpoint(lane.lane) instanceof Endpoint.Push)) {
                continue;
            }
            int room = Math.min(left, lane.isOpen ? 1 : desk.limit() - lane.outstanding);
            int rang = room <= 0 ? 0 : step((connection, after) -> ring(connection, now, lane, room, after));
            rung += rang;
            left -= rang;
            if (left <= 0) {
                lastRung.set(lane.lane);
                break;
            }
        }
        return rung;
    }

    /**
     * Decides what dead claims held; those that go again go alone first. Leases of parties that pull outlive us and are left alone,
     * but for those over whose making we died.
     */
    int recover(Instant now) {
        int found = 0;
        if (settings.onlyNode()) {
            int some = RECOVERED_AT_ONCE;
            while (some == RECOVERED_AT_ONCE) {
                int[] decided = {0};
                step((connection, after) -> decided[0] = recover(connection, now, after));
                some = decided[0];
                found += some;
            }
            // Whatever was on its way may be gone with the broker; what is not comes as a stale bell and does no harm.
            step((connection, after) -> Query.on(
                            connection, "update heads set rung_at = null where rung_at is not null")
                    .run());
            isolation.begin(now);
        }
        return found;
    }

    private int recover(Connection connection, Instant now, AfterCommit after) throws SQLException {
        List<PartyId> pulling = with.sites().current().parties().values().stream()
                .filter(p -> p.endpoint() instanceof Endpoint.Pull)
                .map(p -> p.id())
                .toList();
        List<Head> dead = Query.on(
                        connection,
                        "select " + Head.COLUMNS
                                + """
                from heads h where h.state = 'SENDING' and h.node <> ? and (h.lane <> all (?) or not exists (
                    select 1 from sent_bodies s where s.record_no = h.record_no and s.lane = h.lane))
                order by h.lane, h.key_id limit ? for update of h skip locked
                """)
                .value(settings.node())
                .column("text", pulling, lane -> lane)
                .value(RECOVERED_AT_ONCE)
                .list(Head::read);
        endings.write(
                connection,
                now,
                unanswered(connection, now, dead).stream()
                        .map(Sweep::afterDeath)
                        .toList(),
                after);
        return dead.size();
    }

    private static Ending afterDeath(Ending ending) {
        if (ending.to().holds()) {
            return ending;
        }
        boolean kills = ending.head().alone() && ending.head().deaths() + 1 >= MOST_DEATHS;
        return kills ? Ending.plain(ending.head(), DeliveryState.PARKED, CRASHES_GATEWAY) : ending.afterDeath();
    }

    private int expireClaims(Connection connection, Instant now, int most, AfterCommit after) throws SQLException {
        List<Head> expired = Query.on(
                        connection,
                        "select " + Head.COLUMNS
                                + """
                from heads h where h.state = 'SENDING' and h.lease_until <= ?
                order by h.lane, h.key_id limit ? for update of h skip locked
                """)
                .value(now)
                .value(most)
                .list(Head::read);
        List<Ending> decided = unanswered(connection, now, expired);
        endings.write(connection, now, decided, after);
        List<Head> offeredAgain = decided.stream()
                .filter(e -> e.to() == DeliveryState.ACCEPTED)
                .map(Ending::head)
                .toList();
        offeredAgain.stream().map(Head::lane).distinct().forEach(lane -> offeredAgain.stream()
                .filter(h -> h.lane().equals(lane))
                .findFirst()
                .ifPresent(h -> after.ring(h.bell())));
        return after.rung();
    }

    /**
     * Claims that ended without an answer, by what the endpoint says may be repeated. Nothing is sent before it is kept, so a
     * delivery of which nothing is kept has not been sent and goes again whatever the endpoint says.
     */
    private List<Ending> unanswered(Connection connection, Instant now, List<Head> heads) throws SQLException {
        Set<DeliveryId> sent = new HashSet<>(Query.on(
                        connection,
                        """
                select w.delivery_id from unnest(?, ?, ?) as w (delivery_id, record_no, lane)
                join sent_bodies s on s.record_no = w.record_no and s.lane = w.lane
                """)
                .column("uuid", heads, h -> h.delivery().bits())
                .column("int8", heads, Head::recordNo)
                .column("text", heads, Head::lane)
                .list(Row::delivery));
        return heads.stream()
                .map(h -> unanswered(now, h, sent.contains(h.delivery())))
                .toList();
    }

    private Ending unanswered(Instant now, Head head, boolean sent) {
        Endpoint endpoint = desk.endpoint(head.lane());
        if (endpoint instanceof Endpoint.Pull) {
            return Ending.plain(head, DeliveryState.ACCEPTED, LEASE_EXPIRED);
        }
        boolean repeatable = !sent || (endpoint instanceof Endpoint.Push push && push.repeat() != Repeat.UNSAFE);
        return repeatable
                ? Ending.plain(head, DeliveryState.WAITING, LEASE_EXPIRED).again(now, false, head.withoutReceipt())
                : Ending.plain(head, DeliveryState.UNKNOWN, OUTCOME_UNKNOWN);
    }

    /** Nobody calls for what goes to a party that has left the site or only sends now; its sender is to know. */
    private int parkWithoutEndpoint(Connection connection, Instant now, int most, AfterCommit after)
            throws SQLException {
        List<PartyId> gone = Query.on(connection, LANES_WITH_HEADS).list(Row::lane).stream()
                .filter(lane -> desk.endpoint(lane) instanceof Endpoint.None)
                .toList();
        if (gone.isEmpty()) {
            return 0;
        }
        List<Head> heads = Query.on(
                        connection,
                        "select " + Head.COLUMNS
                                + """
                from heads h where h.lane = any (?) and h.state in ('ACCEPTED', 'WAITING')
                order by h.lane, h.key_id limit ? for update of h skip locked
                """)
                .column("text", gone, lane -> lane)
                .value(most)
                .list(Head::read);
        endings.write(
                connection,
                now,
                heads.stream()
                        .map(head -> Ending.plain(head, DeliveryState.PARKED, ENDPOINT_GONE))
                        .toList(),
                after);
        return 0;
    }

    private int passDeadlines(Connection connection, Instant now, int most, AfterCommit after) throws SQLException {
        List<Head> heads = Query.on(
                        connection,
                        "select " + Head.COLUMNS
                                + """
                from heads h where h.earliest_deadline <= ?
                order by h.lane, h.key_id limit ? for update of h skip locked
                """)
                .value(now)
                .value(most)
                .list(Head::read);
        List<Ending> passed = new ArrayList<>();
        for (Head head : heads) {
            if (head.behind() > 0) {
                List<Head> later = HeadMoves.behindPast(connection, head, now, most);
                endings.endBehind(connection, now, head, later, DeliveryState.EXPIRED, DEADLINE_PASSED, after);
            }
            if (head.state() != DeliveryState.SENDING && !head.deadline().isAfter(now)) {
                passed.add(Ending.plain(head, DeliveryState.EXPIRED, DEADLINE_PASSED));
            }
        }
        endings.write(connection, now, passed, after);
        HeadMoves.renewDeadlines(connection, heads);
        return after.rung();
    }

    /** Lanes to be looked after. A probe is not rung while an attempt is under way: its claim would be refused and its bell lost. */
    private List<Lane> lanes(Instant now) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select h.lane, l.open_since is not null as open, l.closed_at, bool_or(h.state = 'SENDING') as busy,
                    count(*) filter (where h.rung_at >= greatest(?::timestamptz, l.closed_at)) as outstanding_busy,
                    count(*) filter (where h.rung_at >= greatest(?::timestamptz, l.closed_at)) as outstanding_idle
                from heads h left join lanes l on l.lane = h.lane
                where h.state in ('ACCEPTED', 'WAITING', 'SENDING')
                    and (l.open_since is null or (l.probe_at <= ?::timestamptz
                        and (l.probe_rung_at is null or l.probe_rung_at < ?::timestamptz)))
                group by h.lane, l.open_since, l.closed_at
                having bool_or(h.state = 'ACCEPTED' or (h.state = 'WAITING' and (h.waits_for_lane or h.due_at <= ?)))
                    and (l.open_since is null or not bool_or(h.state = 'SENDING' and h.lease_until > ?))
                order by h.lane
                """)
                .value(now.minus(settings.bellLost().multipliedBy(BUSY_FACTOR)))
                .value(now.minus(settings.bellLost()))
                .value(now)
                .value(now.minus(settings.bellLost()))
                .value(now)
                .value(now)
                .list(Lane::read));
    }

    /** Lanes after the one at which the last round ran out of bells come first, so that none starves. */
    private List<Lane> inTurn(List<Lane> lanes) {
        PartyId last = lastRung.getAndSet(null);
        if (last == null) {
            return lanes;
        }
        List<Lane> turned = new ArrayList<>();
        lanes.stream().filter(l -> l.lane.compareTo(last) > 0).forEach(turned::add);
        lanes.stream().filter(l -> l.lane.compareTo(last) <= 0).forEach(turned::add);
        return turned;
    }

    private int ring(Connection connection, Instant now, Lane lane, int room, AfterCommit after) throws SQLException {
        desk.settle(lane.lane, lane.isOpen ? 0 : lane.outstanding);
        if (lane.isOpen) {
            Query.on(connection, "update lanes set probe_rung_at = ? where lane = ?")
                    .value(now)
                    .value(lane.lane.value())
                    .run();
            return ringer.probe(connection, now, lane.lane, after);
        }
        return ringer.ring(connection, now, lane.lane, room, lane.lostBefore(now, settings), after);
    }

    private int step(Step step) {
        AfterCommit[] told = {new AfterCommit()};
        int result = connections.transaction(connection -> {
            told[0] = new AfterCommit();
            return step.run(connection, told[0]);
        });
        told[0].tell(with.bells(), with.transitions());
        return result;
    }

    private interface Step {
        int run(Connection connection, AfterCommit after) throws SQLException;
    }

    /** A lane with something that could go now, or could once its circuit was probed. */
    private record Lane(PartyId lane, boolean isOpen, @Nullable Instant closedAt, boolean busy, int outstanding) {
        static Lane read(Row row) throws SQLException {
            return new Lane(
                    row.lane(),
                    row.flag("open"),
                    row.timeOrNull("closed_at"),
                    row.flag("busy"),
                    row.count(row.flag("busy") ? "outstanding_busy" : "outstanding_idle"));
        }

        /** A lane that is working through its queue gets more time before its bells are taken for lost. */
        Instant lostBefore(Instant now, LedgerSettings settings) {
            Instant lost = now.minus(settings.bellLost().multipliedBy(busy ? BUSY_FACTOR : 1));
            return closedAt != null && closedAt.isAfter(lost) ? closedAt : lost;
        }
    }
}

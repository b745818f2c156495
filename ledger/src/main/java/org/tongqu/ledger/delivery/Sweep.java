package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
 * transaction that skips what others have locked, so several nodes may sweep at once, and looks at a bounded number of heads,
 * however many there are.
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
            select f.lane from found f where f.lane is not null
            """;

    private static final int BUSY_FACTOR = 10;
    private static final int RECOVERED_AT_ONCE = 500;
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);

    private final LedgerConnections connections;
    private final LedgerSettings settings;
    private final LedgerCollaborators with;
    private final BellDesk desk;
    private final Ringer ringer;
    private final Endings endings;
    private final HouseKeeping houseKeeping;
    private final Isolation isolation;
    private final Patrol patrol;
    private final HeadStatistics statistics;
    private final UnderWay underWay;
    private final AtomicReference<@Nullable PartyId> lastRung = new AtomicReference<>();

    Sweep(
            LedgerConnections connections,
            LedgerSettings settings,
            LedgerCollaborators with,
            BellDesk desk,
            Ringer ringer,
            Endings endings,
            UnderWay underWay,
            HouseKeeping houseKeeping) {
        this.connections = connections;
        this.settings = settings;
        this.with = with;
        this.desk = desk;
        this.ringer = ringer;
        this.endings = endings;
        this.underWay = underWay;
        this.houseKeeping = houseKeeping;
        this.isolation = new Isolation(connections, desk);
        this.patrol = new Patrol(connections, desk);
        this.statistics = new HeadStatistics(connections);
    }

    /** One round; returns how many bells were rung. */
    int round(Instant now, int most) {
        houseKeeping.keep(now);
        statistics.follow(now);
        isolation.join(now);
        if (desk.isIsolating()) {
            isolate(now);
            return desk.isIsolating() ? most : 0;
        }
        underWay.forget(now);
        Patrol.Walked walked = patrol.next(now, lost(now, true), lost(now, false));
        int rung = walked.hasExpired()
                ? step((connection, after) -> expireClaims(connection, now, walked, most, after))
                : 0;
        step((connection, after) -> parkWithoutEndpoint(connection, now, most, after));
        rung += step((connection, after) -> passDeadlines(connection, now, most, after));
        int left = most;
        for (Lane lane : inTurn(lanes(now))) {
            int room = Math.min(left, lane.isOpen ? 1 : desk.room(lane.lane));
            int rang = step((connection, after) -> ring(connection, now, lane, room, after));
            rung += rang;
            left -= rang;
            if (left <= 0) {
                lastRung.set(lane.lane);
                break;
            }
        }
        return rung;
    }

    /** While deliveries go one at a time: rings for the next if the one before has ended. */
    synchronized void isolate(Instant now) {
        if (desk.isIsolating()) {
            step((connection, after) -> isolation.next(connection, now, after));
        }
    }

    /**
     * Decides what claims of dead runs of this node held; those that go again go alone first. Leases of parties that pull outlive us and
     * are left alone, but for those over whose making we died. Claims of other nodes are left to their leases.
     */
    int recover(Instant now) {
        int found = 0;
        int some = RECOVERED_AT_ONCE;
        while (some == RECOVERED_AT_ONCE) {
            int[] decided = {0};
            step((connection, after) -> decided[0] = recover(connection, now, after));
            some = decided[0];
            found += some;
        }
        step((connection, after) -> beginAnew(connection, now));
        isolation.join(now);
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
                from heads h where h.state = 'SENDING' and h.node <> ? and split_part(h.node, '/', 1) = ? and (h.lane <> all (?) or not exists (
                    select 1 from sent_bodies s where s.record_no = h.record_no and s.lane = h.lane))
                order by h.lane, h.key_id limit ? for update of h skip locked
                """)
                .value(settings.node().toString())
                .value(settings.node().node())
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

    /**
     * Whatever was on its way may be gone with a broker of our own; what is not comes as a stale bell and does no harm. What waits by a
     * clock of ours that has been set back meanwhile does not wait longer for that.
     */
    private int beginAnew(Connection connection, Instant now) throws SQLException {
        Instant retries = now.plus(LONGEST_RETRY);
        Instant leases = now.plus(LONGEST_LEASE);
        if (!settings.sharedBroker()) {
            Query.on(connection, "update heads set rung_at = null where rung_at is not null")
                    .run();
        }
        Query.on(connection, "update lanes set probe_at = ? where probe_at > ?")
                .value(retries)
                .value(retries)
                .run();
        Query.on(connection, "update heads set due_at = ? where due_at > ?")
                .value(retries)
                .value(retries)
                .run();
        Query.on(connection, "update jobs set worked_at = ? where worked_at > ? and ended_at is null")
                .value(now)
                .value(now)
                .run();
        return Query.on(
                        connection,
                        "update heads set lease_until = ? where lease_until > ? and split_part(node, '/', 1) = ?")
                .value(leases)
                .value(leases)
                .value(settings.node().node())
                .run();
    }

    private static Ending afterDeath(Ending ending) {
        if (ending.to().holds()) {
            return ending;
        }
        boolean kills = ending.head().alone() && ending.head().deaths() + 1 >= MOST_DEATHS;
        return kills ? Ending.plain(ending.head(), DeliveryState.PARKED, CRASHES_GATEWAY) : ending.afterDeath();
    }

    private int expireClaims(Connection connection, Instant now, Patrol.Walked walked, int most, AfterCommit after)
            throws SQLException {
        Patrol.Place end = walked.upTo();
        Query query = Query.on(
                        connection,
                        "select " + Head.COLUMNS
                                + """
                from heads h where h.state = 'SENDING' and h.lease_until <= ? and (h.lane, h.key_id) > (?, ?)
                """
                                + (end == null ? "" : " and (h.lane, h.key_id) <= (?, ?)")
                                + " order by h.lane, h.key_id limit ? for update of h skip locked")
                .value(now)
                .value(walked.after().laneText())
                .value(walked.after().key());
        if (end != null) {
            query.value(end.laneText()).value(end.key());
        }
        List<Head> expired = query.value(most).list(Head::read);
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
                from heads h where h.lane = any (?) and not h.held and h.state in ('ACCEPTED', 'WAITING')
                order by h.lane, h.priority desc, h.record_no limit ? for update of h skip locked
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
                order by h.earliest_deadline limit ? for update of h skip locked
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

    /** Lanes of parties that we call with something to be rung for, and room for a bell. */
    private List<Lane> lanes(Instant now) {
        List<Lane> open = connections
                .byIndex(connection -> Query.on(
                                connection,
                                """
                select w.lane, l.open_since is not null as open, l.closed_at
                from (%s) w left join lanes l on l.lane = w.lane
                where l.open_since is null
                    or (l.probe_at <= ?::timestamptz and (l.probe_rung_at is null or l.probe_rung_at < ?::timestamptz))
                order by w.lane
                """
                                        .formatted(LANES_WITH_HEADS))
                        .value(now)
                        .value(lost(now, false))
                        .list(Lane::read))
                .stream()
                .filter(lane -> desk.endpoint(lane.lane) instanceof Endpoint.Push)
                .filter(lane -> hasRoom(lane, now))
                .toList();
        Set<PartyId> ringable = connections.byIndex(connection -> ringer.among(
                connection, now, open, Lane::lane, lane -> lane.isOpen ? now.plusMillis(1) : lostBefore(lane, now)));
        return open.stream().filter(lane -> ringable.contains(lane.lane)).toList();
    }

    /** A probe is not rung while an attempt is under way: its claim would be refused and its bell lost. */
    private boolean hasRoom(Lane lane, Instant now) {
        return lane.isOpen ? !underWay.isAny(lane.lane, now) : desk.room(lane.lane) > 0;
    }

    private Instant lost(Instant now, boolean busy) {
        return now.minus(settings.bellLost().multipliedBy(busy ? BUSY_FACTOR : 1));
    }

    /** A lane that is working through its queue gets more time before its bells are taken for lost. */
    private Instant lostBefore(Lane lane, Instant now) {
        Instant lost = lost(now, !patrol.isIdle(lane.lane) || underWay.isAny(lane.lane, now));
        return lane.closedAt != null && lane.closedAt.isAfter(lost) ? lane.closedAt : lost;
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
        if (lane.isOpen) {
            desk.reset(lane.lane);
            Query.on(connection, "update lanes set probe_rung_at = ? where lane = ?")
                    .value(now)
                    .value(lane.lane.value())
                    .run();
            return ringer.probe(connection, now, lane.lane, after);
        }
        return ringer.ring(connection, now, lane.lane, room, lostBefore(lane, now), after);
    }

    private int step(Step step) {
        AfterCommit[] told = {new AfterCommit()};
        int result = connections.byIndex(connection -> {
            told[0] = new AfterCommit();
            return step.run(connection, told[0]);
        });
        told[0].tell(with.bells(), with.transitions());
        return result;
    }

    private interface Step {
        int run(Connection connection, AfterCommit after) throws SQLException;
    }

    /** A lane with heads: its circuit is closed, or is to be probed. */
    private record Lane(PartyId lane, boolean isOpen, @Nullable Instant closedAt) {
        static Lane read(Row row) throws SQLException {
            return new Lane(row.lane(), row.flag("open"), row.timeOrNull("closed_at"));
        }
    }
}

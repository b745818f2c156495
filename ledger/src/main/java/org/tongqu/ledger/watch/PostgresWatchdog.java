package org.tongqu.ledger.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.due.DueObjects;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.PartyId;
import org.tongqu.record.alarm.Alarm;
import org.tongqu.record.alarm.AlarmCause;
import org.tongqu.record.life.DueFilter;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.Watchdog;
import org.tongqu.record.site.Endpoint;

/** Finds what is stuck in one pass over the heads, and what is overdue along its index. */
public final class PostgresWatchdog implements Watchdog {
    /** What nobody told again for so long was mended by telling something else, or is known. */
    private static final Duration FRESHLY_REFUSED = Duration.ofDays(1);

    private static final Duration AWAY = Duration.ofMinutes(15);
    private static final Duration UNFETCHED = Duration.ofDays(1);
    private static final Duration UNDECIDED = Duration.ofMinutes(1);
    private static final Duration UNSUBMITTED = Duration.ofMinutes(10);
    private static final Duration INCOMPLETE = Duration.ofDays(1);
    private static final Duration SETTLED = Duration.ofMinutes(10);
    private static final int BELLS_UNANSWERED = 5;
    private static final int FAILS_ALONE = 10;

    private final LedgerConnections connections;
    private final Sites sites;

    /** A watchdog over this ledger; the site tells who fetches. */
    public PostgresWatchdog(LedgerConnections connections, Sites sites) {
        this.connections = connections;
        this.sites = sites;
    }

    @Override
    public Look look(Instant now) {
        return connections.transaction(connection -> {
            boolean alone = Query.on(connection, "select pg_try_advisory_xact_lock(hashtext('alarms')) as alone")
                    .first(row -> row.flag("alone"))
                    .orElse(false);
            if (!alone) {
                return new Look(List.of(), List.of());
            }
            Map<Place, Alarm> before = new HashMap<>();
            read(connection).forEach(alarm -> before.put(Place.of(alarm), alarm));
            List<Alarm> raised = new ArrayList<>();
            List<Alarm> stands = new ArrayList<>();
            for (Alarm found : found(connection, now)) {
                Alarm known = before.remove(Place.of(found));
                if (known == null) {
                    raised.add(found);
                    stands.add(found);
                } else {
                    stands.add(new Alarm(found.lane(), found.cause(), known.since(), found.count(), found.oldest()));
                }
            }
            List<Alarm> cleared = List.copyOf(before.values());
            forget(connection, cleared);
            keep(connection, stands);
            return new Look(raised, cleared);
        });
    }

    @Override
    public List<Alarm> alarms() {
        return connections.transaction(PostgresWatchdog::read);
    }

    private List<Alarm> found(Connection connection, Instant now) throws SQLException {
        List<Alarm> found = new ArrayList<>();
        for (Counts counts : counts(connection, now)) {
            add(found, now, counts.lane, AlarmCause.PARKED, counts.parked);
            add(found, now, counts.lane, AlarmCause.UNKNOWN, counts.unknown);
            add(found, now, counts.lane, AlarmCause.LEASES_OVERDUE, counts.overdue);
            add(found, now, counts.lane, AlarmCause.FAILS_ALONE, counts.failing);
            if (fetches(counts.lane)) {
                add(found, now, counts.lane, AlarmCause.NOT_FETCHED, counts.old);
            } else if (counts.sending == 0) {
                // Where others are on their way somebody listens; of a party that came back a while ago what was rung
                // for before counts not.
                add(found, now, counts.lane, AlarmCause.BELLS_UNANSWERED, counts.unheard);
            }
        }
        Query.on(connection, "select lane, open_since, failures from lanes where open_since <= ? order by lane")
                .value(now.minus(AWAY))
                .list(row -> new Alarm(
                        row.lane(), AlarmCause.PARTY_AWAY, now, row.number("failures"), row.time("open_since")))
                .forEach(found::add);
        Query.on(
                        connection,
                        """
                select lane, count(*) as many, min(at) as oldest from owed_notices
                where submitted_at is null and at <= ? group by lane order by lane
                """)
                .value(now.minus(UNSUBMITTED))
                .list(row ->
                        new Alarm(row.lane(), AlarmCause.NOTICES_OVERDUE, now, row.number("many"), row.time("oldest")))
                .forEach(found::add);
        for (DueObjects.Count due : DueObjects.counts(connection, due(now))) {
            add(found, now, due.of(), AlarmCause.TICKETS_OVERDUE, new Counted(due.overdue(), due.overdueSince()));
            add(found, now, due.of(), AlarmCause.TICKETS_DUE_SOON, new Counted(due.soon(), due.soonFrom()));
        }
        Query.on(
                        connection,
                        """
                select sender, count(distinct id) as many, min(came_at) as oldest from message_parts p
                where came_at <= ? and not exists (
                    select 1 from identities i where i.sender = p.sender and i.id = p.id)
                group by sender order by sender
                """)
                .value(now.minus(INCOMPLETE))
                .list(row -> new Alarm(
                        new PartyId(row.text("sender")),
                        AlarmCause.PARTS_MISSING,
                        now,
                        row.number("many"),
                        row.time("oldest")))
                .forEach(found::add);
        Query.on(connection, "select party, away_since from pick_ups where away_since is not null order by party")
                .list(row -> new Alarm(
                        new PartyId(row.text("party")), AlarmCause.PICK_UP_AWAY, now, 1, row.time("away_since")))
                .forEach(found::add);
        Query.on(
                        connection,
                        """
                select party, count(*) as many, min(since) as oldest from quarantine
                where last_at > ? group by party order by party
                """)
                .value(now.minus(FRESHLY_REFUSED))
                .list(row -> new Alarm(
                        new PartyId(row.text("party")),
                        AlarmCause.PICK_UP_REFUSED,
                        now,
                        row.number("many"),
                        row.time("oldest")))
                .forEach(found::add);
        return found;
    }

    private static List<Counts> counts(Connection connection, Instant now) throws SQLException {
        return Query.on(
                        connection,
                        """
                select lane,
                    count(*) filter (where parked) as parked, min(accepted_at) filter (where parked) as parked_oldest,
                    count(*) filter (where unknown) as unknown, min(accepted_at) filter (where unknown) as unknown_oldest,
                    count(*) filter (where overdue) as overdue, min(accepted_at) filter (where overdue) as overdue_oldest,
                    count(*) filter (where old) as old, min(accepted_at) filter (where old) as old_oldest,
                    count(*) filter (where unheard) as unheard,
                    min(accepted_at) filter (where unheard) as unheard_oldest, count(*) filter (where sending) as sending,
                    count(*) filter (where failing) as failing, min(accepted_at) filter (where failing) as failing_oldest
                from (
                    select h.lane, h.accepted_at, h.state = 'PARKED' as parked, h.state = 'UNKNOWN' as unknown,
                        h.state = 'SENDING' and h.lease_until > ? as sending,
                        h.state = 'SENDING' and h.lease_until <= ? as overdue,
                        h.state in ('ACCEPTED', 'WAITING') and h.accepted_at <= ? as old,
                        h.state in ('ACCEPTED', 'WAITING') and h.dispatch >= h.attempt + ? and l.open_since is null
                            and coalesce(l.closed_at, '-infinity') <= ? as unheard,
                        h.state in ('WAITING', 'SENDING') and h.attempt >= ? and l.closed_at > h.accepted_at as failing
                    from heads h left join lanes l on l.lane = h.lane) as h
                where parked or unknown or sending or overdue or old or unheard or failing
                group by lane order by lane
                """)
                .value(now)
                .value(now.minus(UNDECIDED))
                .value(now.minus(UNFETCHED))
                .value(BELLS_UNANSWERED)
                .value(now.minus(SETTLED))
                .value(FAILS_ALONE)
                .list(Counts::read);
    }

    private DueFilter due(Instant now) {
        return new DueFilter(now, sites.current().hotline().reminders(), null);
    }

    private boolean fetches(PartyId lane) {
        return sites.current()
                .party(lane)
                .filter(party -> party.endpoint() instanceof Endpoint.Pull)
                .isPresent();
    }

    private static void add(List<Alarm> found, Instant now, PartyId lane, AlarmCause cause, Counted counted) {
        if (counted.oldest != null) {
            found.add(new Alarm(lane, cause, now, counted.count, counted.oldest));
        }
    }

    private static List<Alarm> read(Connection connection) throws SQLException {
        return Query.on(connection, "select lane, cause, since, count, oldest from alarms order by lane, cause")
                .list(row -> new Alarm(
                        row.lane(),
                        AlarmCause.valueOf(row.text("cause")),
                        row.time("since"),
                        row.number("count"),
                        row.time("oldest")));
    }

    private static void keep(Connection connection, List<Alarm> alarms) throws SQLException {
        if (!alarms.isEmpty()) {
            Query.on(
                            connection,
                            """
                    insert into alarms (lane, cause, since, count, oldest) select * from unnest(?, ?, ?, ?, ?)
                    on conflict (lane, cause) do update set count = excluded.count, oldest = excluded.oldest
                    """)
                    .column("text", alarms, Alarm::lane)
                    .column("text", alarms, Alarm::cause)
                    .column("timestamptz", alarms, Alarm::since)
                    .column("int8", alarms, Alarm::count)
                    .column("timestamptz", alarms, Alarm::oldest)
                    .run();
        }
    }

    private static void forget(Connection connection, List<Alarm> alarms) throws SQLException {
        if (!alarms.isEmpty()) {
            Query.on(
                            connection,
                            "delete from alarms a using unnest(?, ?) as c (lane, cause)"
                                    + " where a.lane = c.lane and a.cause = c.cause")
                    .column("text", alarms, Alarm::lane)
                    .column("text", alarms, Alarm::cause)
                    .run();
        }
    }

    private record Place(PartyId lane, AlarmCause cause) {
        static Place of(Alarm alarm) {
            return new Place(alarm.lane(), alarm.cause());
        }
    }

    private record Counted(long count, @Nullable Instant oldest) {
        static Counted read(Row row, String name) throws SQLException {
            return new Counted(row.number(name), row.timeOrNull(name + "_oldest"));
        }
    }

    private record Counts(
            PartyId lane,
            Counted parked,
            Counted unknown,
            Counted overdue,
            Counted old,
            Counted unheard,
            Counted failing,
            long sending) {
        static Counts read(Row row) throws SQLException {
            return new Counts(
                    row.lane(),
                    Counted.read(row, "parked"),
                    Counted.read(row, "unknown"),
                    Counted.read(row, "overdue"),
                    Counted.read(row, "old"),
                    Counted.read(row, "unheard"),
                    Counted.read(row, "failing"),
                    row.number("sending"));
        }
    }
}

package org.tongqu.ledger.pickup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tongqu.ledger.keeping.Chore;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.port.PickUpLedger;

/** Pick-ups on PostgreSQL. A party whose every row is refused fills its own list and no more. */
public final class PostgresPickUps implements PickUpLedger {
    private static final int MOST_OF_A_PARTY = 10_000;
    private static final int AT_ONCE = 1_000;
    private static final Duration KEPT = Duration.ofDays(90);

    private final LedgerConnections connections;
    private final BodyVault vault;
    private final String node;
    private final Clock clock;

    /**
     * Pick-ups of this node.
     *
     * @param node keeps its name through all its runs
     */
    public PostgresPickUps(LedgerConnections connections, BodyVault vault, String node, Clock clock) {
        this.connections = connections;
        this.vault = vault;
        this.node = node;
        this.clock = clock;
    }

    @Override
    public Optional<Lease> lease(PartyId party, Duration length) {
        Instant now = clock.instant();
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                insert into pick_ups as known (party, node, token, until) values (?, ?, 1, ?)
                on conflict (party) do update set node = excluded.node, until = excluded.until,
                    token = known.token + case when known.node = excluded.node then 0 else 1 end
                where known.node is null or known.node = excluded.node or known.until <= ?
                returning token, until
                """)
                .value(party.value())
                .value(node)
                .value(now.plus(length))
                .value(now)
                .first(row -> new Lease(party, row.number("token"), row.time("until"))));
    }

    @Override
    public void release(Lease lease) {
        connections.transaction(connection -> Query.on(
                        connection, "update pick_ups set node = null where party = ? and token = ? and node = ?")
                .value(lease.party().value())
                .value(lease.token())
                .value(node)
                .run());
    }

    @Override
    public boolean away(PartyId party, String code) {
        return connections.transaction(connection -> {
            boolean wasAway = awaySince(connection, party).isPresent();
            Query.on(
                            connection,
                            """
                    insert into pick_ups as known (party, away_since, away_code) values (?, ?, ?)
                    on conflict (party) do update set away_since = coalesce(known.away_since, excluded.away_since),
                        away_code = excluded.away_code
                    """)
                    .value(party.value())
                    .value(clock.instant())
                    .value(code)
                    .run();
            return !wasAway;
        });
    }

    @Override
    public Optional<Instant> back(PartyId party) {
        return connections.transaction(connection -> {
            Optional<Instant> since = awaySince(connection, party);
            if (since.isPresent()) {
                Query.on(connection, "update pick_ups set away_since = null, away_code = null where party = ?")
                        .value(party.value())
                        .run();
            }
            return since;
        });
    }

    private static Optional<Instant> awaySince(Connection connection, PartyId party) throws SQLException {
        return Query.on(
                        connection,
                        "select away_since from pick_ups where party = ? and away_since is not null for update")
                .value(party.value())
                .first(row -> row.time("away_since"));
    }

    @Override
    public void refused(PartyId party, List<Quarantined> messages) {
        Map<String, Quarantined> byPlace = new LinkedHashMap<>();
        messages.forEach(message -> byPlace.put(message.where(), message));
        Collection<Quarantined> last = byPlace.values();
        Instant now = clock.instant();
        connections.transaction(connection -> {
            int kept = Query.on(
                            connection,
                            """
                    insert into quarantine as known (party, place, call, digest, code, reason, since, last_at, times)
                    select ?, q.place, q.call, q.digest, q.code, q.reason, ?, ?, 1
                    from unnest(?, ?, ?, ?, ?) as q (place, call, digest, code, reason) order by q.place
                    on conflict (party, place) do update set call = excluded.call, digest = excluded.digest,
                        code = excluded.code, reason = excluded.reason, last_at = excluded.last_at, times = known.times + 1
                    """)
                    .value(party.value())
                    .value(now)
                    .value(now)
                    .column("text", last, Quarantined::where)
                    .column("text", last, Quarantined::call)
                    .column("text", last, Quarantined::digest)
                    .column("text", last, Quarantined::code)
                    .column("text", last, Quarantined::reason)
                    .run();
            forgetOldest(connection, party);
            return kept;
        });
    }

    private static void forgetOldest(Connection connection, PartyId party) throws SQLException {
        Query.on(
                        connection,
                        """
                delete from quarantine where party = ? and place in (
                    select place from quarantine where party = ? order by last_at desc, place offset ?)
                """)
                .value(party.value())
                .value(party.value())
                .value(MOST_OF_A_PARTY)
                .run();
    }

    @Override
    public void taken(PartyId party, Collection<String> where) {
        connections.transaction(
                connection -> Query.on(connection, "delete from quarantine where party = ? and place = any (?)")
                        .value(party.value())
                        .column("text", where, place -> place)
                        .run());
    }

    @Override
    public List<Standing> refusals(int most) {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select party, place, call, digest, code, reason, since, last_at, times from quarantine
                order by last_at desc, party, place limit ?
                """)
                .value(most)
                .list(row -> new Standing(
                        new PartyId(row.text("party")),
                        new Quarantined(
                                row.text("place"),
                                row.text("call"),
                                row.text("digest"),
                                row.text("code"),
                                row.text("reason")),
                        row.time("since"),
                        row.time("last_at"),
                        row.number("times"))));
    }

    @Override
    public Optional<RecordId> objected(PartyId party, DeliveryId delivery, String code, String words) {
        return connections.transaction(connection -> {
            Optional<Told> told = told(connection, party, delivery);
            if (told.isEmpty()) {
                return Optional.empty();
            }
            Query.on(
                            connection,
                            """
                    insert into owed_notices (delivery_id, kind, record_no, lane, code, words, at)
                    values (?, 'refused', ?, ?, ?, ?, ?) on conflict do nothing
                    """)
                    .value(delivery.bits())
                    .value(told.get().recordNo)
                    .value(party.value())
                    .value(code)
                    .value(vault.words(delivery, words))
                    .value(clock.instant())
                    .run();
            return told.map(Told::record);
        });
    }

    @Override
    public Optional<RecordId> confirmed(PartyId party, DeliveryId delivery) {
        return connections.transaction(connection -> {
            Optional<Told> told = told(connection, party, delivery);
            if (told.isPresent()) {
                Query.on(
                                connection,
                                """
                        insert into timeline (record_no, lane, attempt, at, state, code)
                        select d.record_no, d.lane, d.attempt, ?, d.state, 'CONFIRMED' from deliveries d
                        where d.record_no = ? and d.lane = ? and not exists (
                            select 1 from timeline t
                            where t.record_no = d.record_no and t.lane = d.lane and t.code = 'CONFIRMED')
                        """)
                        .value(clock.instant())
                        .value(told.get().recordNo)
                        .value(party.value())
                        .run();
            }
            return told.map(Told::record);
        });
    }

    private static Optional<Told> told(Connection connection, PartyId party, DeliveryId delivery) throws SQLException {
        return Query.on(
                        connection,
                        """
                select d.record_no, r.sender, r.id from deliveries d join records r on r.record_no = d.record_no
                where d.delivery_id = ? and d.lane = ?
                """)
                .value(delivery.bits())
                .value(party.value())
                .first(row -> new Told(row.number("record_no"), row.record()));
    }

    private record Told(long recordNo, RecordId record) {}

    /** What there is to be done at this time: refusals that nobody mended are forgotten. */
    public static List<Chore> chores(Instant now) {
        return List.of(Chore.of(
                "quarantine",
                connection -> Query.on(
                                        connection,
                                        """
                        delete from quarantine where ctid = any (array(
                            select ctid from quarantine where last_at < ? limit ?))
                        """)
                                .value(now.minus(KEPT))
                                .value(AT_ONCE)
                                .run()
                        == AT_ONCE));
    }
}

package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.RecordNumber;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.DeliveryState;

/** Moves keys on: the delivery after a final head becomes the head and is rung for, or the head's row goes. */
final class HeadMoves {
    private static final String LATER =
            """
            select d.record_no, d.delivery_id, d.number, d.deadline, r.sender, r.id, r.type, r.accepted_at, r.priority
            from deliveries d join records r on r.record_no = d.record_no
            where d.key_id = w.key_id and d.lane = w.lane and d.number > w.number and d.record_no >= w.lowest
                and d.state = 'ACCEPTED' and d.deadline <= w.until
            order by d.number
            """;

    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final BellDesk desk;

    HeadMoves(BellDesk desk) {
        this.desk = desk;
    }

    /** Moves the keys of these locked heads on; their deliveries are final. */
    void on(Connection connection, Instant now, List<Head> finals, AfterCommit after) throws SQLException {
        List<Next> next =
                next(connection, finals.stream().filter(h -> h.behind() > 0).toList());
        Set<Place> moved = new HashSet<>();
        next.forEach(n -> moved.add(Place.of(n.head)));
        delete(
                connection,
                finals.stream().filter(h -> !moved.contains(Place.of(h))).toList());
        if (next.isEmpty()) {
            return;
        }
        Set<PartyId> shut =
                Circuits.open(connection, next.stream().map(n -> n.head.lane()).toList());
        List<Ringing> ringing = new ArrayList<>();
        for (Next n : next) {
            PartyId lane = n.head.lane();
            boolean rings = !shut.contains(lane) && desk.take(lane);
            ringing.add(new Ringing(n, rings));
            if (rings) {
                after.ring(new Bell(lane, n.head.delivery(), 1));
            }
        }
        update(connection, now, ringing);
    }

    /** The deliveries behind this head that are not final, in order, at most this many. */
    static List<Head> behind(Connection connection, Head head, int most) throws SQLException {
        return behindPast(connection, head, NEVER, most);
    }

    /** Those behind this head whose deadline is not after that time. */
    static List<Head> behindPast(Connection connection, Head head, Instant until, int most) throws SQLException {
        return Query.on(
                        connection,
                        "select n.* from (select ?::bigint as key_id, ?::text as lane, ?::bigint as number, ?::bigint as lowest,"
                                + " ?::timestamptz as until) w cross join lateral (" + LATER + " limit ?) n")
                .value(head.keyId())
                .value(head.lane().value())
                .value(head.number())
                .value(RecordNumber.lowestAfter(head.recordNo()))
                .value(until)
                .value(most)
                .list(row -> later(head, row));
    }

    /** Those of these records behind this head that are not final, in order. */
    static List<Head> behindOf(Connection connection, Head head, List<Long> recordNumbers) throws SQLException {
        return Query.on(
                        connection,
                        """
                select d.record_no, d.delivery_id, d.number, d.deadline, r.sender, r.id, r.type, r.accepted_at, r.priority
                from unnest(?) as w (record_no)
                join deliveries d on d.record_no = w.record_no and d.lane = ? and d.state = 'ACCEPTED' and d.number > ?
                join records r on r.record_no = d.record_no
                order by d.number
                """)
                .column("int8", recordNumbers, number -> number)
                .value(head.lane().value())
                .value(head.number())
                .list(row -> later(head, row));
    }

    /** Takes those that became final behind their head out of its count. */
    static void countDown(Connection connection, Head head, int gone) throws SQLException {
        Query.on(connection, "update heads set behind = greatest(behind - ?, 0) where lane = ? and key_id = ?")
                .value(gone)
                .value(head.lane().value())
                .value(head.keyId())
                .run();
    }

    /** Works out anew when the next deadline of these lanes and keys passes; that of an attempt under way waits for its lease. */
    static void renewDeadlines(Connection connection, List<Head> heads) throws SQLException {
        Query.on(
                        connection,
                        """
                update heads h set earliest_deadline = least(
                    case when h.state = 'SENDING' then greatest(h.deadline, h.lease_until) else h.deadline end,
                    (select min(d.deadline) from deliveries d where d.key_id = h.key_id and d.lane = h.lane
                        and d.number > h.number and d.record_no >= w.lowest and d.state = 'ACCEPTED'))
                from unnest(?, ?, ?) as w (lane, key_id, lowest)
                where h.lane = w.lane and h.key_id = w.key_id
                """)
                .column("text", heads, Head::lane)
                .column("int8", heads, Head::keyId)
                .column("int8", heads, h -> RecordNumber.lowestAfter(h.recordNo()))
                .run();
    }

    /** Remembers that these will not reach their party, for the seal of the next one that does. */
    static void addGaps(Connection connection, List<Head> skipped) throws SQLException {
        if (skipped.isEmpty()) {
            return;
        }
        Query.on(
                        connection,
                        "insert into gaps (lane, key_id, number, sender, id) select * from unnest(?, ?, ?, ?, ?)"
                                + " on conflict do nothing")
                .column("text", skipped, Head::lane)
                .column("int8", skipped, Head::keyId)
                .column("int8", skipped, Head::number)
                .column("text", skipped, h -> h.record().sender())
                .column("text", skipped, h -> h.record().id())
                .run();
    }

    private static List<Next> next(Connection connection, List<Head> followed) throws SQLException {
        if (followed.isEmpty()) {
            return List.of();
        }
        Map<Place, Head> byPlace = new HashMap<>();
        followed.forEach(h -> byPlace.put(Place.of(h), h));
        return Query.on(
                        connection,
                        "select w.lane, w.key_id, n.* from (select u.*, 'infinity'::timestamptz as until"
                                + " from unnest(?, ?, ?, ?) as u (lane, key_id, number, lowest)) w"
                                + " cross join lateral (" + LATER + " limit 1) n order by w.lane, w.key_id")
                .column("text", followed, Head::lane)
                .column("int8", followed, Head::keyId)
                .column("int8", followed, Head::number)
                .column("int8", followed, h -> RecordNumber.lowestAfter(h.recordNo()))
                .list(row -> {
                    Head before = byPlace.get(new Place(row.lane(), row.number("key_id")));
                    return new Next(later(Objects.requireNonNull(before), row), row.count("priority"));
                });
    }

    private static Head later(Head before, Row row) throws SQLException {
        return new Head(
                before.lane(),
                before.keyId(),
                row.delivery(),
                row.number("record_no"),
                row.number("number"),
                before.behind() - 1,
                DeliveryState.ACCEPTED,
                0,
                0,
                0,
                null,
                null,
                null,
                row.record(),
                RecordType.parse(row.text("type")),
                row.time("accepted_at"),
                row.time("deadline"),
                false,
                0,
                false);
    }

    private static void delete(Connection connection, List<Head> last) throws SQLException {
        if (!last.isEmpty()) {
            Query.on(
                            connection,
                            "delete from heads h using unnest(?, ?) as d (lane, key_id)"
                                    + " where h.lane = d.lane and h.key_id = d.key_id")
                    .column("text", last, Head::lane)
                    .column("int8", last, Head::keyId)
                    .run();
        }
    }

    private static void update(Connection connection, Instant now, List<Ringing> next) throws SQLException {
        Query.on(
                        connection,
                        """
                update heads h set delivery_id = n.delivery_id, record_no = n.record_no, number = n.number,
                    behind = greatest(h.behind - 1, 0), priority = n.priority, sender = n.sender, id = n.id, type = n.type,
                    accepted_at = n.accepted_at, deadline = n.deadline, state = 'ACCEPTED',
                    dispatch = case when n.rung then 1 else 0 end, rung_at = case when n.rung then ?::timestamptz end,
                    attempt = 0, without_receipt = 0, deaths = 0, suspect = false, alone = false, token = null, node = null, claimed_at = null,
                    lease_until = null, due_at = null, waits_for_lane = false, code = null, words = null
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as n (lane, key_id, delivery_id, record_no, number,
                    priority, sender, id, type, accepted_at, deadline, rung)
                where h.lane = n.lane and h.key_id = n.key_id
                """)
                .value(now)
                .column("text", next, r -> r.next.head.lane())
                .column("int8", next, r -> r.next.head.keyId())
                .column("uuid", next, r -> r.next.head.delivery().bits())
                .column("int8", next, r -> r.next.head.recordNo())
                .column("int8", next, r -> r.next.head.number())
                .column("int2", next, r -> (short) r.next.priority)
                .column("text", next, r -> r.next.head.record().sender())
                .column("text", next, r -> r.next.head.record().id())
                .column("text", next, r -> r.next.head.type())
                .column("timestamptz", next, r -> r.next.head.acceptedAt())
                .column("timestamptz", next, r -> r.next.head.deadline())
                .column("bool", next, Ringing::rings)
                .run();
    }

    private record Next(Head head, int priority) {}

    private record Ringing(Next next, boolean rings) {}
}

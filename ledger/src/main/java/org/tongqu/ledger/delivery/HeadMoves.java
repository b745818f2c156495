package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.RecordNumber;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.DeliveryId;
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
        Set<Place> moved = move(
                connection, now, finals.stream().filter(h -> h.behind() > 0).toList(), after);
        delete(
                connection,
                finals.stream().filter(h -> !moved.contains(Place.of(h))).toList());
    }

    private Set<Place> move(Connection connection, Instant now, List<Head> followed, AfterCommit after)
            throws SQLException {
        if (followed.isEmpty()) {
            return Set.of();
        }
        Set<PartyId> shut =
                Circuits.open(connection, followed.stream().map(Head::lane).toList());
        List<Ringing> ringing = followed.stream()
                .map(h -> new Ringing(h, !shut.contains(h.lane()) && desk.take(h.lane())))
                .toList();
        Map<Place, DeliveryId> next = next(connection, now, ringing, one -> RecordNumber.lowestAfter(one.recordNo()));
        // There is one behind, but with a number from before: a clock of ours was far ahead.
        List<Ringing> missing = ringing.stream()
                .filter(one -> !next.containsKey(Place.of(one.head)))
                .toList();
        if (!missing.isEmpty()) {
            next.putAll(next(connection, now, missing, one -> 0L));
        }
        for (Ringing one : ringing) {
            DeliveryId delivery = next.get(Place.of(one.head));
            if (one.rings && delivery != null) {
                after.ring(new Bell(one.head.lane(), delivery, 1));
            } else if (one.rings) {
                desk.release(one.head.lane());
            }
        }
        return next.keySet();
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

    /** Puts the deliveries behind these heads in their place. */
    private static Map<Place, DeliveryId> next(
            Connection connection, Instant now, List<Ringing> ringing, ToLongFunction<Head> lowest)
            throws SQLException {
        Map<Place, DeliveryId> next = new HashMap<>();
        Query.on(
                        connection,
                        """
                update heads h set delivery_id = n.delivery_id, record_no = n.record_no, number = n.number,
                    behind = greatest(h.behind - 1, 0), priority = n.priority, sender = n.sender, id = n.id, type = n.type,
                    accepted_at = n.accepted_at, deadline = n.deadline, state = 'ACCEPTED',
                    dispatch = case when w.rung then 1 else 0 end, rung_at = case when w.rung then ?::timestamptz end,
                    attempt = 0, without_receipt = 0, deaths = 0, suspect = false, alone = false, token = null, node = null, claimed_at = null,
                    lease_until = null, due_at = null, waits_for_lane = false, code = null, words = null
                from (select u.*, 'infinity'::timestamptz as until from unnest(?, ?, ?, ?, ?) as u (lane, key_id, number, lowest, rung)) w
                    cross join lateral (
                """
                                + LATER
                                + " limit 1) n where h.lane = w.lane and h.key_id = w.key_id returning h.lane, h.key_id, h.delivery_id")
                .value(now)
                .column("text", ringing, r -> r.head.lane())
                .column("int8", ringing, r -> r.head.keyId())
                .column("int8", ringing, r -> r.head.number())
                .column("int8", ringing, r -> lowest.applyAsLong(r.head))
                .column("bool", ringing, Ringing::rings)
                .list(row -> next.put(new Place(row.lane(), row.number("key_id")), row.delivery()));
        return next;
    }

    /**
     * A head that is final.
     *
     * @param head the head
     * @param rings whether the delivery behind it is rung for at once
     */
    private record Ringing(Head head, boolean rings) {}
}

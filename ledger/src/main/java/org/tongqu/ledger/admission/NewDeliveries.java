package org.tongqu.ledger.admission;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.delivery.BellDesk;
import org.tongqu.ledger.delivery.Circuits;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Transition;

/** One delivery for each recipient; the first of a lane and key becomes its head, the others wait behind it. Thread-safe. */
final class NewDeliveries {
    private final BellDesk desk;

    NewDeliveries(BellDesk desk) {
        this.desk = desk;
    }

    void insert(Connection connection, List<Fresh> fresh, AfterCommit after) throws SQLException {
        List<Way> ways = fresh.stream()
                .flatMap(f -> IntStream.range(0, f.draft.deliveries().size()).mapToObj(i -> Way.of(f, i)))
                .sorted(Way.LOCK_ORDER)
                .toList();
        if (ways.isEmpty()) {
            return;
        }
        Query.on(
                        connection,
                        """
                insert into deliveries (record_no, lane, delivery_id, key_id, number, rule, deadline, state, attempt)
                select d.*, 'ACCEPTED', 0 from unnest(?, ?, ?, ?, ?, ?, ?)
                    as d (record_no, lane, delivery_id, key_id, number, rule, deadline)
                """)
                .column("int8", ways, w -> w.fresh.recordNo)
                .column("text", ways, Way::lane)
                .column("uuid", ways, w -> w.delivery.bits())
                .column("int8", ways, w -> w.fresh.keyId)
                .column("int8", ways, w -> w.fresh.number)
                .column("text", ways, Way::rule)
                .column("timestamptz", ways, w -> w.fresh.draft.admission().deadline())
                .run();
        Map<Place, DeliveryState> heads = raiseHeads(connection, ways, after);
        for (Way way : ways) {
            boolean held = Objects.requireNonNull(heads.get(way.place())).holds();
            after.changed(way.accepted(held ? DeliveryState.HELD : DeliveryState.ACCEPTED));
        }
    }

    /**
     * Makes the first delivery of a lane and key its head, or adds to those behind the head that is there. Either way the row
     * is locked until the commit, so that whoever concludes the head sees what comes behind it.
     *
     * @return the state of each head
     */
    private Map<Place, DeliveryState> raiseHeads(Connection connection, List<Way> ways, AfterCommit after)
            throws SQLException {
        Map<Place, List<Way>> byPlace = new TreeMap<>();
        ways.forEach(
                w -> byPlace.computeIfAbsent(w.place(), p -> new ArrayList<>()).add(w));
        Set<PartyId> shut =
                Circuits.open(connection, ways.stream().map(Way::lane).toList());
        List<Candidate> candidates = new ArrayList<>();
        byPlace.forEach((place, behind) ->
                candidates.add(new Candidate(behind, !shut.contains(place.lane()) && desk.take(place.lane()))));
        Map<Place, DeliveryState> states = new HashMap<>();
        Map<DeliveryId, Candidate> unplaced = new HashMap<>();
        candidates.forEach(c -> unplaced.put(c.first().delivery, c));
        upsertHeads(connection, candidates).forEach(head -> {
            states.put(new Place(head.lane, head.keyId), head.state);
            Candidate isHead = unplaced.remove(head.delivery);
            if (isHead != null && isHead.rings) {
                after.ring(new Bell(head.lane, head.delivery, 1));
            }
        });
        unplaced.values().stream()
                .filter(Candidate::rings)
                .forEach(c -> desk.release(c.first().lane()));
        return states;
    }

    private static List<Raised> upsertHeads(Connection connection, List<Candidate> candidates) throws SQLException {
        return Query.on(
                        connection,
                        """
                insert into heads as h (lane, key_id, delivery_id, record_no, number, behind, priority, sender, id, type,
                    accepted_at, deadline, earliest_deadline, state, dispatch, rung_at)
                select c.lane, c.key_id, c.delivery_id, c.record_no, c.number, c.behind, c.priority, c.sender, c.id, c.type,
                    c.accepted_at, c.deadline, c.earliest, 'ACCEPTED', case when c.rings then 1 else 0 end,
                    case when c.rings then c.accepted_at end
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
                    as c (lane, key_id, delivery_id, record_no, number, behind, priority, sender, id, type, accepted_at,
                        deadline, earliest, rings, place)
                order by c.place
                on conflict (lane, key_id) do update set behind = h.behind + excluded.behind + 1,
                    earliest_deadline = least(h.earliest_deadline, excluded.earliest_deadline)
                returning h.lane, h.key_id, h.delivery_id, h.state
                """)
                .column("text", candidates, c -> c.first().lane())
                .column("int8", candidates, c -> c.first().fresh.keyId)
                .column("uuid", candidates, c -> c.first().delivery.bits())
                .column("int8", candidates, c -> c.first().fresh.recordNo)
                .column("int8", candidates, c -> c.first().fresh.number)
                .column("int4", candidates, c -> c.ways.size() - 1)
                .column("int2", candidates, c ->
                        (short) c.first().fresh.draft.admission().record().priority())
                .column("text", candidates, c -> c.first().fresh.draft.id().sender())
                .column("text", candidates, c -> c.first().fresh.draft.id().id())
                .column(
                        "text",
                        candidates,
                        c -> c.first().fresh.draft.admission().record().type())
                .column("timestamptz", candidates, c -> c.first().fresh.acceptedAt)
                .column(
                        "timestamptz",
                        candidates,
                        c -> c.first().fresh.draft.admission().deadline())
                .column("timestamptz", candidates, Candidate::earliestDeadline)
                .column("bool", candidates, Candidate::rings)
                .list(row -> new Raised(row.lane(), row.number("key_id"), row.delivery(), row.state("state")));
    }

    private record Place(PartyId lane, long keyId) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byLane = lane.compareTo(other.lane);
            return byLane != 0 ? byLane : Long.compare(keyId, other.keyId);
        }
    }

    /** One new delivery. */
    private record Way(Fresh fresh, PartyId lane, String rule, DeliveryId delivery) {
        static final Comparator<Way> LOCK_ORDER =
                Comparator.comparing(Way::place).thenComparing(w -> w.fresh.number);

        static Way of(Fresh fresh, int recipient) {
            var to = fresh.draft.admission().recipients().get(recipient);
            return new Way(
                    fresh,
                    to.party(),
                    to.rule().name(),
                    fresh.draft.deliveries().get(recipient));
        }

        Place place() {
            return new Place(lane, fresh.keyId);
        }

        Transition accepted(DeliveryState state) {
            var record = fresh.draft.admission().record();
            return new Transition(
                    fresh.acceptedAt, delivery, lane, record.id(), record.type(), null, state, 0, null, Duration.ZERO);
        }
    }

    /** The deliveries of this batch for one lane and key; the first becomes the head if there is none. */
    private record Candidate(List<Way> ways, boolean rings) {
        Way first() {
            return ways.get(0);
        }

        Instant earliestDeadline() {
            return ways.stream()
                    .map(w -> w.fresh.draft.admission().deadline())
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private record Raised(PartyId lane, long keyId, DeliveryId delivery, DeliveryState state) {}
}

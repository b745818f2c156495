package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.operation.JobKind;

/**
 * Carries out what an operator decided about deliveries, under the lock of their heads. What is offered again is rung for by the
 * sweep. Stateless.
 */
public final class OperatorDecisions {
    private static final String REPLAY = "OPERATOR_REPLAY";
    private static final String CLOSE = "OPERATOR_CLOSED";
    private static final String SETTLE = "OPERATOR_SETTLED";

    private final Endings endings;

    OperatorDecisions(Endings endings) {
        this.endings = endings;
    }

    /**
     * Does it to those of these deliveries that are in a state to which it can be done.
     *
     * @return the state in which each was found, in the same order, and whether it was done
     */
    public List<Decided> decide(
            Connection connection, Instant now, JobKind kind, List<Target> targets, AfterCommit after)
            throws SQLException {
        Map<Place, Head> heads = lock(connection, targets);
        Map<DeliveryId, DeliveryState> settled = settled(connection, targets);
        List<Decided> decided = new ArrayList<>();
        List<Head> atHead = new ArrayList<>();
        Map<Place, List<Target>> behind = new HashMap<>();
        for (Target target : targets) {
            Head head = heads.get(target.place());
            DeliveryState found = found(target, head, settled.get(target.delivery));
            boolean done = kind.takes(found);
            decided.add(new Decided(target, found, done));
            if (done && head != null && head.delivery().equals(target.delivery)) {
                atHead.add(head);
            } else if (done) {
                behind.computeIfAbsent(target.place(), p -> new ArrayList<>()).add(target);
            }
        }
        // Those behind first: a head that ends makes the next one the head.
        for (Map.Entry<Place, List<Target>> at : behind.entrySet()) {
            Head head = Objects.requireNonNull(heads.get(at.getKey()));
            List<Long> numbers =
                    at.getValue().stream().map(target -> target.recordNo).toList();
            endings.endBehind(
                    connection,
                    now,
                    head,
                    HeadMoves.behindOf(connection, head, numbers),
                    DeliveryState.CLOSED,
                    CLOSE,
                    after);
        }
        endings.write(
                connection,
                now,
                atHead.stream().map(head -> ending(kind, head, now)).toList(),
                after);
        if (kind == JobKind.REPLAY_AS_RECEIVED) {
            SentWork.forget(connection, atHead);
        }
        return decided;
    }

    private static Ending ending(JobKind kind, Head head, Instant now) {
        return switch (kind) {
            case REPLAY_AS_RECEIVED, REPLAY_AS_SENT ->
                Ending.plain(head, DeliveryState.ACCEPTED, REPLAY).again(now, false, 0);
            case CLOSE -> Ending.plain(head, DeliveryState.CLOSED, CLOSE);
            case SETTLE -> Ending.plain(head, DeliveryState.SENT, SETTLE);
        };
    }

    private static DeliveryState found(Target target, @Nullable Head head, @Nullable DeliveryState own) {
        DeliveryState state = Objects.requireNonNullElse(own, DeliveryState.ACCEPTED);
        if (state.isFinal() || head == null) {
            return state;
        }
        if (head.delivery().equals(target.delivery)) {
            return head.state();
        }
        return head.state().holds() ? DeliveryState.HELD : DeliveryState.ACCEPTED;
    }

    private static Map<Place, Head> lock(Connection connection, List<Target> targets) throws SQLException {
        Map<Place, Head> heads = new HashMap<>();
        Query.on(
                        connection,
                        "select " + Head.COLUMNS
                                + """
                from heads h where (h.lane, h.key_id) in (select * from unnest(?, ?))
                order by h.lane, h.key_id for update of h
                """)
                .column("text", targets, Target::lane)
                .column("int8", targets, Target::keyId)
                .list(Head::read)
                .forEach(head -> heads.put(Place.of(head), head));
        return heads;
    }

    /** What the deliveries themselves say, once their keys are locked. */
    private static Map<DeliveryId, DeliveryState> settled(Connection connection, List<Target> targets)
            throws SQLException {
        record Own(DeliveryId delivery, DeliveryState state) {}
        Map<DeliveryId, DeliveryState> states = new HashMap<>();
        Query.on(
                        connection,
                        """
                select d.delivery_id, d.state from unnest(?, ?) as t (record_no, lane)
                join deliveries d on d.record_no = t.record_no and d.lane = t.lane
                """)
                .column("int8", targets, Target::recordNo)
                .column("text", targets, Target::lane)
                .list(row -> new Own(row.delivery(), row.state("state")))
                .forEach(own -> states.put(own.delivery, own.state));
        return states;
    }

    /**
     * A delivery that something is to be done to.
     *
     * @param recordNo of which record
     * @param lane to which party
     * @param keyId of which key
     * @param delivery which delivery
     */
    public record Target(long recordNo, PartyId lane, long keyId, DeliveryId delivery) {
        private Place place() {
            return new Place(lane, keyId);
        }
    }

    /**
     * What came of it.
     *
     * @param target which delivery
     * @param found the state in which it was
     * @param done whether it was done
     */
    public record Decided(Target target, DeliveryState found, boolean done) {}
}

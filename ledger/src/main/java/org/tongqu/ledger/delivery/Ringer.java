package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.PartyId;

/** Rings for heads of a lane that could go and for which no bell is known to be on its way. */
final class Ringer {
    private static final String CAN_GO =
            """
            not h.held and (h.state = 'ACCEPTED' or (h.state = 'WAITING' and (h.waits_for_lane or h.due_at <= ?)))
            """;
    private static final String FIRST =
            """
            select h.lane, h.key_id from heads h where h.lane = ? and
            """
                    + CAN_GO
                    + """
             and (h.rung_at is null or h.rung_at < ?) order by h.priority desc, h.record_no limit ? for update skip locked
            """;
    /** So many are compared; a delivery at which the party always fails is one of few. */
    private static final int PROBES = 5_000;

    private static final String LEAST_TRIED =
            """
            select h.lane, h.key_id
            from (select h.lane, h.key_id, h.attempt, h.priority, h.record_no from heads h where h.lane = ? and
            """
                    + CAN_GO
                    + " order by h.priority desc, h.record_no limit " + PROBES + ") as c"
                    + " join heads h on h.lane = c.lane and h.key_id = c.key_id and "
                    + CAN_GO
                    + " order by c.attempt, c.priority desc, c.record_no limit ? for update of h skip locked";

    private final BellDesk desk;

    Ringer(BellDesk desk) {
        this.desk = desk;
    }

    /**
     * Those of these lanes that have a head that could go and for which no bell is known to be on its way.
     *
     * @param lane of one of them
     * @param lostBefore a bell of the lane rung before this is taken for lost
     */
    <T> Set<PartyId> among(
            Connection connection,
            Instant now,
            List<T> lanes,
            Function<T, PartyId> lane,
            Function<T, Instant> lostBefore)
            throws SQLException {
        return lanes.isEmpty()
                ? Set.of()
                : new HashSet<>(Query.on(
                                connection,
                                """
                select w.lane from unnest(?, ?) as w (lane, lost_before) cross join lateral (
                    select 1 from heads h where h.lane = w.lane and (h.rung_at is null or h.rung_at < w.lost_before) and
                """
                                        + CAN_GO
                                        + " order by h.priority desc, h.record_no limit 1) h")
                        .column("text", lanes, lane)
                        .column("timestamptz", lanes, lostBefore)
                        .value(now)
                        .list(Row::lane));
    }

    /**
     * Rings for one head of a lane whose party is away, to see whether it is back: one of the first that was tried least, so that a
     * delivery at which the party always fails does not keep the lane closed for all others.
     *
     * @return how many: 1, or 0 if none could go
     */
    int probe(Connection connection, Instant now, PartyId lane, AfterCommit after) throws SQLException {
        return ring(
                connection,
                now,
                lane,
                1,
                LEAST_TRIED,
                (query, granted) ->
                        query.value(lane.value()).value(now).value(now).value(granted),
                after);
    }

    /**
     * Raises the dispatch of heads and collects their bells, those of higher priority first, then the oldest. Heads that
     * others have locked are left to them: they are on the move anyway.
     *
     * @param most at most this many
     * @param lostBefore a bell rung before this is taken for lost
     * @return how many
     */
    int ring(Connection connection, Instant now, PartyId lane, int most, Instant lostBefore, AfterCommit after)
            throws SQLException {
        return ring(
                connection,
                now,
                lane,
                most,
                FIRST,
                (query, granted) ->
                        query.value(lane.value()).value(now).value(lostBefore).value(granted),
                after);
    }

    private int ring(
            Connection connection,
            Instant now,
            PartyId lane,
            int most,
            String chosen,
            BiFunction<Query, Integer, Query> values,
            AfterCommit after)
            throws SQLException {
        int granted = 0;
        while (granted < most && desk.take(lane)) {
            granted++;
        }
        if (granted == 0) {
            return 0;
        }
        // Chosen once and for all: joined as a mere subquery it may be run again for every row, each time with others.
        Query query = Query.on(
                connection,
                "with w as materialized (" + chosen + ") update heads h set dispatch = h.dispatch + 1, rung_at = ?"
                        + " from w where h.lane = w.lane and h.key_id = w.key_id returning " + Head.COLUMNS);
        List<Head> rung = values.apply(query, granted).value(now).list(Head::read);
        rung.forEach(head -> after.ring(head.bell()));
        for (int unused = rung.size(); unused < granted; unused++) {
            desk.release(lane);
        }
        return rung.size();
    }
}

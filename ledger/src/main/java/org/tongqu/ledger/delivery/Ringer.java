package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.PartyId;

/** Rings for heads of a lane that could go and for which no bell is known to be on its way. */
final class Ringer {
    private final BellDesk desk;

    Ringer(BellDesk desk) {
        this.desk = desk;
    }

    /**
     * Rings for one head of a lane whose party is away, to see whether it is back: one that was tried least, so that a delivery at
     * which the party always fails does not keep the lane closed for all others.
     *
     * @return how many: 1, or 0 if none could go
     */
    int probe(Connection connection, Instant now, PartyId lane, AfterCommit after) throws SQLException {
        return ring(connection, now, lane, 1, now.plusMillis(1), "attempt, priority desc, record_no", after);
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
        return ring(connection, now, lane, most, lostBefore, "priority desc, record_no", after);
    }

    private int ring(
            Connection connection,
            Instant now,
            PartyId lane,
            int most,
            Instant lostBefore,
            String order,
            AfterCommit after)
            throws SQLException {
        int granted = 0;
        while (granted < most && desk.take(lane)) {
            granted++;
        }
        if (granted == 0) {
            return 0;
        }
        List<Head> rung = Query.on(
                        connection,
                        """
                update heads h set dispatch = h.dispatch + 1, rung_at = ?
                from (select lane, key_id from heads
                      where lane = ? and (state = 'ACCEPTED' or (state = 'WAITING' and (waits_for_lane or due_at <= ?)))
                          and (rung_at is null or rung_at < ?)
                      order by\s
                """
                                + order
                                + """
                 limit ? for update skip locked) as w
                where h.lane = w.lane and h.key_id = w.key_id returning
                """
                                + Head.COLUMNS)
                .value(now)
                .value(lane.value())
                .value(now)
                .value(lostBefore)
                .value(granted)
                .list(Head::read);
        rung.forEach(head -> after.ring(head.bell()));
        for (int unused = rung.size(); unused < granted; unused++) {
            desk.release(lane);
        }
        return rung.size();
    }
}

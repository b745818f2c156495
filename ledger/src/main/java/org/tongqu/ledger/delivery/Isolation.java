package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.PartyId;
import org.tongqu.record.site.Endpoint;

/**
 * After an unclean start: deliveries over which a process died go one at a time and nothing else goes meanwhile, on no node, so that if
 * one dies again, it is known over which. It takes half a minute at most; what has not had its turn by then goes with the others.
 * Used by the sweep, one round at a time.
 */
final class Isolation {
    private static final Logger LOG = LoggerFactory.getLogger(Isolation.class);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration BELL_LOST = Duration.ofSeconds(5);
    /** A number that nothing else in this database locks by. */
    private static final long ONE_NODE_AT_A_TIME = 0x746f_6e67_7175L;

    private final LedgerConnections connections;
    private final BellDesk desk;
    private Instant ends = Instant.MIN;

    Isolation(LedgerConnections connections, BellDesk desk) {
        this.connections = connections;
        this.desk = desk;
    }

    /** Begins if there is anything to be isolated, whichever node died over it. */
    void join(Instant now) {
        if (!desk.isIsolating() && !connections.transaction(this::lanes).isEmpty()) {
            ends = now.plus(LONGEST);
            desk.isolate(true);
        }
    }

    /**
     * Rings for the next one once the one before has ended, unless another node is at it; ends when there is none. How many bells were
     * rung.
     */
    int next(Connection connection, Instant now, AfterCommit after) throws SQLException {
        List<PartyId> lanes = lanes(connection);
        if (now.isAfter(ends)) {
            return end(connection, lanes);
        }
        if (!isOurTurn(connection) || isUnderWay(connection, now, lanes)) {
            return 0;
        }
        // Chosen once and for all, see the ringer.
        List<Head> next = Query.on(
                        connection,
                        """
                with w as materialized (
                    select h.lane, h.key_id from heads h left join lanes l on l.lane = h.lane
                    where h.suspect and h.state in ('ACCEPTED', 'WAITING') and h.lane = any (?) and l.open_since is null
                    order by h.lane, h.key_id limit 1 for update of h skip locked)
                update heads h set dispatch = h.dispatch + 1, rung_at = ?, waits_for_lane = true
                from w where h.lane = w.lane and h.key_id = w.key_id returning
                """
                                + Head.COLUMNS)
                .column("text", lanes, lane -> lane)
                .value(now)
                .list(Head::read);
        next.forEach(head -> after.ring(head.bell()));
        return next.isEmpty() ? end(connection, lanes) : next.size();
    }

    /** Until the end of this transaction. */
    private static boolean isOurTurn(Connection connection) throws SQLException {
        return Query.on(connection, "select pg_try_advisory_xact_lock(?) as ours")
                .value(ONE_NODE_AT_A_TIME)
                .first(row -> row.flag("ours"))
                .orElseThrow();
    }

    private static boolean isUnderWay(Connection connection, Instant now, List<PartyId> lanes) throws SQLException {
        return Query.on(
                        connection,
                        """
                select 1 as one from heads where suspect and lane = any (?)
                    and (state = 'SENDING' and lease_until > ? or state <> 'SENDING' and rung_at > ?) limit 1
                """)
                .column("text", lanes, lane -> lane)
                .value(now)
                .value(now.minus(BELL_LOST))
                .first(row -> row.count("one"))
                .isPresent();
    }

    private int end(Connection connection, List<PartyId> lanes) throws SQLException {
        int left = Query.on(connection, "update heads set suspect = false where suspect and lane = any (?)")
                .column("text", lanes, lane -> lane)
                .run();
        desk.isolate(false);
        LOG.info("event=isolation-ended not-alone={}", left);
        return 0;
    }

    /** Lanes of parties that we call which have anything to be isolated. */
    private List<PartyId> lanes(Connection connection) throws SQLException {
        return Query.on(connection, "select distinct lane from heads where suspect order by lane")
                .list(Row::lane)
                .stream()
                .filter(lane -> desk.endpoint(lane) instanceof Endpoint.Push)
                .toList();
    }
}

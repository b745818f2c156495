package org.tongqu.ledger.reading;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.port.LedgerStatus;

/** How the ledger is and what waits, from the heads and what is behind them. */
public final class PostgresStatus implements LedgerStatus {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresStatus.class);
    private static final int SECONDS = 2;

    private final DataSource source;
    private final LedgerConnections connections;

    public PostgresStatus(DataSource source, LedgerConnections connections) {
        this.source = source;
        this.connections = connections;
    }

    @Override
    public boolean isReachable() {
        try (Connection connection = source.getConnection()) {
            return connection.isValid(SECONDS);
        } catch (SQLException e) {
            LOG.debug("the ledger is not reachable, SQL state {}", e.getSQLState());
            return false;
        }
    }

    @Override
    public List<Waiting> waiting() {
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select w.lane, w.type, w.state, count(*) as many, min(w.accepted_at) as oldest
                from (
                    select h.lane, h.type, h.state, h.accepted_at from heads h
                    union all
                    select h.lane, r.type, case when h.state in ('PARKED', 'UNKNOWN') then 'HELD' else 'ACCEPTED' end,
                        r.accepted_at
                    from heads h
                    join deliveries d on d.key_id = h.key_id and d.lane = h.lane and d.number > h.number
                        and d.state = 'ACCEPTED'
                    join records r on r.record_no = d.record_no
                    where h.behind > 0) w
                group by w.lane, w.type, w.state order by w.lane, w.type, w.state
                """)
                .list(row -> new Waiting(
                        row.lane(), row.text("type"), row.state("state"), row.number("many"), row.time("oldest"))));
    }

    @Override
    public List<OpenCircuit> openCircuits() {
        return connections.transaction(connection -> Query.on(
                        connection,
                        "select lane, open_since, probe_at, failures, code from lanes where open_since is not null order by lane")
                .list(row -> new OpenCircuit(
                        row.lane(),
                        row.time("open_since"),
                        probeAt(row),
                        row.count("failures"),
                        row.textOrNull("code"))));
    }

    private static Instant probeAt(Row row) throws SQLException {
        Instant probeAt = row.timeOrNull("probe_at");
        return probeAt == null ? row.time("open_since") : probeAt;
    }
}

package org.tongqu.ledger.reading;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.DeliveryState;
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

    /** One pass over the heads: those behind them are known by their number only. */
    @Override
    public List<Waiting> waiting() {
        Map<Group, Waiting> groups = new TreeMap<>();
        for (Counted counted : connections.transaction(PostgresStatus::counted)) {
            add(groups, counted.heads);
            if (counted.behind.count() > 0) {
                add(groups, counted.behind);
            }
        }
        return List.copyOf(groups.values());
    }

    private static void add(Map<Group, Waiting> groups, Waiting more) {
        groups.merge(
                new Group(more.lane(), more.type(), more.state().name()),
                more,
                (one, other) -> new Waiting(
                        one.lane(),
                        one.type(),
                        one.state(),
                        one.count() + other.count(),
                        one.oldest().isBefore(other.oldest()) ? one.oldest() : other.oldest()));
    }

    private static List<Counted> counted(Connection connection) throws SQLException {
        return Query.on(
                        connection,
                        """
                select lane, type, state, count(*) as many, min(accepted_at) as oldest, sum(behind) as behind,
                    coalesce(min(accepted_at) filter (where behind > 0), min(accepted_at)) as oldest_followed
                from heads group by lane, type, state
                """)
                .list(Counted::read);
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

    private record Group(PartyId lane, String type, String state) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            return Comparator.comparing(Group::lane)
                    .thenComparing(Group::type)
                    .thenComparing(Group::state)
                    .compare(this, other);
        }
    }

    private record Counted(Waiting heads, Waiting behind) {
        static Counted read(Row row) throws SQLException {
            PartyId lane = row.lane();
            String type = row.text("type");
            DeliveryState state = row.state("state");
            return new Counted(
                    new Waiting(lane, type, state, row.number("many"), row.time("oldest")),
                    new Waiting(
                            lane,
                            RecordType.parse(type).family() + ".*",
                            state.holds() ? DeliveryState.HELD : DeliveryState.ACCEPTED,
                            row.number("behind"),
                            row.time("oldest_followed")));
        }
    }
}

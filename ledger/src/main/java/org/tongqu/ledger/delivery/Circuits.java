package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.record.PartyId;

/** The circuits of the lanes (熔断): open while a party is away. Where heads are locked too, circuits are locked first. */
public final class Circuits {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final RandomGenerator random;

    public Circuits(RandomGenerator random) {
        this.random = random;
    }

    /** Which of these lanes have an open circuit. */
    public static Set<PartyId> open(Connection connection, Collection<PartyId> among) throws SQLException {
        return new HashSet<>(
                Query.on(connection, "select lane from lanes where lane = any (?) and open_since is not null")
                        .column("text", Set.copyOf(among), lane -> lane)
                        .list(Row::lane));
    }

    /** Locks the circuits of these lanes, making those that are not there. */
    static Map<PartyId, Circuit> lock(Connection connection, Collection<PartyId> lanes) throws SQLException {
        Map<PartyId, Circuit> locked = new HashMap<>();
        if (lanes.isEmpty()) {
            return locked;
        }
        List<PartyId> sorted = lanes.stream().distinct().sorted().toList();
        Query.on(connection, "insert into lanes (lane) select unnest(?) on conflict do nothing")
                .column("text", sorted, lane -> lane)
                .run();
        Query.on(
                        connection,
                        "select lane, open_since, probe_at, failures, code from lanes where lane = any (?) order by lane for update")
                .column("text", sorted, lane -> lane)
                .list(Circuit::read)
                .forEach(circuit -> locked.put(circuit.lane(), circuit));
        return locked;
    }

    /** Writes circuits that are locked. */
    static void write(Connection connection, Instant now, Collection<Circuit> circuits) throws SQLException {
        if (circuits.isEmpty()) {
            return;
        }
        Query.on(
                        connection,
                        """
                update lanes l set open_since = c.open_since, probe_at = c.probe_at, failures = c.failures, code = c.code,
                    probe_rung_at = null,
                    closed_at = case when c.open_since is null and l.open_since is not null then ? else l.closed_at end
                from unnest(?, ?, ?, ?, ?) as c (lane, open_since, probe_at, failures, code)
                where l.lane = c.lane
                """)
                .value(now)
                .column("text", circuits, Circuit::lane)
                .column("timestamptz", circuits, Circuit::openSince)
                .column("timestamptz", circuits, Circuit::probeAt)
                .column("int4", circuits, Circuit::failures)
                .column("text", circuits, Circuit::code)
                .run();
    }

    /** 1 s, doubling to 60 s, each ± 20 %, so that lanes that failed together do not come back together. */
    Duration backoff(int failures) {
        long doubled = FIRST.toMillis() << Math.min(Math.max(failures - 1, 0), 6);
        long bounded = Math.min(doubled, LONGEST.toMillis());
        return Duration.ofMillis(Math.round(bounded * (0.8 + 0.4 * random.nextDouble())));
    }

    /**
     * One lane's circuit.
     *
     * @param lane whose
     * @param openSince null while it is closed
     * @param probeAt when one delivery is tried; null while it is closed
     * @param failures in a row
     * @param code why it is open
     */
    record Circuit(
            PartyId lane, @Nullable Instant openSince, @Nullable Instant probeAt, int failures, @Nullable String code) {
        static Circuit read(Row row) throws SQLException {
            return new Circuit(
                    row.lane(),
                    row.timeOrNull("open_since"),
                    row.timeOrNull("probe_at"),
                    row.count("failures"),
                    row.textOrNull("code"));
        }

        boolean isOpen() {
            return openSince != null;
        }

        /** When the next attempt may go; now while it is closed. */
        Instant nextAttempt(Instant now) {
            return probeAt == null ? now : probeAt;
        }

        Circuit closed() {
            return new Circuit(lane, null, null, 0, null);
        }

        Circuit probing(Instant at) {
            return new Circuit(lane, openSince, at, failures, code);
        }

        Circuit failed(Instant now, Instant until, String why) {
            return new Circuit(lane, Objects.requireNonNullElse(openSince, now), until, failures + 1, why);
        }

        /** Whether an attempt begun then tells nothing new: the circuit opened while it was under way. */
        boolean knowsOf(@Nullable Instant claimedAt) {
            return openSince != null && claimedAt != null && !claimedAt.isAfter(openSince);
        }
    }
}

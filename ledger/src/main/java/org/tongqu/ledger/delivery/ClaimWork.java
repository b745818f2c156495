package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.commit.GroupWork;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.sql.Query;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.failure.LedgerUnavailable;

/** Claims the deliveries of several bells: heads only, and while a lane's circuit is open one delivery at a time, as its probe. */
final class ClaimWork implements GroupWork<ClaimWork.Asked, Optional<Claims.Claimed>> {
    private final LedgerCollaborators with;
    private final String node;
    private final Claims claims;
    private final BellDesk desk;
    private final UnderWay underWay;

    ClaimWork(LedgerCollaborators with, String node, Claims claims, BellDesk desk, UnderWay underWay) {
        this.with = with;
        this.node = node;
        this.claims = claims;
        this.desk = desk;
        this.underWay = underWay;
    }

    @Override
    public Done<Optional<Claims.Claimed>> run(Connection connection, List<Asked> batch, boolean again)
            throws SQLException {
        Instant now = with.clock().instant();
        AfterCommit after = new AfterCommit();
        Map<DeliveryId, Asked> newest = new HashMap<>();
        batch.forEach(asked ->
                newest.merge(asked.bell.delivery(), asked, (a, b) -> b.bell.dispatch() > a.bell.dispatch() ? b : a));
        Map<UUID, Head> mine = again ? alreadyMine(connection, newest.values()) : new HashMap<>();
        List<Asked> open = newest.values().stream()
                .filter(asked -> !mine.containsKey(asked.token))
                .toList();
        claim(connection, now, open, after).forEach(head -> mine.put(Objects.requireNonNull(head.token()), head));
        after.then(() -> underWay.began(mine.values()));
        Map<UUID, Claims.Claimed> read = new HashMap<>();
        claims.read(connection, List.copyOf(mine.values()))
                .forEach(c -> read.put(Objects.requireNonNull(c.head().token()), c));
        return new Done<>(
                batch.stream()
                        .<Outcome<Optional<Claims.Claimed>>>map(
                                asked -> new Outcome.Answer<>(Optional.ofNullable(read.get(asked.token))))
                        .toList(),
                after);
    }

    @Override
    public Optional<Claims.Claimed> stuck(Asked asked) {
        throw new LedgerUnavailable("a head is locked for too long", new IllegalStateException("locked"));
    }

    private List<Head> claim(Connection connection, Instant now, List<Asked> asked, AfterCommit after)
            throws SQLException {
        Set<PartyId> shut =
                Circuits.open(connection, asked.stream().map(Asked::lane).toList());
        Map<PartyId, Circuits.Circuit> circuits = Circuits.lock(connection, shut);
        List<Head> claimed = new ArrayList<>(claimHeads(
                connection,
                now,
                asked.stream().filter(a -> !isOpen(circuits, a)).toList(),
                after));
        List<Circuits.Circuit> probed = new ArrayList<>();
        for (Circuits.Circuit circuit : circuits.values()) {
            if (circuit.isOpen() && !circuit.nextAttempt(now).isAfter(now) && !underWay.isAny(circuit.lane(), now)) {
                for (Head probe : probe(connection, now, circuit, asked, after)) {
                    claimed.add(probe);
                    probed.add(circuit.probing(Objects.requireNonNull(probe.leaseUntil())));
                }
            }
        }
        Circuits.write(connection, now, probed);
        return claimed;
    }

    private List<Head> probe(
            Connection connection, Instant now, Circuits.Circuit circuit, List<Asked> asked, AfterCommit after)
            throws SQLException {
        for (Asked one : asked) {
            if (one.lane().equals(circuit.lane())) {
                List<Head> probe = claimHeads(connection, now, List.of(one), after);
                if (!probe.isEmpty()) {
                    return probe;
                }
            }
        }
        return List.of();
    }

    private static boolean isOpen(Map<PartyId, Circuits.Circuit> circuits, Asked asked) {
        Circuits.Circuit circuit = circuits.get(asked.lane());
        return circuit != null && circuit.isOpen();
    }

    private List<Head> claimHeads(Connection connection, Instant now, List<Asked> asked, AfterCommit after)
            throws SQLException {
        if (asked.isEmpty()) {
            return List.of();
        }
        Map<DeliveryId, Asked> byDelivery = new HashMap<>();
        asked.forEach(a -> byDelivery.put(a.bell.delivery(), a));
        List<Claims.Marking> markings = new ArrayList<>();
        Map<DeliveryId, DeliveryState> before = new HashMap<>();
        boolean isolating = desk.isIsolating();
        for (Head head : lockClaimable(connection, now, asked, isolating)) {
            Asked by = Objects.requireNonNull(byDelivery.get(head.delivery()));
            markings.add(new Claims.Marking(head, by.token, now.plus(by.lease)));
            before.put(head.delivery(), head.state());
        }
        List<Head> claimed = Claims.mark(connection, now, node, isolating, markings);
        claimed.forEach(h -> after.changed(h.changed(now, before.get(h.delivery()), DeliveryState.SENDING, null)));
        return claimed;
    }

    private static List<Head> lockClaimable(Connection connection, Instant now, List<Asked> asked, boolean isolating)
            throws SQLException {
        return Query.on(
                        connection,
                        "select " + Head.COLUMNS
                                + """
                from unnest(?, ?, ?) as b (lane, delivery_id, dispatch)
                join heads h on h.delivery_id = b.delivery_id and h.lane = b.lane and h.dispatch = b.dispatch
                where (h.state = 'ACCEPTED' or (h.state = 'WAITING' and (h.waits_for_lane or h.due_at <= ?)))
                    and h.suspect = ?
                order by h.lane, h.key_id for update of h
                """)
                .column("text", asked, Asked::lane)
                .column("uuid", asked, a -> a.bell.delivery().bits())
                .column("int4", asked, a -> a.bell.dispatch())
                .value(now)
                .value(isolating)
                .list(Head::read);
    }

    private static Map<UUID, Head> alreadyMine(Connection connection, Collection<Asked> asked) throws SQLException {
        Set<UUID> tokens = new HashSet<>();
        asked.forEach(a -> tokens.add(a.token));
        Map<UUID, Head> mine = new HashMap<>();
        Query.on(
                        connection,
                        "select " + Head.COLUMNS
                                + " from unnest(?) as b (delivery_id) join heads h on h.delivery_id = b.delivery_id")
                .column("uuid", asked, a -> a.bell.delivery().bits())
                .list(Head::read)
                .forEach(head -> {
                    UUID token = head.token();
                    if (token != null && tokens.contains(token)) {
                        mine.put(token, head);
                    }
                });
        return mine;
    }

    /**
     * A bell that was heard.
     *
     * @param bell which
     * @param lease how long the claim shall hold
     * @param token of the claim, if it comes to one
     */
    record Asked(Bell bell, Duration lease, UUID token) {
        PartyId lane() {
            return bell.lane();
        }
    }
}

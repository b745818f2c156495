package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.commit.GroupWork;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.failure.LedgerUnavailable;

/**
 * Concludes several attempts. A conclusion whose token the head no longer bears changes nothing. What an attempt tells about
 * the party opens or closes the lane's circuit.
 */
final class ConclusionWork implements GroupWork<ConclusionWork.Closing, Boolean> {
    private static final int RUNG_AT_ONCE = 200;

    private final LedgerCollaborators with;
    private final Circuits circuits;
    private final Endings endings;
    private final Ringer ringer;

    ConclusionWork(LedgerCollaborators with, Circuits circuits, Endings endings, Ringer ringer) {
        this.with = with;
        this.circuits = circuits;
        this.endings = endings;
        this.ringer = ringer;
    }

    @Override
    public Done<Boolean> run(Connection connection, List<Closing> batch, boolean again) throws SQLException {
        Instant now = with.clock().instant();
        AfterCommit after = new AfterCommit();
        Map<PartyId, Circuits.Circuit> lanes = Circuits.lock(connection, concernedLanes(connection, batch));
        Map<PartyId, Circuits.Circuit> asLocked = Map.copyOf(lanes);
        Map<UUID, Head> heads = lock(connection, batch);
        List<Ending> ended = new ArrayList<>();
        Set<UUID> done = again ? concludedBefore(connection, batch) : new HashSet<>();
        for (Closing closing : batch) {
            Head head = heads.remove(closing.conclusion.token());
            if (head != null) {
                ended.add(ending(now, closing, head, lanes));
                done.add(closing.conclusion.token());
            }
        }
        Circuits.write(
                connection,
                now,
                lanes.values().stream()
                        .filter(c -> !c.equals(asLocked.get(c.lane())))
                        .toList());
        endings.write(connection, now, ended, after);
        SentWork.forget(
                connection,
                ended.stream().filter(Ending::nothingLeft).map(Ending::head).toList());
        for (Circuits.Circuit lane : lanes.values()) {
            if (!lane.isOpen()
                    && Objects.requireNonNull(asLocked.get(lane.lane())).isOpen()) {
                ringer.ring(connection, now, lane.lane(), RUNG_AT_ONCE, now, after);
            }
        }
        return new Done<>(
                batch.stream()
                        .<Outcome<Boolean>>map(c -> new Outcome.Answer<>(done.contains(c.conclusion.token())))
                        .toList(),
                after);
    }

    @Override
    public Boolean stuck(Closing closing) {
        throw new LedgerUnavailable("a head is locked for too long", new IllegalStateException("locked"));
    }

    /** Lanes whose party fails now, and lanes whose circuit is open: only those are locked. */
    private static Collection<PartyId> concernedLanes(Connection connection, List<Closing> batch) throws SQLException {
        Set<PartyId> lanes = Circuits.open(
                connection, batch.stream().map(c -> c.conclusion.lane()).toList());
        batch.stream().filter(c -> failure(c.conclusion.end()) != null).forEach(c -> lanes.add(c.conclusion.lane()));
        return lanes;
    }

    private static Map<UUID, Head> lock(Connection connection, List<Closing> batch) throws SQLException {
        Map<UUID, Head> heads = new HashMap<>();
        Query.on(
                        connection,
                        "select " + Head.COLUMNS
                                + """
                from unnest(?, ?, ?) as c (lane, delivery_id, token)
                join heads h on h.delivery_id = c.delivery_id and h.token = c.token and h.lane = c.lane
                order by h.lane, h.key_id for update of h
                """)
                .column("text", batch, c -> c.conclusion.lane())
                .column("uuid", batch, c -> c.conclusion.delivery().bits())
                .column("uuid", batch, c -> c.conclusion.token())
                .list(Head::read)
                .forEach(head -> heads.put(Objects.requireNonNull(head.token()), head));
        return heads;
    }

    /** After a lost commit: which of these tokens stand in the timeline, so were concluded by the run whose answer was lost. */
    private static Set<UUID> concludedBefore(Connection connection, List<Closing> batch) throws SQLException {
        return new HashSet<>(Query.on(
                        connection,
                        """
                select t.token
                from unnest(?, ?) as c (delivery_id, token)
                join deliveries d on d.delivery_id = c.delivery_id
                join timeline t on t.record_no = d.record_no and t.lane = d.lane and t.token = c.token
                """)
                .column("uuid", batch, c -> c.conclusion.delivery().bits())
                .column("uuid", batch, c -> c.conclusion.token())
                .list(row -> Objects.requireNonNull(row.uuidOrNull("token"))));
    }

    private Ending ending(Instant now, Closing closing, Head head, Map<PartyId, Circuits.Circuit> lanes) {
        Conclusion.End end = closing.conclusion.end();
        Circuits.@Nullable Circuit circuit = lanes.get(head.lane());
        Failure failure = failure(end);
        if (failure != null) {
            circuit = failed(now, failure, head, Objects.requireNonNullElseGet(circuit, () -> closed(head.lane())));
            lanes.put(head.lane(), circuit);
        } else if (circuit != null && circuit.isOpen()) {
            circuit = isAnswered(end) ? circuit.closed() : unproven(now, head, circuit);
            lanes.put(head.lane(), circuit);
        }
        if (end instanceof Conclusion.Away away) {
            Ending ending = Ending.said(head, DeliveryState.WAITING, away.code(), closing.words)
                    .again(Objects.requireNonNull(circuit).nextAttempt(now), true, head.withoutReceipt());
            return away.nothingLeft() ? ending.unsent() : ending;
        }
        if (end instanceof Conclusion.CalledOff off) {
            Circuits.Circuit lane = Objects.requireNonNullElseGet(circuit, () -> closed(head.lane()));
            return Ending.plain(head, DeliveryState.WAITING, off.code())
                    .again(lane.nextAttempt(now), lane.isOpen(), head.withoutReceipt());
        }
        return switch (end.state()) {
            case DELIVERED -> Ending.plain(head, DeliveryState.DELIVERED, null).with(closing.receipt);
            case SENT -> Ending.said(head, DeliveryState.SENT, null, closing.words);
            case PARKED ->
                Ending.said(head, DeliveryState.PARKED, code(end), closing.words)
                        .with(closing.receipt);
            case UNKNOWN -> Ending.said(head, DeliveryState.UNKNOWN, code(end), closing.words);
            default -> withoutReceipt(now, head, closing);
        };
    }

    /** Whether the party has shown by this end that it is there. */
    private static boolean isAnswered(Conclusion.End end) {
        return !(end instanceof Conclusion.CalledOff)
                && !(end instanceof Conclusion.Parked parked && !parked.answered());
    }

    private Ending withoutReceipt(Instant now, Head head, Closing closing) {
        int times = head.withoutReceipt() + 1;
        return Ending.said(head, DeliveryState.WAITING, "NO_RECEIPT", closing.words)
                .again(now.plus(circuits.backoff(times)), false, times);
    }

    /** A party that hangs or breaks off fails its lane like one that is away: the next head would fare no better. */
    private static @Nullable Failure failure(Conclusion.End end) {
        if (end instanceof Conclusion.Away away) {
            return new Failure(away.code(), away.until());
        }
        return end instanceof Conclusion.Unclear unclear ? new Failure(unclear.code(), null) : null;
    }

    private Circuits.Circuit failed(Instant now, Failure failure, Head head, Circuits.Circuit circuit) {
        if (circuit.knowsOf(head.claimedAt())) {
            return circuit;
        }
        Instant until = failure.until;
        return circuit.failed(
                now, until == null ? now.plus(circuits.backoff(circuit.failures() + 1)) : until, failure.code);
    }

    /** A probe that never reached the party: it is still to be probed, at once. */
    private static Circuits.Circuit unproven(Instant now, Head head, Circuits.Circuit circuit) {
        return circuit.knowsOf(head.claimedAt()) ? circuit : circuit.probing(now);
    }

    private static Circuits.Circuit closed(PartyId lane) {
        return new Circuits.Circuit(lane, null, null, 0, null);
    }

    private static @Nullable String code(Conclusion.End end) {
        if (end instanceof Conclusion.Parked parked) {
            return parked.code();
        }
        return end instanceof Conclusion.Unclear unclear ? unclear.code() : null;
    }

    /**
     * Why a lane's circuit opens.
     *
     * @param code ours
     * @param until when the next probe goes; null for the lane's own backoff
     */
    private record Failure(String code, @Nullable Instant until) {}

    /**
     * A conclusion with its confidential parts encrypted.
     *
     * @param conclusion what is concluded
     * @param words ciphertext; null if there are none
     * @param receipt ciphertext; null if there is none
     */
    record Closing(Conclusion conclusion, byte @Nullable [] words, BodyVault.@Nullable KeptReceipt receipt) {}
}

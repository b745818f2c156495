package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.DeliveryState;

/**
 * The one place where deliveries leave SENDING or become final: writes the change, its line in the timeline, the party's
 * receipt, the notice that is owed, and moves the key on. The heads must be locked by the same transaction, which makes two
 * decisions about one delivery impossible; every step is set-based. Stateless.
 */
final class Endings {
    /** A party that is away, or fetches and never answers, is tried every minute; not each attempt is worth a line. */
    private static final int ATTEMPTS_IN_FULL = 10;

    private static final int EVERY_FURTHER = 50;
    private static final int HELD_SHOWN = 100;

    private final HeadMoves moves;
    private final UnderWay underWay;

    Endings(HeadMoves moves, UnderWay underWay) {
        this.moves = moves;
        this.underWay = underWay;
    }

    /** Writes these changes, at most one per head. */
    void write(Connection connection, Instant now, List<Ending> endings, AfterCommit after) throws SQLException {
        if (endings.isEmpty()) {
            return;
        }
        List<Ending> finals = endings.stream().filter(Ending::isFinal).toList();
        timeline(connection, now, endings);
        receipts(connection, now, endings);
        notices(connection, now, endings);
        if (!finals.isEmpty()) {
            deliveries(connection, now, finals);
            gaps(connection, finals);
        }
        heads(connection, endings.stream().filter(e -> !e.isFinal()).toList());
        for (Ending ending : endings) {
            after.changed(ending.head().changed(now, ending.head().state(), ending.to(), ending.code()));
        }
        after.then(() -> underWay.ended(endings));
        held(connection, now, endings, after);
        if (!finals.isEmpty()) {
            moves.on(connection, now, finals.stream().map(Ending::head).toList(), after);
        }
    }

    /** Ends deliveries that are not heads, without their being sent; their head stays. */
    void endBehind(
            Connection connection,
            Instant now,
            Head head,
            List<Head> later,
            DeliveryState to,
            String code,
            AfterCommit after)
            throws SQLException {
        if (later.isEmpty()) {
            return;
        }
        List<Ending> ended = later.stream().map(h -> Ending.plain(h, to, code)).toList();
        timeline(connection, now, ended);
        notices(connection, now, ended);
        deliveries(connection, now, ended);
        HeadMoves.addGaps(connection, later);
        HeadMoves.countDown(connection, head, later.size());
        DeliveryState from = head.state().holds() ? DeliveryState.HELD : DeliveryState.ACCEPTED;
        later.forEach(h -> after.changed(h.changed(now, from, to, code)));
    }

    /** Whether a record of this type may cause a non-delivery notice: a notice never causes a notice. */
    static boolean causesNotice(RecordType type) {
        return !type.family().equals("delivery");
    }

    private static void timeline(Connection connection, Instant now, List<Ending> endings) throws SQLException {
        List<Ending> told = endings.stream().filter(Endings::isWorthALine).toList();
        Query.on(
                        connection,
                        """
                insert into timeline (record_no, lane, attempt, claimed_at, at, state, code, token)
                select t.record_no, t.lane, t.attempt, t.claimed_at, ?, t.state, t.code, t.token
                from unnest(?, ?, ?, ?, ?, ?, ?) as t (record_no, lane, attempt, claimed_at, state, code, token)
                """)
                .value(now)
                .column("int8", told, e -> e.head().recordNo())
                .column("text", told, e -> e.head().lane())
                .column("int4", told, e -> e.head().attempt())
                .column("timestamptz", told, e -> e.head().claimedAt())
                .column("text", told, Ending::to)
                .column("text", told, Ending::code)
                .column("uuid", told, e -> e.head().token())
                .run();
    }

    private static boolean isWorthALine(Ending ending) {
        int attempt = ending.head().attempt();
        boolean goesOn = ending.head().state() == DeliveryState.SENDING
                && (ending.to() == DeliveryState.WAITING || ending.to() == DeliveryState.ACCEPTED);
        return !goesOn || attempt <= ATTEMPTS_IN_FULL || attempt % EVERY_FURTHER == 0;
    }

    private static void receipts(Connection connection, Instant now, List<Ending> endings) throws SQLException {
        List<Receipted> receipted = endings.stream()
                .filter(e -> e.receipt() != null)
                .map(e -> new Receipted(e, Objects.requireNonNull(e.receipt())))
                .toList();
        if (receipted.isEmpty()) {
            return;
        }
        Query.on(
                        connection,
                        """
                insert into party_receipts (record_no, lane, at, state, payload, seal_protected, seal_signature)
                select r.record_no, r.lane, ?, r.state, r.payload, r.header, r.signature
                from unnest(?, ?, ?, ?, ?, ?) as r (record_no, lane, state, payload, header, signature)
                """)
                .value(now)
                .column("int8", receipted, r -> r.ending.head().recordNo())
                .column("text", receipted, r -> r.ending.head().lane())
                .column("text", receipted, r -> r.ending.to())
                .column("bytea", receipted, r -> r.receipt.payload())
                .column("text", receipted, r -> r.receipt.seal().protectedHeader())
                .column("text", receipted, r -> r.receipt.seal().signature())
                .run();
    }

    private static void notices(Connection connection, Instant now, List<Ending> endings) throws SQLException {
        List<Ending> owed = endings.stream()
                .filter(e -> e.to() == DeliveryState.PARKED || e.to() == DeliveryState.EXPIRED)
                .filter(e -> causesNotice(e.head().type()))
                .toList();
        if (owed.isEmpty()) {
            return;
        }
        Query.on(
                        connection,
                        """
                insert into owed_notices (delivery_id, kind, record_no, lane, code, words, at)
                select n.delivery_id, n.kind, n.record_no, n.lane, n.code, n.words, ?
                from unnest(?, ?, ?, ?, ?, ?) as n (delivery_id, kind, record_no, lane, code, words)
                on conflict do nothing
                """)
                .value(now)
                .column("uuid", owed, e -> e.head().delivery().bits())
                .column("text", owed, e -> e.to() == DeliveryState.PARKED ? "refused" : "expired")
                .column("int8", owed, e -> e.head().recordNo())
                .column("text", owed, e -> e.head().lane())
                .column("text", owed, e -> e.code() == null ? "" : e.code())
                .column("bytea", owed, Ending::words)
                .run();
    }

    private static void deliveries(Connection connection, Instant now, List<Ending> finals) throws SQLException {
        Query.on(
                        connection,
                        """
                update deliveries d set state = f.state, attempt = f.attempt, code = f.code, words = f.words, concluded_at = ?
                from unnest(?, ?, ?, ?, ?, ?) as f (record_no, lane, state, attempt, code, words)
                where d.record_no = f.record_no and d.lane = f.lane
                """)
                .value(now)
                .column("int8", finals, e -> e.head().recordNo())
                .column("text", finals, e -> e.head().lane())
                .column("text", finals, Ending::to)
                .column("int4", finals, e -> e.head().attempt())
                .column("text", finals, Ending::code)
                .column("bytea", finals, Ending::words)
                .run();
    }

    private static void gaps(Connection connection, List<Ending> finals) throws SQLException {
        Set<DeliveryState> skips = Set.of(DeliveryState.EXPIRED, DeliveryState.CLOSED);
        HeadMoves.addGaps(
                connection,
                finals.stream()
                        .filter(e -> skips.contains(e.to()))
                        .map(Ending::head)
                        .toList());
        List<Head> told = finals.stream()
                .filter(e -> !skips.contains(e.to()) && e.head().hasGap())
                .map(Ending::head)
                .toList();
        if (!told.isEmpty()) {
            Query.on(
                            connection,
                            """
                    delete from gaps g using unnest(?, ?, ?) as t (lane, key_id, number)
                    where g.lane = t.lane and g.key_id = t.key_id and g.number < t.number
                    """)
                    .column("text", told, Head::lane)
                    .column("int8", told, Head::keyId)
                    .column("int8", told, Head::number)
                    .run();
        }
    }

    private static void heads(Connection connection, List<Ending> open) throws SQLException {
        if (open.isEmpty()) {
            return;
        }
        Query.on(
                        connection,
                        """
                update heads h set state = e.state, code = e.code, words = e.words, due_at = e.due_at,
                    waits_for_lane = e.waits_for_lane, without_receipt = e.without_receipt, suspect = e.died, alone = false,
                    deaths = case when not e.died then 0 when h.alone then h.deaths + 1 else h.deaths end,
                    token = null, node = null, claimed_at = null, lease_until = null, rung_at = null
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) as
                    e (lane, key_id, state, code, words, due_at, waits_for_lane, without_receipt, died)
                where h.lane = e.lane and h.key_id = e.key_id
                """)
                .column("text", open, e -> e.head().lane())
                .column("int8", open, e -> e.head().keyId())
                .column("text", open, Ending::to)
                .column("text", open, Ending::code)
                .column("bytea", open, Ending::words)
                .column("timestamptz", open, Ending::due)
                .column("bool", open, Ending::waitsForLane)
                .column("int4", open, Ending::withoutReceipt)
                .column("bool", open, Ending::died)
                .run();
    }

    /** Later ones of a key are HELD while their head is PARKED or UNKNOWN; that is derived from the head, and told here. */
    private void held(Connection connection, Instant now, List<Ending> endings, AfterCommit after) throws SQLException {
        for (Ending ending : endings) {
            boolean before = ending.head().state().holds();
            boolean then = ending.to().holds();
            if (before != then && ending.head().behind() > 0) {
                DeliveryState from = before ? DeliveryState.HELD : DeliveryState.ACCEPTED;
                DeliveryState to = then ? DeliveryState.HELD : DeliveryState.ACCEPTED;
                HeadMoves.behind(connection, ending.head(), HELD_SHOWN)
                        .forEach(later -> after.changed(later.changed(now, from, to, null)));
            }
        }
    }

    private record Receipted(Ending ending, BodyVault.KeptReceipt receipt) {}
}

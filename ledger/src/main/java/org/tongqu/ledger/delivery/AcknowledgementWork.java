package org.tongqu.ledger.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.commit.GroupWork;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.PartyReceipt;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.DeliveryLedger.Acknowledged;

/**
 * Records lists of receipts of parties that pull, each list in its order. A delivery that was offered is the head of its key
 * until it is final.
 */
final class AcknowledgementWork implements GroupWork<List<AcknowledgementWork.Given>, List<Acknowledged>> {
    /** Ours, as for a pushed delivery; the party's own code stands in its words. */
    private static final String PARTY_REFUSED = "PARTY_REFUSED";

    private final Clock clock;
    private final Endings endings;

    AcknowledgementWork(Clock clock, Endings endings) {
        this.clock = clock;
        this.endings = endings;
    }

    @Override
    public Done<List<Acknowledged>> run(Connection connection, List<List<Given>> lists, boolean again)
            throws SQLException {
        Instant now = clock.instant();
        AfterCommit after = new AfterCommit();
        List<Given> all = lists.stream().flatMap(List::stream).toList();
        Map<DeliveryId, Offered> heads = lockHeads(connection, all);
        Map<DeliveryId, Past> past = past(
                connection,
                all.stream().filter(g -> !heads.containsKey(g.delivery())).toList());
        Map<DeliveryId, PartyReceipt.Outcome> recorded = new HashMap<>();
        List<Ending> ended = new ArrayList<>();
        List<Outcome<List<Acknowledged>>> outcomes = new ArrayList<>();
        for (List<Given> list : lists) {
            List<Acknowledged> results = new ArrayList<>();
            for (Given given : list) {
                Offered head = heads.get(given.delivery());
                results.add(
                        head == null
                                ? afterwards(given, past.get(given.delivery()))
                                : record(given, head, recorded, ended));
            }
            outcomes.add(new Outcome.Answer<>(results));
        }
        endings.write(connection, now, ended, after);
        return new Done<>(outcomes, after);
    }

    @Override
    public List<Acknowledged> stuck(List<Given> list) {
        throw new LedgerUnavailable("a head is locked for too long", new IllegalStateException("locked"));
    }

    @Override
    public int weight(List<Given> list) {
        return list.size();
    }

    private static Acknowledged record(
            Given given, Offered offered, Map<DeliveryId, PartyReceipt.Outcome> recorded, List<Ending> ended) {
        Head head = offered.head;
        if (!head.lane().equals(given.party) || head.attempt() == 0) {
            return Acknowledged.NOT_YOURS;
        }
        if (!offered.digest.equals(given.receipt.digest())) {
            return Acknowledged.DIGEST_DIFFERS;
        }
        PartyReceipt.Outcome outcome = given.receipt.outcome();
        boolean refusedBefore = offered.refusedBefore && head.state() == DeliveryState.PARKED;
        PartyReceipt.Outcome stands =
                refusedBefore ? PartyReceipt.Outcome.REFUSED : recorded.putIfAbsent(given.delivery(), outcome);
        if (stands != null) {
            return stands == outcome ? Acknowledged.REPEATED : Acknowledged.OTHER_STANDS;
        }
        ended.add((outcome == PartyReceipt.Outcome.REFUSED
                        ? Ending.said(head, DeliveryState.PARKED, PARTY_REFUSED, given.words)
                        : Ending.plain(head, DeliveryState.DELIVERED, null))
                .with(given.sealed));
        return Acknowledged.RECORDED;
    }

    private static Acknowledged afterwards(Given given, @Nullable Past past) {
        if (past == null || !past.lane.equals(given.party) || !past.state.isFinal()) {
            return Acknowledged.NOT_YOURS;
        }
        if (!past.digest.equals(given.receipt.digest())) {
            return Acknowledged.DIGEST_DIFFERS;
        }
        boolean same =
                past.state == DeliveryState.DELIVERED && given.receipt.outcome() == PartyReceipt.Outcome.DELIVERED;
        return same ? Acknowledged.REPEATED : Acknowledged.OTHER_STANDS;
    }

    private static Map<DeliveryId, Offered> lockHeads(Connection connection, List<Given> batch) throws SQLException {
        Map<DeliveryId, Offered> heads = new HashMap<>();
        Query.on(
                        connection,
                        "select " + Head.COLUMNS
                                + """
                    , coalesce((select s.digest from sent_bodies s where s.record_no = h.record_no and s.lane = h.lane),
                        (select r.digest from records r where r.record_no = h.record_no)) as offered,
                    exists (select 1 from party_receipts p where p.record_no = h.record_no and p.lane = h.lane
                        and p.state = 'PARKED') as refused
                from unnest(?) as g (delivery_id) join heads h on h.delivery_id = g.delivery_id
                order by h.lane, h.key_id for update of h
                """)
                .column("uuid", batch.stream().map(Given::delivery).distinct().toList(), DeliveryId::bits)
                .list(row -> new Offered(Head.read(row), row.digest("offered"), row.flag("refused")))
                .forEach(offered -> heads.put(offered.head.delivery(), offered));
        return heads;
    }

    private static Map<DeliveryId, Past> past(Connection connection, List<Given> batch) throws SQLException {
        Map<DeliveryId, Past> past = new HashMap<>();
        if (batch.isEmpty()) {
            return past;
        }
        Query.on(
                        connection,
                        """
                select d.delivery_id, d.lane, d.state,
                    coalesce((select s.digest from sent_bodies s where s.record_no = d.record_no and s.lane = d.lane),
                        (select r.digest from records r where r.record_no = d.record_no)) as offered
                from unnest(?) as g (delivery_id) join deliveries d on d.delivery_id = g.delivery_id
                """)
                .column("uuid", batch, g -> g.delivery().bits())
                .list(row -> new Past(row.delivery(), row.lane(), row.state("state"), row.digest("offered")))
                .forEach(p -> past.put(p.delivery, p));
        return past;
    }

    /**
     * A receipt as it was given, with its confidential parts encrypted.
     *
     * @param party by whom
     * @param receipt what it says
     * @param words ciphertext of the party's code and reason; null if there are none
     * @param sealed the receipt as ciphertext
     */
    record Given(PartyId party, PartyReceipt receipt, byte @Nullable [] words, BodyVault.KeptReceipt sealed) {
        DeliveryId delivery() {
            return receipt.delivery();
        }
    }

    private record Offered(Head head, Digest digest, boolean refusedBefore) {}

    private record Past(DeliveryId delivery, PartyId lane, DeliveryState state, Digest digest) {}
}

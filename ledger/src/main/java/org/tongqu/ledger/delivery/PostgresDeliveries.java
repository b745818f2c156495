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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.ledger.commit.AfterCommit;
import org.tongqu.ledger.commit.GroupCommit;
import org.tongqu.ledger.commit.GroupCommits;
import org.tongqu.ledger.keeping.HouseKeeping;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.sql.LedgerConnections;
import org.tongqu.ledger.sql.Query;
import org.tongqu.ledger.sql.Row;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.ledger.vault.Chance;
import org.tongqu.ledger.vault.FreshBodies;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.PartyReceipt;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Endpoint;

/** Deliveries on PostgreSQL. Encrypts and decrypts in the calling thread, outside of transactions. */
public final class PostgresDeliveries implements DeliveryLedger {
    /** What one answer of an inbox may bring, so that no party can make the gateway hold hundreds of megabytes. */
    private static final String GATEWAY_ERROR = "GATEWAY_ERROR";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDeliveries.class);

    private final LedgerConnections connections;
    private final LedgerSettings settings;
    private final LedgerCollaborators with;
    private final BodyVault vault;
    private final Chance chance;
    private final BellDesk desk;
    private final Claims claims;
    private final Endings endings;
    private final Sweep sweep;
    private final GroupCommit<ClaimWork.Asked, Optional<Claims.Claimed>> claiming;
    private final GroupCommit<SentWork.Sent, Boolean> sending;
    private final GroupCommit<ConclusionWork.Closing, Boolean> concluding;
    private final GroupCommit<List<AcknowledgementWork.Given>, List<Acknowledged>> acknowledging;

    /**
     * Puts deliveries together.
     *
     * @param connections for what is not gathered
     * @param commits makes the group commits
     * @param settings of the ledger
     * @param with whom the ledger works with
     * @param desk decides which bells may be rung
     * @param bodies plain bodies that admission kept
     * @param houseKeeping done by the sweep
     */
    public PostgresDeliveries(
            LedgerConnections connections,
            GroupCommits commits,
            LedgerSettings settings,
            LedgerCollaborators with,
            BellDesk desk,
            FreshBodies bodies,
            HouseKeeping houseKeeping) {
        this.connections = connections;
        this.settings = settings;
        this.with = with;
        this.desk = desk;
        vault = new BodyVault(with.cipher());
        chance = new Chance(with.random());
        claims = new Claims(vault, bodies);
        UnderWay underWay = new UnderWay();
        endings = new Endings(new HeadMoves(desk), underWay);
        Ringer ringer = new Ringer(desk);
        sweep = new Sweep(connections, settings, with, desk, ringer, endings, underWay, houseKeeping);
        claiming = commits.open("claims", new ClaimWork(with, settings.node().toString(), claims, desk, underWay));
        sending = commits.open("sents", new SentWork(with.clock()));
        concluding =
                commits.open("conclusions", new ConclusionWork(with, new Circuits(with.random()), endings, ringer));
        acknowledging = commits.open("acknowledgements", new AcknowledgementWork(with.clock(), endings));
    }

    /** What operators decide about deliveries. */
    public OperatorDecisions decisions() {
        return new OperatorDecisions(endings);
    }

    @Override
    public List<ClaimedDelivery> claim(List<Bell> bells, Duration lease) {
        bells.forEach(bell -> desk.release(bell.lane()));
        return claiming
                .callAll(bells.stream()
                        .map(bell -> new ClaimWork.Asked(bell, lease, chance.uuid()))
                        .toList())
                .stream()
                .flatMap(Optional::stream)
                .map(this::open)
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * What was claimed. If it cannot be opened, though the ledger can be asked for its key, it is parked: claimed again and again it would hold up its key, and at an inbox
     * all that was leased with it.
     */
    private Optional<ClaimedDelivery> open(Claims.Claimed claimed) {
        try {
            return Optional.of(claims.open(claimed));
        } catch (LedgerUnavailable keyNotFound) {
            throw keyNotFound;
        } catch (RuntimeException unreadable) {
            Head head = claimed.head();
            LOG.error("Delivery {} cannot be opened and is parked: {}", head.delivery(), unreadable.getClass());
            Set<DeliveryId> unused = conclude(List.of(new Conclusion(
                    head.lane(),
                    head.delivery(),
                    Objects.requireNonNull(head.token()),
                    Conclusion.Parked.unanswered(
                            GATEWAY_ERROR, "What the ledger keeps of it cannot be opened; see the gateway's log."))));
            return Optional.empty();
        }
    }

    @Override
    public Set<DeliveryId> keepSent(List<AboutToSend> bodies) {
        List<Boolean> kept = sending.callAll(bodies.stream().map(this::sent).toList());
        return chosen(bodies, kept, AboutToSend::delivery);
    }

    private SentWork.Sent sent(AboutToSend about) {
        SealedBody body = about.body();
        boolean original = body.senderSeal() != null;
        Digest digest = with.digests().sm3(body.octets());
        byte @Nullable [] derived = original ? null : vault.sent(about.delivery(), body.octets());
        return new SentWork.Sent(about.delivery(), about.token(), digest, derived, body.seal(), about.materials());
    }

    @Override
    public Set<DeliveryId> conclude(List<Conclusion> conclusions) {
        List<Boolean> done =
                concluding.callAll(conclusions.stream().map(this::closing).toList());
        if (desk.isIsolating()) {
            sweep.isolate(with.clock().instant());
        }
        return chosen(conclusions, done, Conclusion::delivery);
    }

    private ConclusionWork.Closing closing(Conclusion conclusion) {
        Conclusion.End end = conclusion.end();
        SealedText receipt = receiptOf(end);
        return new ConclusionWork.Closing(
                conclusion,
                vault.words(conclusion.delivery(), wordsOf(end)),
                receipt == null ? null : vault.receipt(conclusion.delivery(), receipt));
    }

    private static <T> Set<DeliveryId> chosen(List<T> asked, List<Boolean> yes, Function<T, DeliveryId> delivery) {
        Set<DeliveryId> chosen = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            if (yes.get(i)) {
                chosen.add(delivery.apply(asked.get(i)));
            }
        }
        return chosen;
    }

    private static @Nullable String wordsOf(Conclusion.End end) {
        if (end instanceof Conclusion.Sent sent) {
            return sent.words();
        }
        if (end instanceof Conclusion.Away away) {
            return away.words();
        }
        if (end instanceof Conclusion.WithoutReceipt without) {
            return without.words();
        }
        if (end instanceof Conclusion.Parked parked) {
            return parked.words();
        }
        return end instanceof Conclusion.Unclear unclear ? unclear.words() : null;
    }

    private static @Nullable SealedText receiptOf(Conclusion.End end) {
        if (end instanceof Conclusion.Delivered delivered) {
            return delivered.receipt();
        }
        return end instanceof Conclusion.Parked parked ? parked.receipt() : null;
    }

    @Override
    public List<ClaimedDelivery> lease(PartyId party, Portion most, Duration lease) {
        if (!(desk.endpoint(party) instanceof Endpoint.Pull)) {
            // Its deliveries travel its lane: two ways at once would send twice.
            return List.of();
        }
        AfterCommit[] after = {new AfterCommit()};
        List<Claims.Claimed> leased = connections.byIndex(connection -> {
            after[0] = new AfterCommit();
            return lease(connection, party, most, lease, after[0]);
        });
        after[0].tell(with.bells(), with.transitions());
        return leased.stream().map(this::open).flatMap(Optional::stream).toList();
    }

    private List<Claims.Claimed> lease(
            Connection connection, PartyId party, Portion most, Duration lease, AfterCommit after) throws SQLException {
        Instant now = with.clock().instant();
        List<Sized> suspects = offered(connection, now, party, true, 1);
        List<Sized> free = suspects.isEmpty()
                ? together(offered(connection, now, party, false, most.deliveries()), most.octets())
                : suspects;
        boolean alone = !suspects.isEmpty();
        List<Head> heads = free.stream().map(Sized::head).toList();
        List<Ending> over = heads.stream()
                .filter(h -> h.state() == DeliveryState.SENDING)
                .map(h -> Ending.plain(h, DeliveryState.ACCEPTED, Sweep.LEASE_EXPIRED))
                .toList();
        endings.write(connection, now, over, after);
        Instant until = now.plus(lease);
        Map<DeliveryId, Head> leased = new HashMap<>();
        Claims.mark(
                        connection,
                        now,
                        settings.node().toString(),
                        alone,
                        heads.stream()
                                .map(h -> new Claims.Marking(h, chance.uuid(), until))
                                .toList())
                .forEach(h -> leased.put(h.delivery(), h));
        List<Head> inOrder = heads.stream()
                .map(h -> Objects.requireNonNull(leased.get(h.delivery())))
                .toList();
        inOrder.forEach(h -> after.changed(h.changed(now, DeliveryState.ACCEPTED, DeliveryState.SENDING, null)));
        return claims.read(connection, inOrder);
    }

    /** What the party may have: one over which a process died, or others, which an index has in their order. */
    private static List<Sized> offered(Connection connection, Instant now, PartyId party, boolean suspect, int most)
            throws SQLException {
        return Query.on(
                        connection,
                        "select " + Head.COLUMNS
                                + """
                    , (select octet_length(r.body) from records r where r.record_no = h.record_no) as octets
                from heads h
                where h.lane = ? and not h.held and
                    (h.state = 'ACCEPTED' or (h.state = 'WAITING' and (h.waits_for_lane or h.due_at <= ?))
                    or (h.state = 'SENDING' and h.lease_until <= ?)) and
                """
                                + (suspect ? "h.suspect" : "not h.suspect")
                                + " order by h.priority desc, h.record_no limit ? for update of h skip locked")
                .value(party.value())
                .value(now)
                .value(now)
                .value(most)
                .list(row -> new Sized(Head.read(row), row.number("octets")));
    }

    /** As many as an answer can hold, the first in any case. The others stay free. */
    private static List<Sized> together(List<Sized> found, long most) {
        List<Sized> fitting = new ArrayList<>();
        long octets = 0;
        for (Sized one : found) {
            octets += one.octets;
            if (!fitting.isEmpty() && octets > most) {
                break;
            }
            fitting.add(one);
        }
        return fitting;
    }

    @Override
    public Acknowledged acknowledge(PartyId party, PartyReceipt receipt, SealedText sealed) {
        return acknowledgeAll(party, List.of(new HandedIn(receipt, sealed))).get(0);
    }

    @Override
    public List<Acknowledged> acknowledgeAll(PartyId party, List<HandedIn> receipts) {
        return receipts.isEmpty()
                ? List.of()
                : acknowledging.call(receipts.stream().map(r -> given(party, r)).toList());
    }

    private AcknowledgementWork.Given given(PartyId party, HandedIn handed) {
        PartyReceipt receipt = handed.receipt();
        return new AcknowledgementWork.Given(
                party,
                receipt,
                vault.words(receipt.delivery(), receipt.words()),
                vault.receipt(receipt.delivery(), handed.sealed()));
    }

    @Override
    public int sweep(Instant now, int most) {
        return sweep.round(now, most);
    }

    @Override
    public int recover(Instant now) {
        return sweep.recover(now);
    }

    @Override
    public List<OwedNotice> owedNotices(int most) {
        List<Owed> owed = connections.transaction(connection -> Query.on(
                        connection,
                        """
                select n.delivery_id, n.kind, n.lane, n.code, n.words, n.at, r.sender, r.id, r.type, r.subject, r.digest
                from (select * from owed_notices where submitted_at is null order by at limit ?) n
                join records r on r.record_no = n.record_no
                order by n.at, n.delivery_id
                """)
                .value(most)
                .list(Owed::read));
        return owed.stream().map(o -> o.notice(vault)).toList();
    }

    @Override
    public void noticeSubmitted(DeliveryId delivery, String kind) {
        connections.transaction(connection -> Query.on(
                        connection,
                        "update owed_notices set submitted_at = ? where delivery_id = ? and kind = ? and submitted_at is null")
                .value(with.clock().instant())
                .value(delivery.bits())
                .value(kind)
                .run());
    }

    @Override
    public List<LaneDepth> depths(Collection<PartyId> among, int most) {
        Instant now = with.clock().instant();
        return connections.transaction(connection -> Query.on(
                        connection,
                        """
                select h.lane, count(*) as heads, min(h.accepted_at) as oldest
                from heads h left join lanes l on l.lane = h.lane
                where h.lane = any (?) and (l.open_since is null or l.probe_at <= ?)
                    and (h.state = 'ACCEPTED' or (h.state = 'WAITING' and (h.waits_for_lane or h.due_at <= ?)))
                group by h.lane order by oldest, h.lane limit ?
                """)
                .column("text", among, lane -> lane)
                .value(now)
                .value(now)
                .value(most)
                .list(row -> new LaneDepth(row.lane(), row.count("heads"), row.time("oldest"))));
    }

    private record Sized(Head head, long octets) {}

    private record Owed(OwedNotice closed, byte @Nullable [] words) {
        static Owed read(Row row) throws SQLException {
            return new Owed(
                    new OwedNotice(
                            row.delivery(),
                            row.text("kind"),
                            row.record().sender(),
                            row.record().id(),
                            row.text("type"),
                            row.text("subject"),
                            row.digest("digest").value(),
                            row.lane(),
                            row.text("code"),
                            "",
                            row.time("at")),
                    row.octetsOrNull("words"));
        }

        OwedNotice notice(BodyVault vault) {
            String reason = reason(vault);
            return new OwedNotice(
                    closed.delivery(),
                    closed.kind(),
                    closed.sender(),
                    closed.recordId(),
                    closed.type(),
                    closed.subject(),
                    closed.digest(),
                    closed.recipient(),
                    closed.code(),
                    reason,
                    closed.at());
        }

        /** A notice without its reason is better than none, and than none of those behind it. */
        private String reason(BodyVault vault) {
            try {
                return Objects.requireNonNullElse(vault.openWords(closed.delivery(), words), "");
            } catch (LedgerUnavailable keyNotFound) {
                throw keyNotFound;
            } catch (RuntimeException unreadable) {
                LOG.error(
                        "The reason of the notice of {} cannot be opened: {}",
                        closed.delivery(),
                        unreadable.getClass());
                return "";
            }
        }
    }
}

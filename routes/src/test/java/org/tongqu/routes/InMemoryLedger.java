package org.tongqu.routes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.PartyReceipt;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.life.LifeStep;
import org.tongqu.record.life.ObjectState;
import org.tongqu.record.port.AdmissionLedger;
import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.port.BellBook;
import org.tongqu.record.port.Bells;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.ReceiptIssuer;
import org.tongqu.record.seal.SealedText;

/**
 * Both ledgers in memory, honest about what routes rely on: identity, states, one number per key, heads only, dispatch counters and
 * tokens. Bells ring after the "commit", outside of the lock.
 */
final class InMemoryLedger implements AdmissionLedger, DeliveryLedger, BellBook {
    final Map<DeliveryId, Set<Digest>> materials = new ConcurrentHashMap<>();
    private static final Duration UNANSWERED = Duration.ofSeconds(1);

    private final Map<RecordId, Accepted> records = new HashMap<>();
    private final Map<BusinessKey, Long> numbers = new HashMap<>();
    private final Map<BusinessKey, ObjectState> states = new HashMap<>();
    private final Map<DeliveryId, Row> rows = new LinkedHashMap<>();
    private final Set<RecordId> refusing = new HashSet<>();
    private final Set<String> failing = new HashSet<>();
    private final List<OwedNotice> owed = new ArrayList<>();
    private final ReceiptIssuer receipts;
    private final Bells bells;
    private final Clock clock;
    private volatile boolean away;
    private volatile boolean broken;
    private volatile Consumer<String> onCall = call -> {};
    private volatile Duration retryAfter = Duration.ofMillis(50);
    private volatile @Nullable Duration leaseOnly;
    private final Set<PartyId> rung = ConcurrentHashMap.newKeySet();
    private final Map<PartyId, List<Bell>> compared = new ConcurrentHashMap<>();
    private int recoveries;

    InMemoryLedger(ReceiptIssuer receipts, Bells bells, Clock clock) {
        this.receipts = receipts;
        this.bells = bells;
        this.clock = clock;
    }

    void away(boolean now) {
        away = now;
    }

    void broken(boolean now) {
        broken = now;
    }

    void onCall(Consumer<String> listener) {
        onCall = listener;
    }

    void retryAfter(Duration backoff) {
        retryAfter = backoff;
    }

    /** Claims hold this long whatever was asked for; null for what was asked for. */
    void leaseOnly(@Nullable Duration lease) {
        leaseOnly = lease;
    }

    synchronized void refuse(RecordId record) {
        refusing.add(record);
    }

    /** Records of this id make admission fail as it never should. */
    synchronized void failOn(String recordId) {
        failing.add(recordId);
    }

    synchronized void owe(OwedNotice notice) {
        owed.add(notice);
    }

    synchronized int recoveries() {
        return recoveries;
    }

    synchronized List<Row> rows() {
        return List.copyOf(rows.values());
    }

    synchronized List<DeliveryState> states(PartyId lane) {
        return rows.values().stream()
                .filter(r -> r.lane.equals(lane))
                .map(r -> r.state)
                .toList();
    }

    synchronized Row row(String recordId) {
        return rows.values().stream()
                .filter(r -> r.admission.record().id().id().equals(recordId))
                .findFirst()
                .orElseThrow();
    }

    synchronized List<String> ids() {
        return records.keySet().stream().map(RecordId::id).toList();
    }

    synchronized Admission admission(String recordId) {
        return records.entrySet().stream()
                .filter(e -> e.getKey().id().equals(recordId))
                .findFirst()
                .orElseThrow()
                .getValue()
                .admission();
    }

    private void call(String name) {
        onCall.accept(name);
        if (away) {
            throw new LedgerUnavailable("away", new IllegalStateException("no connection"));
        }
        if (broken) {
            throw new IllegalStateException("secret 13800000000");
        }
    }

    @Override
    public synchronized Optional<Receipt> repeatOf(PartyId sender, Digest message) {
        return records.values().stream()
                .filter(one -> one.admission().record().id().sender().equals(sender)
                        && message.equals(one.admission().content().message()))
                .findFirst()
                .map(one -> new Receipt(one.receipt(), true));
    }

    @Override
    public synchronized Optional<Receipt> repeat(RecordId record, Content content) {
        call("repeat");
        Accepted accepted = records.get(record);
        if (accepted == null) {
            return Optional.empty();
        }
        if (!accepted.admission().content().isSameAs(content)) {
            throw new Rejection(ProblemCode.ID_REUSED, "used before");
        }
        return Optional.of(new Receipt(accepted.receipt(), true));
    }

    @Override
    public List<Result> admit(List<Admission> admissions) {
        call("admit");
        List<Result> results = new ArrayList<>();
        List<Bell> toRing = new ArrayList<>();
        Set<BusinessKey> refused = new HashSet<>();
        synchronized (this) {
            for (Admission admission : admissions) {
                results.add(admit(admission, refused, toRing));
            }
        }
        bells.ring(toRing);
        return results;
    }

    private Result admit(Admission admission, Set<BusinessKey> refused, List<Bell> toRing) {
        RecordId id = admission.record().id();
        if (failing.contains(id.id())) {
            throw new IllegalStateException("secret 13800000000");
        }
        Accepted before = records.get(id);
        if (before != null && before.admission().content().isSameAs(admission.content())) {
            return new Result.Committed(new Receipt(before.receipt(), true));
        }
        if (before != null || refusing.contains(id)) {
            refused.add(admission.key());
            return new Result.Refused(new Rejection(ProblemCode.ID_REUSED, "used before"));
        }
        if (refused.contains(admission.key())) {
            return new Result.Refused(new Rejection(ProblemCode.EARLIER_ITEM_REFUSED, "earlier refused"));
        }
        try {
            live(admission);
        } catch (Rejection doesNotFit) {
            refused.add(admission.key());
            return new Result.Refused(doesNotFit);
        }
        long number = numbers.merge(admission.key(), 1L, Long::sum);
        List<PartyId> recipients =
                admission.recipients().stream().map(r -> r.party()).toList();
        SealedText receipt = receipts.issue(id, admission.content().digest(), clock.instant(), number, recipients);
        records.put(id, new Accepted(admission, receipt));
        for (PartyId recipient : recipients) {
            Row row = new Row(DeliveryId.of(UUID.randomUUID()), recipient, admission, number, clock.instant());
            rows.put(row.id, row);
            if (isHead(row)) {
                toRing.add(row.ring(clock.instant()));
            }
        }
        return new Result.Committed(new Receipt(receipt, false));
    }

    private void live(Admission admission) {
        LifeStep step = admission.life();
        if (step != null) {
            BusinessKey own = admission.key();
            step.into()
                    .map(number -> states.get(new BusinessKey(own.keyspace(), own.family(), number)))
                    .ifPresent(step::requireOpen);
            states.compute(admission.key(), (key, before) -> before == null ? step.first() : step.after(before));
        }
    }

    private boolean isHead(Row row) {
        return rows.values().stream()
                .filter(r -> r.lane.equals(row.lane) && r.admission.key().equals(row.admission.key()))
                .filter(r -> !r.state.isFinal())
                .findFirst()
                .filter(first -> first == row)
                .isPresent();
    }

    @Override
    public synchronized List<ClaimedDelivery> claim(List<Bell> bells, Duration lease) {
        return bells.stream()
                .map(bell -> claim(bell, lease))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<ClaimedDelivery> claim(Bell bell, Duration lease) {
        call("claim");
        Row row = rows.get(bell.delivery());
        if (row == null || row.dispatch != bell.dispatch() || !row.canGo() || !isHead(row)) {
            return Optional.empty();
        }
        return Optional.of(row.claim(clock.instant().plus(Objects.requireNonNullElse(leaseOnly, lease))));
    }

    @Override
    public synchronized Set<DeliveryId> keepSent(List<AboutToSend> bodies) {
        call("keepSent");
        Set<DeliveryId> kept = new HashSet<>();
        for (AboutToSend about : bodies) {
            Row row = rows.get(about.delivery());
            if (row != null && about.token().equals(row.token)) {
                row.sent = about.body();
                materials.put(row.id, about.materials());
                kept.add(row.id);
            }
        }
        return kept;
    }

    @Override
    public Set<DeliveryId> conclude(List<Conclusion> conclusions) {
        call("conclude");
        Set<DeliveryId> concluded = new HashSet<>();
        for (Conclusion conclusion : conclusions) {
            if (conclude(conclusion)) {
                concluded.add(conclusion.delivery());
            }
        }
        return concluded;
    }

    private boolean conclude(Conclusion conclusion) {
        List<Bell> toRing = new ArrayList<>();
        synchronized (this) {
            Row row = rows.get(conclusion.delivery());
            if (row == null || !conclusion.token().equals(row.token)) {
                return false;
            }
            row.conclude(conclusion.end());
            next(row).ifPresent(next -> toRing.add(next.ring(clock.instant())));
        }
        bells.ring(toRing);
        return true;
    }

    private Optional<Row> next(Row row) {
        return rows.values().stream()
                .filter(r -> r.lane.equals(row.lane) && r.admission.key().equals(row.admission.key()))
                .filter(r -> r.state == DeliveryState.ACCEPTED && isHead(r))
                .findFirst();
    }

    @Override
    public synchronized List<ClaimedDelivery> lease(PartyId party, Portion most, Duration lease) {
        call("lease");
        return rows.values().stream()
                .filter(r -> r.lane.equals(party) && r.canGo() && isHead(r))
                .limit(most.deliveries())
                .map(r -> r.claim(clock.instant().plus(lease)))
                .toList();
    }

    @Override
    public Acknowledged acknowledge(PartyId party, PartyReceipt receipt, SealedText sealed) {
        call("acknowledge");
        List<Bell> toRing = new ArrayList<>();
        synchronized (this) {
            Row row = rows.get(receipt.delivery());
            if (row == null || !row.lane.equals(party)) {
                return Acknowledged.NOT_YOURS;
            }
            boolean delivered = receipt.outcome() == PartyReceipt.Outcome.DELIVERED;
            if (row.state == DeliveryState.DELIVERED || row.state == DeliveryState.PARKED) {
                return (row.state == DeliveryState.DELIVERED) == delivered
                        ? Acknowledged.REPEATED
                        : Acknowledged.OTHER_STANDS;
            }
            if (row.sent == null || !new TestSeals().sm3(row.sent.octets()).equals(receipt.digest())) {
                return Acknowledged.DIGEST_DIFFERS;
            }
            row.conclude(
                    delivered
                            ? new Conclusion.Delivered(sealed)
                            : new Conclusion.Parked("PARTY_REFUSED", "refused", sealed));
            next(row).ifPresent(next -> toRing.add(next.ring(clock.instant())));
        }
        bells.ring(toRing);
        return Acknowledged.RECORDED;
    }

    @Override
    public int sweep(Instant now, int most) {
        call("sweep");
        List<Bell> toRing;
        synchronized (this) {
            toRing = rows.values().stream()
                    .filter(r -> r.canGo() && isHead(r) && now.isAfter(r.rungAt.plus(patience(r))))
                    .limit(most)
                    .map(r -> r.ring(now))
                    .toList();
        }
        bells.ring(toRing);
        return toRing.size();
    }

    private Duration patience(Row row) {
        return row.state == DeliveryState.WAITING ? retryAfter : UNANSWERED;
    }

    @Override
    public synchronized int recover(Instant now) {
        call("recover");
        recoveries++;
        return 0;
    }

    /** Believes that bells of these are in the broker. */
    void believes(PartyId... lanes) {
        rung.addAll(List.of(lanes));
    }

    /** What was found in the queues of which lanes. */
    Map<PartyId, List<Bell>> compared() {
        return compared;
    }

    @Override
    public Set<PartyId> rungLanes(Instant before) {
        return rung;
    }

    @Override
    public BellTally compare(Collection<PartyId> lanes, Collection<Bell> found, Instant before) {
        call("compare");
        lanes.forEach(lane -> compared.put(
                lane, found.stream().filter(bell -> bell.lane().equals(lane)).toList()));
        return new BellTally(found.size(), 0, lanes.size(), 0, 0);
    }

    @Override
    public synchronized List<OwedNotice> owedNotices(int most) {
        call("owedNotices");
        return owed.stream().limit(most).toList();
    }

    @Override
    public synchronized void noticeSubmitted(DeliveryId delivery, String kind) {
        call("noticeSubmitted");
        owed.removeIf(n -> n.delivery().equals(delivery) && n.kind().equals(kind));
    }

    @Override
    public List<LaneDepth> depths(Collection<PartyId> among, int most) {
        return List.of();
    }

    private record Accepted(Admission admission, SealedText receipt) {}

    /** One delivery. */
    static final class Row {
        final DeliveryId id;
        final PartyId lane;
        final Admission admission;
        private final long number;
        private final Instant acceptedAt;
        volatile DeliveryState state = DeliveryState.ACCEPTED;
        volatile Conclusion.@Nullable End end;
        volatile int attempt;
        volatile int dispatch;
        private Instant rungAt = Instant.EPOCH;
        private int withoutReceipt;
        private @Nullable UUID token;
        private @Nullable SealedBody sent;

        Row(DeliveryId id, PartyId lane, Admission admission, long number, Instant acceptedAt) {
            this.id = id;
            this.lane = lane;
            this.admission = admission;
            this.number = number;
            this.acceptedAt = acceptedAt;
        }

        Bell ring(Instant now) {
            dispatch++;
            rungAt = now;
            return new Bell(lane, id, dispatch);
        }

        boolean isKept() {
            return sent != null;
        }

        boolean canGo() {
            return state == DeliveryState.ACCEPTED || state == DeliveryState.WAITING;
        }

        ClaimedDelivery claim(Instant until) {
            state = DeliveryState.SENDING;
            attempt++;
            UUID fresh = UUID.randomUUID();
            token = fresh;
            return new ClaimedDelivery(
                    id,
                    lane,
                    admission.record().id(),
                    admission.record().type(),
                    admission.record().subject(),
                    number,
                    dispatch,
                    attempt,
                    fresh,
                    until,
                    acceptedAt,
                    admission.content().digest(),
                    admission.record().octets(),
                    admission.seal(),
                    new byte[32],
                    List.of(),
                    sent,
                    withoutReceipt);
        }

        void conclude(Conclusion.End how) {
            end = how;
            state = how.state();
            token = null;
            if (how instanceof Conclusion.WithoutReceipt) {
                withoutReceipt++;
            }
        }
    }
}

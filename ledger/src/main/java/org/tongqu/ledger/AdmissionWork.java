package org.tongqu.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.delivery.Transition;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.AdmissionLedger.Result;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;

/**
 * Admits the records of several callers in one transaction. What is locked, and in which order: the identities (tried, never
 * waited for), the counters of the keys in their natural order, the heads by lane and key. Number order is commit order
 * because a counter stays locked until the commit.
 */
final class AdmissionWork implements GroupWork<List<AdmissionWork.Draft>, List<Result>> {
    private static final Duration COME_AGAIN = Duration.ofSeconds(1);

    private final LedgerCollaborators with;
    private final BellDesk desk;
    private final FreshBodies bodies;

    AdmissionWork(LedgerCollaborators with, BellDesk desk, FreshBodies bodies) {
        this.with = with;
        this.desk = desk;
        this.bodies = bodies;
    }

    @Override
    public Done<List<Result>> run(Connection connection, List<List<Draft>> lists, boolean again) throws SQLException {
        AfterCommit after = new AfterCommit();
        Set<RecordId> locked = lockIdentities(connection, lists);
        Sorting sorting = new Sorting(knownOf(connection, locked));
        List<@Nullable List<Placed>> placed = new ArrayList<>();
        for (List<Draft> list : lists) {
            boolean mayGo = list.stream().allMatch(d -> locked.contains(d.id()));
            placed.add(mayGo ? sorting.place(list) : null);
        }
        if (!sorting.fresh.isEmpty()) {
            write(connection, sorting.fresh, after);
        }
        List<Outcome<List<Result>>> outcomes = new ArrayList<>();
        for (List<Placed> items : placed) {
            outcomes.add(
                    items == null
                            ? new Outcome.Later<>()
                            : new Outcome.Answer<>(
                                    items.stream().map(Placed::result).toList()));
        }
        return new Done<>(outcomes, after);
    }

    @Override
    public List<Result> stuck(List<Draft> list) {
        Result refused = new Result.Refused(Rejection.later(
                ProblemCode.STILL_PROCESSING,
                "A request with this id is being processed by another node; ask again.",
                COME_AGAIN));
        return list.stream().map(d -> refused).toList();
    }

    @Override
    public int weight(List<Draft> list) {
        return list.size();
    }

    /**
     * Tries the identities' locks and keeps those it gets until the commit. Waiting would let one identity that another node
     * holds stop everybody in the batch.
     */
    private static Set<RecordId> lockIdentities(Connection connection, List<List<Draft>> lists) throws SQLException {
        List<RecordId> wanted =
                lists.stream().flatMap(List::stream).map(Draft::id).distinct().toList();
        return new HashSet<>(Query.on(
                        connection,
                        """
                select w.sender, w.id from unnest(?, ?) as w (sender, id)
                where pg_try_advisory_xact_lock(hashtextextended(w.sender || '/' || w.id, 0))
                """)
                .column("text", wanted, RecordId::sender)
                .column("text", wanted, RecordId::id)
                .list(Row::record));
    }

    private static Map<RecordId, Known> knownOf(Connection connection, Collection<RecordId> ids) throws SQLException {
        Map<RecordId, Known> known = new HashMap<>();
        for (Known one : RepeatWork.known(connection, ids)) {
            known.put(one.record(), one);
        }
        return known;
    }

    private void write(Connection connection, List<Fresh> fresh, AfterCommit after) throws SQLException {
        number(connection, fresh);
        fresh.parallelStream().forEach(f -> f.receipt = issue(f));
        insertIdentities(connection, fresh);
        insertRecords(connection, fresh);
        insertMarks(connection, fresh);
        insertDeliveries(connection, fresh, after);
        after.then(() -> fresh.forEach(f -> bodies.keep(
                f.recordNo,
                f.draft.admission.record().octets(),
                f.draft.admission.recipients().size())));
    }

    private void number(Connection connection, List<Fresh> fresh) throws SQLException {
        Map<BusinessKey, List<Fresh>> byKey = new TreeMap<>();
        fresh.forEach(
                f -> byKey.computeIfAbsent(f.key(), k -> new ArrayList<>()).add(f));
        List<Map.Entry<BusinessKey, List<Fresh>>> wanted = List.copyOf(byKey.entrySet());
        List<Counted> counted = Query.on(
                        connection,
                        """
                with raised as (
                    insert into keys as k (keyspace, family, subject, last_number)
                    select w.keyspace, w.family, w.subject, w.many
                    from unnest(?, ?, ?, ?) with ordinality as w (keyspace, family, subject, many, place) order by w.place
                    on conflict (keyspace, family, subject) do update set last_number = k.last_number + excluded.last_number
                    returning keyspace, family, subject, key_id, last_number)
                select r.*, nextval('record_numbers') as sequence, w.many
                from raised r
                join unnest(?, ?, ?, ?) as w (keyspace, family, subject, many)
                    on w.keyspace = r.keyspace and w.family = r.family and w.subject = r.subject
                cross join lateral generate_series(1, w.many)
                """)
                .column("text", wanted, w -> w.getKey().keyspace())
                .column("text", wanted, w -> w.getKey().family())
                .column("text", wanted, w -> w.getKey().subject())
                .column("int8", wanted, w -> (long) w.getValue().size())
                .column("text", wanted, w -> w.getKey().keyspace())
                .column("text", wanted, w -> w.getKey().family())
                .column("text", wanted, w -> w.getKey().subject())
                .column("int8", wanted, w -> (long) w.getValue().size())
                .list(Counted::read);
        Instant acceptedAt = with.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        Map<BusinessKey, List<Counted>> counts = new HashMap<>();
        counted.forEach(
                c -> counts.computeIfAbsent(c.key, k -> new ArrayList<>()).add(c));
        byKey.forEach((key, items) -> {
            List<Counted> given = Objects.requireNonNull(counts.get(key)).stream()
                    .sorted(Comparator.comparingLong(Counted::sequence))
                    .toList();
            for (int i = 0; i < items.size(); i++) {
                Fresh item = items.get(i);
                item.acceptedAt = acceptedAt;
                item.keyId = given.get(i).keyId;
                item.number = given.get(i).last - items.size() + 1 + i;
                item.recordNo = RecordNumber.of(acceptedAt, given.get(i).sequence);
            }
        });
    }

    private SealedText issue(Fresh item) {
        Admission admission = item.draft.admission;
        return with.receipts()
                .issue(
                        admission.record().id(),
                        admission.digest(),
                        item.acceptedAt,
                        item.number,
                        admission.recipients().stream().map(r -> r.party()).toList());
    }

    private static void insertIdentities(Connection connection, List<Fresh> fresh) throws SQLException {
        Query.on(
                        connection,
                        """
                insert into identities (sender, id, digest, record_no, admission, accepted_at, receipt_payload,
                    receipt_protected, receipt_signature) select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .column("text", fresh, f -> f.draft.id().sender())
                .column("text", fresh, f -> f.draft.id().id())
                .column("bytea", fresh, f -> f.draft.admission.digest().octets())
                .column("int8", fresh, f -> f.recordNo)
                .column("uuid", fresh, f -> f.draft.attempt)
                .column("timestamptz", fresh, f -> f.acceptedAt)
                .column("text", fresh, f -> f.receipt().payload())
                .column("text", fresh, f -> f.receipt().seal().protectedHeader())
                .column("text", fresh, f -> f.receipt().seal().signature())
                .run();
    }

    private static void insertRecords(Connection connection, List<Fresh> fresh) throws SQLException {
        Query.on(
                        connection,
                        """
                insert into records (record_no, accepted_at, sender, id, type, keyspace, subject, key_id, number, priority,
                    digest, body, salt, seal_protected, seal_signature, kid, site_version, deadline)
                select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .column("int8", fresh, f -> f.recordNo)
                .column("timestamptz", fresh, f -> f.acceptedAt)
                .column("text", fresh, f -> f.draft.id().sender())
                .column("text", fresh, f -> f.draft.id().id())
                .column("text", fresh, f -> f.draft.admission.record().type())
                .column("text", fresh, f -> f.key().keyspace())
                .column("text", fresh, f -> f.key().subject())
                .column("int8", fresh, f -> f.keyId)
                .column("int8", fresh, f -> f.number)
                .column("int2", fresh, f -> (short) f.draft.admission.record().priority())
                .column("bytea", fresh, f -> f.draft.admission.digest().octets())
                .column("bytea", fresh, f -> f.draft.body)
                .column("bytea", fresh, f -> f.draft.salt)
                .column("text", fresh, f -> seal(f.draft.admission.seal(), true))
                .column("text", fresh, f -> seal(f.draft.admission.seal(), false))
                .column("text", fresh, f -> f.draft.admission.kid())
                .column("int4", fresh, f -> f.draft.admission.siteVersion())
                .column("timestamptz", fresh, f -> f.draft.admission.deadline())
                .run();
    }

    private static @Nullable String seal(@Nullable Seal seal, boolean header) {
        if (seal == null) {
            return null;
        }
        return header ? seal.protectedHeader() : seal.signature();
    }

    private static void insertMarks(Connection connection, List<Fresh> fresh) throws SQLException {
        List<Mark> marks = new ArrayList<>();
        for (Fresh f : fresh) {
            f.draft
                    .admission
                    .plainIndex()
                    .forEach((field, value) -> marks.add(new Mark(f.recordNo, field, value, null)));
            f.draft.admission.blindIndex().forEach((field, mark) -> marks.add(new Mark(f.recordNo, field, null, mark)));
        }
        if (marks.isEmpty()) {
            return;
        }
        Query.on(
                        connection,
                        "insert into index_marks (record_no, field, plain, blind) select * from unnest(?, ?, ?, ?)")
                .column("int8", marks, Mark::recordNo)
                .column("text", marks, Mark::field)
                .column("text", marks, Mark::plain)
                .column("bytea", marks, Mark::blind)
                .run();
    }

    private void insertDeliveries(Connection connection, List<Fresh> fresh, AfterCommit after) throws SQLException {
        List<Way> ways = fresh.stream()
                .flatMap(f -> IntStream.range(0, f.draft.deliveries.size()).mapToObj(i -> Way.of(f, i)))
                .sorted(Way.LOCK_ORDER)
                .toList();
        if (ways.isEmpty()) {
            return;
        }
        Query.on(
                        connection,
                        """
                insert into deliveries (record_no, lane, delivery_id, key_id, number, rule, deadline, state, attempt)
                select d.*, 'ACCEPTED', 0 from unnest(?, ?, ?, ?, ?, ?, ?)
                    as d (record_no, lane, delivery_id, key_id, number, rule, deadline)
                """)
                .column("int8", ways, w -> w.fresh.recordNo)
                .column("text", ways, Way::lane)
                .column("uuid", ways, w -> w.delivery.bits())
                .column("int8", ways, w -> w.fresh.keyId)
                .column("int8", ways, w -> w.fresh.number)
                .column("text", ways, Way::rule)
                .column("timestamptz", ways, w -> w.fresh.draft.admission.deadline())
                .run();
        Map<Place, DeliveryState> heads = raiseHeads(connection, ways, after);
        for (Way way : ways) {
            boolean held = Objects.requireNonNull(heads.get(way.place())).holds();
            after.changed(way.accepted(held ? DeliveryState.HELD : DeliveryState.ACCEPTED));
        }
    }

    /**
     * Makes the first delivery of a lane and key its head, or adds to those behind the head that is there. Either way the row
     * is locked until the commit, so that whoever concludes the head sees what comes behind it.
     *
     * @return the state of each head
     */
    private Map<Place, DeliveryState> raiseHeads(Connection connection, List<Way> ways, AfterCommit after)
            throws SQLException {
        Map<Place, List<Way>> byPlace = new TreeMap<>();
        ways.forEach(
                w -> byPlace.computeIfAbsent(w.place(), p -> new ArrayList<>()).add(w));
        Set<PartyId> shut =
                Circuits.open(connection, ways.stream().map(Way::lane).toList());
        List<Candidate> candidates = new ArrayList<>();
        byPlace.forEach((place, behind) ->
                candidates.add(new Candidate(behind, !shut.contains(place.lane()) && desk.take(place.lane()))));
        Map<Place, DeliveryState> states = new HashMap<>();
        Map<DeliveryId, Candidate> unplaced = new HashMap<>();
        candidates.forEach(c -> unplaced.put(c.first().delivery, c));
        upsertHeads(connection, candidates).forEach(head -> {
            states.put(new Place(head.lane, head.keyId), head.state);
            Candidate isHead = unplaced.remove(head.delivery);
            if (isHead != null && isHead.rings) {
                after.ring(new Bell(head.lane, head.delivery, 1));
            }
        });
        unplaced.values().stream()
                .filter(Candidate::rings)
                .forEach(c -> desk.release(c.first().lane()));
        return states;
    }

    private static List<Raised> upsertHeads(Connection connection, List<Candidate> candidates) throws SQLException {
        return Query.on(
                        connection,
                        """
                insert into heads as h (lane, key_id, delivery_id, record_no, number, behind, priority, sender, id, type,
                    accepted_at, deadline, earliest_deadline, state, dispatch, rung_at)
                select c.lane, c.key_id, c.delivery_id, c.record_no, c.number, c.behind, c.priority, c.sender, c.id, c.type,
                    c.accepted_at, c.deadline, c.earliest, 'ACCEPTED', case when c.rings then 1 else 0 end,
                    case when c.rings then c.accepted_at end
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
                    as c (lane, key_id, delivery_id, record_no, number, behind, priority, sender, id, type, accepted_at,
                        deadline, earliest, rings, place)
                order by c.place
                on conflict (lane, key_id) do update set behind = h.behind + excluded.behind + 1,
                    earliest_deadline = least(h.earliest_deadline, excluded.earliest_deadline)
                returning h.lane, h.key_id, h.delivery_id, h.state
                """)
                .column("text", candidates, c -> c.first().lane())
                .column("int8", candidates, c -> c.first().fresh.keyId)
                .column("uuid", candidates, c -> c.first().delivery.bits())
                .column("int8", candidates, c -> c.first().fresh.recordNo)
                .column("int8", candidates, c -> c.first().fresh.number)
                .column("int4", candidates, c -> c.ways.size() - 1)
                .column("int2", candidates, c ->
                        (short) c.first().fresh.draft.admission.record().priority())
                .column("text", candidates, c -> c.first().fresh.draft.id().sender())
                .column("text", candidates, c -> c.first().fresh.draft.id().id())
                .column(
                        "text",
                        candidates,
                        c -> c.first().fresh.draft.admission.record().type())
                .column("timestamptz", candidates, c -> c.first().fresh.acceptedAt)
                .column(
                        "timestamptz",
                        candidates,
                        c -> c.first().fresh.draft.admission.deadline())
                .column("timestamptz", candidates, Candidate::earliestDeadline)
                .column("bool", candidates, Candidate::rings)
                .list(row -> new Raised(row.lane(), row.number("key_id"), row.delivery(), row.state("state")));
    }

    /**
     * One admission, made ready outside of the transaction.
     *
     * @param admission what is asked for
     * @param attempt tells this call from a repeat of it
     * @param body the octets as ciphertext
     * @param salt for commitments
     * @param deliveries ids, one per recipient in their order
     */
    record Draft(Admission admission, UUID attempt, byte[] body, byte[] salt, List<DeliveryId> deliveries) {
        RecordId id() {
            return admission.record().id();
        }
    }

    /** An identity that was accepted before. */
    record Known(RecordId record, byte[] digest, UUID attempt, SealedText receipt) {
        boolean sameDigest(byte[] other) {
            return Arrays.equals(digest, other);
        }
    }

    /** Where an item of a caller's list stands before the transaction has written anything. */
    private sealed interface Placed {
        Result result();

        record Settled(Result result) implements Placed {}

        record Admitted(Fresh fresh, boolean repeat) implements Placed {
            @Override
            public Result result() {
                return new Result.Committed(new Receipt(fresh.receipt(), repeat));
            }
        }
    }

    /** Sorts the items of a batch into repeats, conflicts and fresh ones, list by list in order. */
    private static final class Sorting {
        final List<Fresh> fresh = new ArrayList<>();
        private final Map<RecordId, Known> known;
        private final Map<RecordId, Fresh> first = new HashMap<>();

        Sorting(Map<RecordId, Known> known) {
            this.known = known;
        }

        List<Placed> place(List<Draft> list) {
            Set<BusinessKey> refused = new HashSet<>();
            List<Placed> placed = new ArrayList<>();
            for (Draft draft : list) {
                Placed one = place(draft, refused);
                if (one instanceof Placed.Settled settled && settled.result() instanceof Result.Refused) {
                    refused.add(draft.admission.key());
                }
                placed.add(one);
            }
            return placed;
        }

        private Placed place(Draft draft, Set<BusinessKey> refused) {
            byte[] digest = draft.admission.digest().octets();
            Known before = known.get(draft.id());
            if (before != null) {
                boolean repeat = !before.attempt.equals(draft.attempt);
                return before.sameDigest(digest)
                        ? new Placed.Settled(new Result.Committed(new Receipt(before.receipt, repeat)))
                        : RepeatWork.reused(Placed.Settled::new);
            }
            Fresh same = first.get(draft.id());
            if (same != null) {
                return same.draft.admission.digest().equals(draft.admission.digest())
                        ? new Placed.Admitted(same, true)
                        : RepeatWork.reused(Placed.Settled::new);
            }
            if (refused.contains(draft.admission.key())) {
                return new Placed.Settled(new Result.Refused(new Rejection(
                        ProblemCode.EARLIER_ITEM_REFUSED,
                        "An earlier item of the same key was refused; send both again.")));
            }
            Fresh item = new Fresh(draft);
            first.put(draft.id(), item);
            fresh.add(item);
            return new Placed.Admitted(item, false);
        }
    }

    /** A record that is admitted in this transaction, filled in step by step by the thread of the transaction. */
    private static final class Fresh {
        final Draft draft;
        Instant acceptedAt = Instant.EPOCH;
        long keyId;
        long number;
        long recordNo;
        private @Nullable SealedText receipt;

        Fresh(Draft draft) {
            this.draft = draft;
        }

        BusinessKey key() {
            return draft.admission.key();
        }

        SealedText receipt() {
            return Objects.requireNonNull(receipt);
        }
    }

    private record Counted(BusinessKey key, long keyId, long last, long sequence) {
        static Counted read(Row row) throws SQLException {
            return new Counted(
                    new BusinessKey(row.text("keyspace"), row.text("family"), row.text("subject")),
                    row.number("key_id"),
                    row.number("last_number"),
                    row.number("sequence"));
        }
    }

    private record Mark(long recordNo, String field, @Nullable String plain, byte @Nullable [] blind) {}

    private record Place(PartyId lane, long keyId) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byLane = lane.compareTo(other.lane);
            return byLane != 0 ? byLane : Long.compare(keyId, other.keyId);
        }
    }

    /** One new delivery. */
    private record Way(Fresh fresh, PartyId lane, String rule, DeliveryId delivery) {
        static final Comparator<Way> LOCK_ORDER =
                Comparator.comparing(Way::place).thenComparing(w -> w.fresh.number);

        static Way of(Fresh fresh, int recipient) {
            var to = fresh.draft.admission.recipients().get(recipient);
            return new Way(fresh, to.party(), to.rule().name(), fresh.draft.deliveries.get(recipient));
        }

        Place place() {
            return new Place(lane, fresh.keyId);
        }

        Transition accepted(DeliveryState state) {
            var record = fresh.draft.admission.record();
            return new Transition(
                    fresh.acceptedAt, delivery, lane, record.id(), record.type(), null, state, 0, null, Duration.ZERO);
        }
    }

    /** The deliveries of this batch for one lane and key; the first becomes the head if there is none. */
    private record Candidate(List<Way> ways, boolean rings) {
        Way first() {
            return ways.get(0);
        }

        Instant earliestDeadline() {
            return ways.stream()
                    .map(w -> w.fresh.draft.admission.deadline())
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private record Raised(PartyId lane, long keyId, DeliveryId delivery, DeliveryState state) {}
}

package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tongqu.ledger.World.OTHER;
import static org.tongqu.ledger.World.PULL;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.WINDOW;
import static org.tongqu.ledger.World.committed;
import static org.tongqu.ledger.World.refused;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.setup.NodeRun;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.AdmissionLedger.Result;
import org.tongqu.record.port.ReceiptIssuer;

class AdmissionIT {
    private static final World world = new World();

    @BeforeEach
    void forgetBells() {
        world.rung();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void anAdmittedRecordGetsAReceiptAndABellPerLane() {
        Receipt receipt = world.admit("a1", "A", SAFE, OTHER);

        assertThat(receipt.repeat()).isFalse();
        assertThat(receipt.sealed().payload()).contains("990101.window/a1").contains(" 1 [");
        assertThat(world.rung()).extracting(b -> b.lane()).containsExactlyInAnyOrder(SAFE, OTHER);
        assertThat(world.state("a1", SAFE)).isEqualTo(DeliveryState.ACCEPTED);
    }

    @Test
    void whatABatchHadWrittenWhenAnErrorHitItIsNotCommittedByTheNext() {
        AtomicBoolean failing = new AtomicBoolean(true);
        try (PostgresLedger ledger = node("failing", () -> {
            if (failing.get()) {
                throw new OutOfMemoryError("as if");
            }
        })) {
            assertThatThrownBy(() -> ledger.admissions().admit(List.of(world.admission("error1", "ERROR", SAFE))))
                    .isInstanceOf(IllegalStateException.class);
            failing.set(false);
            Receipt receipt = committed(ledger.admissions()
                    .admit(List.of(world.admission("error2", "ERROR", SAFE)))
                    .get(0));
            assertThat(receipt.sealed().payload()).contains(" 1 [");
        }
    }

    /** Whoever looked for new rows by their number would pass over those of a writer that numbers early and commits late. */
    @Test
    void aSlowWriterIsOvertakenByOtherKeysAndNeitherSkippedNorByItsOwn() throws Exception {
        CountDownLatch numbered = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (PostgresLedger slow = node("slow", () -> {
            numbered.countDown();
            awaitUninterruptibly(mayCommit);
        })) {
            Future<Result> first = callers.submit(() -> admit(slow, world.admission("w1", "W", SAFE)));
            assertThat(numbered.await(10, TimeUnit.SECONDS)).isTrue();
            Future<Result> sameKey = callers.submit(() -> admit(world.ledger, world.admission("w2", "W", SAFE)));
            Awaitility.await()
                    .until(() -> Postgres.rows(world.source, "select count(*) from pg_locks where not granted")
                            .contains("1"));
            world.admit("v1", "V", SAFE);
            ClaimedDelivery overtaking = world.claim(world.bell());
            assertThat(overtaking.record().id()).isEqualTo("v1");
            world.conclude(overtaking, World.delivered());

            mayCommit.countDown();
            assertThat(committed(first.get()).sealed().payload()).contains(" 1 [");
            assertThat(committed(sameKey.get()).sealed().payload()).contains(" 2 [");
            List<String> delivered = new ArrayList<>();
            for (List<Bell> bells = world.rung(); !bells.isEmpty(); bells = world.rung()) {
                for (ClaimedDelivery claim : world.ledger.deliveries().claim(bells, World.LEASE)) {
                    delivered.add(claim.record().id());
                    world.conclude(claim, World.delivered());
                }
            }
            assertThat(delivered).containsExactly("w1", "w2");
        } finally {
            mayCommit.countDown();
            callers.shutdown();
        }
    }

    private static Result admit(PostgresLedger node, Admission admission) {
        return node.admissions().admit(List.of(admission)).get(0);
    }

    /** One more node, which does this in the transaction of an admission, once its records have their numbers. */
    private static PostgresLedger node(String name, Runnable onceNumbered) {
        LedgerCollaborators with = world.collaborators();
        ReceiptIssuer issuer = (record, digest, at, sequence, to) -> {
            onceNumbered.run();
            return with.receipts().issue(record, digest, at, sequence, to);
        };
        return new PostgresLedger(
                new LedgerTables(world.source),
                LedgerSettings.defaults(new NodeRun("here", name)),
                new LedgerCollaborators(
                        with.cipher(),
                        issuer,
                        with.digests(),
                        with.bells(),
                        with.transitions(),
                        with.sites(),
                        with.clock(),
                        with.random()));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRepeatGetsTheSameBytesAndSealAndAnotherDigestIsRefused() {
        Receipt first = world.admit("r1", "R", SAFE);
        Admission other = world.admission("r1", "R", "another body", "case.accepted", SAFE);

        assertThat(world.admit("r1", "R", SAFE)).isEqualTo(new Receipt(first.sealed(), true));
        assertThat(refused(world.ledger.admissions().admit(List.of(other)).get(0)))
                .isEqualTo(ProblemCode.ID_REUSED);
        RecordId id = new RecordId(WINDOW, "r1");
        assertThat(world.ledger
                        .admissions()
                        .repeat(id, world.admission("r1", "R").content()))
                .contains(new Receipt(first.sealed(), true));
        assertThat(world.ledger.admissions().repeat(new RecordId(WINDOW, "none"), other.content()))
                .isEmpty();
        assertThatThrownBy(() -> world.ledger.admissions().repeat(id, other.content()))
                .isInstanceOfSatisfying(
                        Rejection.class, r -> assertThat(r.code()).isEqualTo(ProblemCode.ID_REUSED));
    }

    @Test
    void anItemAfterARefusedOneOfItsKeyIsRefusedAndOtherKeysGoOn() {
        world.admit("e1", "E", SAFE);
        List<Result> results = world.ledger
                .admissions()
                .admit(List.of(
                        world.admission("e1", "E", "other", "case.accepted", SAFE),
                        world.admission("e2", "E", SAFE),
                        world.admission("e3", "F", SAFE),
                        world.admission("e3", "F", SAFE)));

        assertThat(refused(results.get(0))).isEqualTo(ProblemCode.ID_REUSED);
        assertThat(refused(results.get(1))).isEqualTo(ProblemCode.EARLIER_ITEM_REFUSED);
        assertThat(committed(results.get(2)).repeat()).isFalse();
        assertThat(committed(results.get(3)))
                .isEqualTo(new Receipt(committed(results.get(2)).sealed(), true));
        assertThat(world.ledger.records().find(new RecordId(WINDOW, "e2"), WINDOW))
                .isEmpty();
    }

    @Test
    void ofFiftyParallelSubmissionsOnTwoNodesExactlyOneIsTheFirst() throws Exception {
        try (PostgresLedger second = world.node("node-2", world.source)) {
            List<PostgresLedger> nodes = List.of(world.ledger, second);
            List<Receipt> receipts = inParallel(
                    50,
                    i -> committed(nodes.get(i % 2)
                            .admissions()
                            .admit(List.of(world.admission("p1", "P", SAFE)))
                            .get(0)));

            assertThat(receipts).filteredOn(r -> !r.repeat()).hasSize(1);
            assertThat(receipts)
                    .extracting(Receipt::sealed)
                    .containsOnly(receipts.get(0).sealed());
        }
    }

    @Test
    void numbersWithinAKeyAreDenseOverTwoNodesAndFollowEachCallersOrder() throws Exception {
        try (PostgresLedger second = world.node("node-2", world.source)) {
            List<PostgresLedger> nodes = List.of(world.ledger, second);
            inParallel(40, i -> nodes.get(i % 2)
                    .admissions()
                    .admit(IntStream.range(0, 5)
                            .mapToObj(n -> world.admission("d" + i + "-" + n, "D" + (n + i) % 3, SAFE, OTHER))
                            .toList()));
        }
        for (int key = 0; key < 3; key++) {
            var records = world.ledger.records().trace("D" + key, 1000);
            assertThat(records)
                    .extracting(r -> r.sequence())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, records.size())
                            .mapToObj(n -> (long) n)
                            .toList());
            for (int caller = 0; caller < 40; caller++) {
                String prefix = "d" + caller + "-";
                assertThat(records)
                        .extracting(r -> r.record().id())
                        .filteredOn(id -> id.startsWith(prefix))
                        .isSorted();
            }
        }
    }

    @Test
    void onlyTheEntryAtFaultFailsOfABatchOfTwoHundred() throws Exception {
        Postgres.rows(world.source, "alter table records add constraint planted check (subject <> 'poison')");
        List<Object> outcomes = inParallel(200, i -> {
            try {
                return committed(world.ledger
                        .admissions()
                        .admit(List.of(world.admission("h" + i, i == 77 ? "poison" : "H" + i, SAFE)))
                        .get(0));
            } catch (IllegalStateException e) {
                return e.getMessage();
            }
        });

        assertThat(outcomes).filteredOn(o -> o instanceof Receipt).hasSize(199);
        assertThat(outcomes.get(77)).asString().contains("23514").doesNotContain("poison");
        assertThat(world.ledger.records().find(new RecordId(WINDOW, "h77"), WINDOW))
                .isEmpty();
    }

    @Test
    void anItemThatTheDatabaseRefusesTakesOnlyThoseOfItsKeyWithIt() {
        Postgres.rows(world.source, "alter table records add constraint planted2 check (subject <> 'poison2')");
        world.admit("b0", "poison3", SAFE);
        List<Admission> batch = List.of(
                world.admission("b1", "B1", SAFE),
                world.admission("b2", "poison2", SAFE),
                world.admission("b3", "B1", SAFE),
                world.admission("b4", "poison2", SAFE),
                world.admission("b0", "poison3", SAFE));

        List<Result> results = world.ledger.admissions().admit(batch);

        assertThat(committed(results.get(0)).repeat()).isFalse();
        assertThat(refused(results.get(1))).isEqualTo(ProblemCode.INTERNAL);
        assertThat(committed(results.get(2)).sealed().payload()).contains(" 2 [");
        assertThat(refused(results.get(3))).isEqualTo(ProblemCode.EARLIER_ITEM_REFUSED);
        assertThat(committed(results.get(4)).repeat()).isTrue();
    }

    @Test
    void anIdentityHeldByAnotherNodeForTooLongIsStillProcessingAndHoldsNobodyElse() throws Exception {
        try (Connection other = world.source.getConnection()) {
            other.setAutoCommit(false);
            hold(other, "990101.window/held");
            ExecutorService caller = Executors.newSingleThreadExecutor();
            Future<Result> held = caller.submit(() -> world.ledger
                    .admissions()
                    .admit(List.of(world.admission("held", "Q", SAFE)))
                    .get(0));
            long began = System.nanoTime();
            assertThat(world.admit("free", "Q2", SAFE).repeat()).isFalse();
            assertThat(System.nanoTime() - began).isLessThan(3_000_000_000L);

            Result result = held.get();
            assertThat(refused(result)).isEqualTo(ProblemCode.STILL_PROCESSING);
            assertThat(((Result.Refused) result).rejection().retryAfter()).isPresent();
            caller.shutdown();
        }
        assertThat(world.admit("held", "Q", SAFE).repeat()).isFalse();
    }

    private static void hold(Connection connection, String identity) throws SQLException {
        try (var statement =
                connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))::text")) {
            statement.setString(1, identity);
            statement.executeQuery().close();
        }
    }

    @Test
    void aCommitWhoseAnswerWasLostIsLookedUpAndIsNoRepeat() {
        FailingSource failing = new FailingSource(world.source);
        try (PostgresLedger ledger = world.node("node-3", failing.source())) {
            ledger.admissions().admit(List.of(world.admission("l0", "L", SAFE)));
            failing.breakNext(FailingSource.Break.AFTER_COMMIT);
            Receipt stored = committed(ledger.admissions()
                    .admit(List.of(world.admission("l1", "L", SAFE)))
                    .get(0));
            failing.breakNext(FailingSource.Break.INSTEAD_OF_COMMIT);
            Receipt lost = committed(ledger.admissions()
                    .admit(List.of(world.admission("l2", "L", SAFE)))
                    .get(0));

            assertThat(stored.repeat()).isFalse();
            assertThat(lost.repeat()).isFalse();
            assertThat(world.ledger.records().trace("L", 10))
                    .extracting(r -> r.record().id() + " " + r.sequence())
                    .containsExactly("l0 1", "l1 2", "l2 3");
        }
    }

    @Test
    void aClaimAndAConclusionWhoseAnswersWereLostAreOurs() {
        world.admit("lc", "LC", SAFE);
        FailingSource failing = new FailingSource(world.source);
        try (PostgresLedger ledger = world.node("node-4", failing.source())) {
            failing.breakNext(FailingSource.Break.NEVER);
            var bell = world.bell();
            assertThat(ledger.deliveries().claim(List.of(new Bell(SAFE, bell.delivery(), 99)), World.LEASE))
                    .isEmpty();
            failing.breakNext(FailingSource.Break.AFTER_COMMIT);
            ClaimedDelivery claim =
                    ledger.deliveries().claim(List.of(bell), World.LEASE).get(0);
            assertThat(claim.attempt()).isEqualTo(1);
            Conclusion another = new Conclusion(SAFE, claim.id(), UUID.randomUUID(), World.delivered());
            assertThat(ledger.deliveries().conclude(List.of(another))).isEmpty();
            failing.breakNext(FailingSource.Break.AFTER_COMMIT);
            assertThat(World.conclude(ledger, claim, World.delivered())).isTrue();
        }
        assertThat(world.state("lc", SAFE)).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aLedgerThatCannotBeReachedSaysSo() {
        FailingSource failing = new FailingSource(world.source);
        failing.breakNext(FailingSource.Break.ALWAYS);
        try (PostgresLedger ledger = world.node("node-5", failing.source())) {
            assertThatThrownBy(() -> ledger.admissions().admit(List.of(world.admission("u1", "U", SAFE))))
                    .isInstanceOf(LedgerUnavailable.class);
            assertThat(ledger.status().isReachable()).isFalse();
            assertThatThrownBy(() -> ledger.deliveries().lease(PULL, Portion.of(1), World.LEASE))
                    .isInstanceOf(LedgerUnavailable.class);
            failing.breakNext(FailingSource.Break.NEVER);
            assertThat(committed(ledger.admissions()
                                    .admit(List.of(world.admission("u1", "U", SAFE)))
                                    .get(0))
                            .repeat())
                    .isFalse();
        }
    }

    @Test
    void nothingConfidentialRestsReadable() {
        Admission secret = world.admission("s1", "S", "planted-name-张三", "case.accepted", PULL, SAFE);
        world.ledger.admissions().admit(List.of(secret));
        ClaimedDelivery claim = world.claim(world.rung().stream()
                .filter(b -> b.lane().equals(SAFE))
                .findFirst()
                .orElseThrow());
        world.keepSent(
                claim.id(),
                claim.token(),
                new SealedBody("planted-derived".getBytes(StandardCharsets.UTF_8), World.seal("x"), null));
        world.conclude(claim, new Conclusion.Parked("BAD", "planted-words", World.sealed("planted-receipt")));

        List<String> dump = new ArrayList<>();
        for (String table :
                Postgres.rows(world.source, "select tablename from pg_tables where schemaname = 'public'")) {
            dump.addAll(Postgres.rows(world.source, "select row_to_json(t)::text from " + table + " t"));
        }
        String all = String.join("\n", dump);
        assertThat(all).contains("s1");
        for (String planted : List.of("planted", "张三")) {
            assertThat(all).doesNotContain(planted);
            assertThat(all).doesNotContain(HexFormat.of().formatHex(planted.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static <T> List<T> inParallel(int many, Indexed<T> work) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(many);
        try {
            List<Callable<T>> calls = IntStream.range(0, many)
                    .<Callable<T>>mapToObj(i -> () -> work.at(i))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : callers.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } finally {
            callers.shutdown();
        }
    }

    private interface Indexed<T> {
        T at(int index);
    }
}

package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.committed;
import static org.tongqu.ledger.World.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.setup.NodeRun;
import org.tongqu.record.BusinessKey;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.life.LifeStep;
import org.tongqu.record.life.ObjectState;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.AdmissionLedger.Result;
import org.tongqu.record.port.ReceiptIssuer;

/** Of what is followed in the ledger only the next step is taken, whoever brings it and however many come at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectStatesIT {
    private final World world = new World();

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aStepThatDoesNotFitIsRefusedAndLeavesNothing() {
        assertThat(refused(admit(world.ledger, step("n-1", "N", 2)))).isEqualTo(ProblemCode.STATE_CONFLICT);
        assertThat(Postgres.rows(world.source, "select count(*) from keys where subject = 'N'"))
                .containsExactly("0");
        assertThat(Postgres.rows(world.source, "select count(*) from identities where id = 'n-1'"))
                .containsExactly("0");

        assertThat(committed(admit(world.ledger, step("n-1", "N", 1))).sealed().payload())
                .contains(" 1 [");
        assertThat(refused(admit(world.ledger, step("n-2", "N", 1)))).isEqualTo(ProblemCode.STATE_CONFLICT);
        assertThat(committed(admit(world.ledger, step("n-2", "N", 2))).sealed().payload())
                .contains(" 2 [");
        assertThat(state("N")).containsExactly("2");
    }

    @Test
    void aRepeatIsAnsweredWhateverTheStateHasBecome() {
        String receipt =
                committed(admit(world.ledger, step("r-1", "R", 1))).sealed().payload();
        admit(world.ledger, step("r-2", "R", 2));

        Result again = admit(world.ledger, step("r-1", "R", 1));

        assertThat(committed(again).repeat()).isTrue();
        assertThat(committed(again).sealed().payload()).isEqualTo(receipt);
        assertThat(state("R")).containsExactly("2");
    }

    @Test
    void theItemsOfABatchAreStepsInOrderAndAfterARefusedOneTheKeyEnds() {
        List<Result> results = world.ledger
                .admissions()
                .admit(List.of(
                        step("b-1", "B", 1),
                        step("c-1", "C", 1),
                        step("b-2", "B", 2),
                        step("b-4", "B", 4),
                        step("b-3", "B", 3),
                        step("c-2", "C", 2)));

        assertThat(results.stream()
                        .map(r -> r instanceof Result.Refused ? refused(r).name() : "ok"))
                .containsExactly("ok", "ok", "ok", "STATE_CONFLICT", "EARLIER_ITEM_REFUSED", "ok");
        assertThat(state("B")).containsExactly("2");
        assertThat(state("C")).containsExactly("2");
    }

    @Test
    void ofManyThatBringTheSameStepAtOnceToTwoNodesOneIsTaken() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (PostgresLedger other = world.node("node-2", world.source)) {
            for (int round = 1; round <= 20; round++) {
                int number = round;
                List<Callable<Result>> calls = IntStream.range(0, 16)
                        .<Callable<Result>>mapToObj(caller -> () -> admit(
                                caller % 2 == 0 ? world.ledger : other,
                                step("m-" + number + "-" + caller, "M", number)))
                        .toList();
                List<Result> results = new ArrayList<>();
                for (Future<Result> call : callers.invokeAll(calls)) {
                    results.add(call.get());
                }
                assertThat(results)
                        .filteredOn(Result.Committed.class::isInstance)
                        .hasSize(1);
                assertThat(results).filteredOn(Result.Refused.class::isInstance).allSatisfy(r -> assertThat(refused(r))
                        .isEqualTo(ProblemCode.STATE_CONFLICT));
            }
            assertThat(state("M")).containsExactly("20");
            assertThat(Postgres.rows(world.source, "select last_number from keys where subject = 'M'"))
                    .containsExactly("20");
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void whoWaitsForAnotherNodesCommitSeesWhatItMadeOfTheState() throws Exception {
        CountDownLatch numbered = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (PostgresLedger slow = node("slow", () -> {
            numbered.countDown();
            awaitUninterruptibly(mayCommit);
        })) {
            Future<Result> first = callers.submit(() -> admit(slow, step("w-1", "W", 1)));
            assertThat(numbered.await(10, TimeUnit.SECONDS)).isTrue();
            Future<Result> second = callers.submit(() -> admit(world.ledger, step("w-2", "W", 2)));
            Awaitility.await().until(() -> Postgres.rows(
                            world.source, "select count(*) from pg_locks where not granted and locktype = 'advisory'")
                    .contains("1"));
            mayCommit.countDown();

            assertThat(first.get()).isInstanceOf(Result.Committed.class);
            assertThat(second.get()).isInstanceOf(Result.Committed.class);
            assertThat(state("W")).containsExactly("2");
        } finally {
            mayCommit.countDown();
            callers.shutdown();
        }
    }

    @Test
    void whatWasNotCommittedHasChangedNoState() {
        try (PostgresLedger failing = node("failing", () -> {
            throw new OutOfMemoryError("as if");
        })) {
            assertThatThrownBy(() -> admit(failing, step("f-1", "F", 1))).isInstanceOf(IllegalStateException.class);
        }
        assertThat(state("F")).isEmpty();
        assertThat(admit(world.ledger, step("f-1", "F", 1))).isInstanceOf(Result.Committed.class);
    }

    @Test
    void anObjectOlderThanItsStateIsTakenUpMidway() {
        world.admit("o-1", "O", SAFE);

        assertThat(admit(world.ledger, step("o-2", "O", 7))).isInstanceOf(Result.Committed.class);

        assertThat(state("O")).containsExactly("7");
        assertThat(refused(admit(world.ledger, step("o-3", "O", 7)))).isEqualTo(ProblemCode.STATE_CONFLICT);
        assertThat(admit(world.ledger, step("o-3", "O", 8))).isInstanceOf(Result.Committed.class);
    }

    @Test
    void anObjectIsFoundByTheNumbersUnderWhichItIsKnownElsewhere() {
        admit(world.ledger, step("i-1", "I", 1));
        admit(world.ledger, step("i-2", "I", 2));

        assertThat(world.ledger.records().trace("I/elsewhere", 10))
                .extracting(view -> view.record().id())
                .containsExactly("i-1", "i-2");
        assertThat(world.ledger
                        .records()
                        .list("I/elsewhere", World.WINDOW, 10, null)
                        .records())
                .hasSize(2);
        assertThat(world.ledger
                        .records()
                        .list("I/elsewhere", World.OTHER, 10, null)
                        .records())
                .isEmpty();
        assertThat(world.ledger.records().trace("J/elsewhere", 10)).isEmpty();
        assertThat(world.ledger.records().lives("I/elsewhere")).singleElement().satisfies(life -> {
            assertThat(life.key()).isEqualTo(new BusinessKey("990101", "case", "I"));
            assertThat(life.state()).isEqualTo(new Counted("I/elsewhere", 2, "", 0).state(2));
            assertThat(life.changedAt()).isEqualTo(world.clock.instant());
        });
        assertThat(world.ledger.records().lives("I")).hasSize(1);
        assertThat(world.ledger.records().lives("J")).isEmpty();

        world.admit("i-3", "I/elsewhere", SAFE);
        assertThat(world.ledger.records().trace("I/elsewhere", 10))
                .extracting(view -> view.record().id())
                .containsExactly("i-3");
    }

    /** Whichever of its numbers is named, and also by an earlier item of the same batch. */
    @Test
    void nothingGoesOnInAnObjectThatHasEnded() {
        admit(world.ledger, step("p-1", "P", 1));
        admit(world.ledger, step("p-2", "P", 2));

        for (String named : List.of("P", "P/elsewhere")) {
            assertThat(refused(admit(world.ledger, into("q-" + named.length(), "Q", 1, named, 2))))
                    .isEqualTo(ProblemCode.STATE_CONFLICT);
        }
        assertThat(state("Q")).isEmpty();
        assertThat(admit(world.ledger, into("q-1", "Q", 1, "P", 3))).isInstanceOf(Result.Committed.class);
        assertThat(admit(world.ledger, into("u-1", "U", 1, "unknown", 2))).isInstanceOf(Result.Committed.class);

        List<Result> batch = world.ledger
                .admissions()
                .admit(List.of(step("p-3", "P", 3), into("v-1", "V", 1, "P", 3), into("x-1", "X", 1, "P", 2)));
        assertThat(batch.stream().map(Result.Committed.class::isInstance)).containsExactly(true, false, true);
    }

    /** The lock of the object that is named keeps it from ending meanwhile. */
    @Test
    void anObjectThatEndsMeanwhileIsWaitedFor() throws Exception {
        admit(world.ledger, step("y-1", "Y", 1));
        CountDownLatch numbered = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (PostgresLedger slow = node("ending", () -> {
            numbered.countDown();
            awaitUninterruptibly(mayCommit);
        })) {
            Future<Result> end = callers.submit(() -> admit(slow, step("y-2", "Y", 2)));
            assertThat(numbered.await(10, TimeUnit.SECONDS)).isTrue();
            Future<Result> joining = callers.submit(() -> admit(world.ledger, into("z-1", "Z", 1, "Y/elsewhere", 2)));
            Awaitility.await()
                    .until(() -> joining.isDone()
                            || Postgres.rows(
                                            world.source,
                                            "select count(*) from pg_locks where not granted and locktype = 'advisory'")
                                    .contains("1"));
            mayCommit.countDown();

            assertThat(end.get()).isInstanceOf(Result.Committed.class);
            assertThat(refused(joining.get())).isEqualTo(ProblemCode.STATE_CONFLICT);
        } finally {
            mayCommit.countDown();
            callers.shutdown();
        }
    }

    /** States are locked before counters on every node, so batches that name keys in opposite orders do not wait for each other. */
    @Test
    void batchesOfFollowedAndOtherKeysInAnyOrderNeverStandInEachOthersWay() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (PostgresLedger other = world.node("node-3", world.source)) {
            List<Callable<List<Result>>> calls = IntStream.range(0, 200)
                    .<Callable<List<Result>>>mapToObj(call -> () -> {
                        Admission followed = step("d-" + call, "D-" + call % 3, 0);
                        Admission free = world.admission("e-" + call, "A-" + call % 3, SAFE);
                        return (call % 2 == 0 ? world.ledger : other)
                                .admissions()
                                .admit(call % 4 < 2 ? List.of(followed, free) : List.of(free, followed));
                    })
                    .toList();
            for (Future<List<Result>> call : callers.invokeAll(calls)) {
                assertThat(call.get()).allMatch(Result.Committed.class::isInstance);
            }
        } finally {
            callers.shutdown();
        }
    }

    private List<String> state(String subject) {
        return Postgres.rows(world.source, "select state from object_states where subject = '" + subject + "'");
    }

    private static Result admit(PostgresLedger node, Admission admission) {
        return node.admissions().admit(List.of(admission)).get(0);
    }

    /** The record with this number in the life of its object; 0 fits everywhere and changes nothing. */
    private Admission step(String id, String subject, int number) {
        return step(id, subject, new Counted(subject + "/elsewhere", number, "", 0));
    }

    /** The same, going on in another object unless that stands at its end. */
    private Admission into(String id, String subject, int number, String other, int end) {
        return step(id, subject, new Counted(subject + "/elsewhere", number, other, end));
    }

    private Admission step(String id, String subject, Counted counted) {
        Admission record = world.admission(id, subject, SAFE);
        return new Admission(
                record.record(),
                record.content(),
                record.message(),
                record.seal(),
                record.kid(),
                record.key(),
                record.recipients(),
                record.siteVersion(),
                record.deadline(),
                record.plainIndex(),
                record.blindIndex(),
                record.materials(),
                counted);
    }

    private record Counted(String alias, int number, String other, int end) implements LifeStep {
        @Override
        public Optional<String> into() {
            return Optional.of(other).filter(named -> !named.isEmpty());
        }

        @Override
        public void requireOpen(ObjectState state) {
            if (state.facts().required("stands").asInt() == end) {
                throw new Rejection(ProblemCode.STATE_CONFLICT, "It has ended.");
            }
        }

        @Override
        public ObjectState first() {
            return after(state(0));
        }

        @Override
        public ObjectState after(ObjectState before) {
            int stands = before.facts().required("stands").asInt();
            if (number == 0) {
                return before;
            }
            if (stands != number - 1) {
                throw new Rejection(ProblemCode.STATE_CONFLICT, "It stands at " + stands + ".");
            }
            return state(number);
        }

        @Override
        public ObjectState midway() {
            return state(number);
        }

        private ObjectState state(int number) {
            return new ObjectState(
                    Integer.toString(number), Set.of(alias), StrictJson.object().put("stands", number), null);
        }
    }

    /** One more node, which does this in the transaction of an admission, once its records have their numbers. */
    private PostgresLedger node(String name, Runnable onceNumbered) {
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
}

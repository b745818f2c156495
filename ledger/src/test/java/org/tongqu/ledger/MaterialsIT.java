package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.DeliveryLedger.AboutToSend;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.Materials.Part;
import org.tongqu.record.port.Materials.State;
import org.tongqu.record.port.Materials.Upload;

/** Files come in pieces, rest once and encrypted, are read by those who have them, and go when nothing refers to them. */
class MaterialsIT {
    /** Two segments and a half. */
    private static final int SIZE = 640 << 10;

    private static final int SEGMENT = 256 << 10;

    private final World world = new World();
    private final Materials materials = world.ledger.materials();
    private final byte[] file = file(7, SIZE);
    private final Digest name = World.digest(file);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aFileRestsOnceWhoeverStoresItAndNobodyReadsWhatHeHasNot() throws IOException {
        assertThat(put(World.WINDOW).state()).isEqualTo(State.STORED);
        assertThat(put(World.WINDOW).state()).isEqualTo(State.KNOWN);
        assertThat(materials.find(World.SAFE, name)).isEmpty();
        assertThatThrownBy(() -> read(World.SAFE, 0, SIZE)).isInstanceOf(Rejection.class);
        assertThat(put(World.SAFE).state()).isEqualTo(State.STORED);

        assertThat(read(World.WINDOW, 0, SIZE)).isEqualTo(file);
        assertThat(read(World.SAFE, SEGMENT - 3, 7)).isEqualTo(Arrays.copyOfRange(file, SEGMENT - 3, SEGMENT + 4));
        assertThat(read(World.SAFE, SIZE - 1, 1)).isEqualTo(Arrays.copyOfRange(file, SIZE - 1, SIZE));
        sweep();
        assertThat(count("material_segments")).isEqualTo(3);
        assertThat(count("material_uploads")).isZero();
        assertThat(count("material_leftovers")).isZero();
    }

    @Test
    void anUploadGoesOnFromWhereItBrokeAlsoAfterARestart() throws IOException {
        refused(ProblemCode.MALFORMED, () -> materials.put(World.WINDOW, name, Part.whole(SIZE), breaking(300_001)));
        assertThat(materials.find(World.WINDOW, name)).contains(new Upload(name, 300_001, SIZE, State.UNFINISHED));
        assertThat(materials.find(World.SAFE, name)).isEmpty();
        refused(ProblemCode.UPLOAD_OFFSET, () -> part(World.SAFE, 300_001, 10));
        refused(ProblemCode.UPLOAD_OFFSET, () -> part(World.WINDOW, 300_000, 10));

        try (PostgresLedger restarted = world.node("node-2", world.source)) {
            Upload more =
                    restarted.materials().put(World.WINDOW, name, new Part(300_001, 10, SIZE), stretch(300_001, 10));
            assertThat(more).isEqualTo(new Upload(name, 300_011, SIZE, State.UNFINISHED));
        }
        assertThat(part(World.WINDOW, 300_011, SIZE - 300_011).state()).isEqualTo(State.STORED);
        assertThat(read(World.WINDOW, 0, SIZE)).isEqualTo(file);
        assertThat(part(World.WINDOW, 300_011, SIZE - 300_011).state()).isEqualTo(State.KNOWN);
    }

    /** Two that go on with one upload must not take away from under each other what they wrote. */
    @Test
    void anUploadThatSomebodyElseTookFurtherIsNotForgotten() throws IOException {
        part(World.WINDOW, 0, 100);
        InputStream whole = endingWith(stretch(100, SIZE - 100), () -> {
            refused(
                    ProblemCode.UPLOAD_OFFSET,
                    () -> materials.put(
                            World.WINDOW, name, new Part(2 * SEGMENT, SEGMENT, 3 * SEGMENT), stretch(0, SEGMENT)));
            part(World.WINDOW, 2 * SEGMENT, SIZE - 2 * SEGMENT);
        });

        refused(
                ProblemCode.UPLOAD_OFFSET,
                () -> materials.put(World.WINDOW, name, new Part(100, SIZE - 100, SIZE), whole));

        sweep();
        assertThat(read(World.WINDOW, 0, SIZE)).isEqualTo(file);
        assertThat(count("material_leftovers")).isZero();
    }

    @Test
    void theEndOfAnUploadThatSomebodyElseTookFurtherIsNobodysEnd() throws IOException {
        part(World.WINDOW, 0, 100);
        byte[] other = file(8, SIZE - 100);
        InputStream right = endingWith(stretch(100, SIZE - 100), () -> part(World.WINDOW, 2 * SEGMENT, 10));
        refused(
                ProblemCode.UPLOAD_OFFSET,
                () -> materials.put(World.WINDOW, name, new Part(100, SIZE - 100, SIZE), right));
        assertThat(part(World.WINDOW, 2 * SEGMENT + 10, SIZE - 2 * SEGMENT - 10).state())
                .isEqualTo(State.STORED);
        assertThat(read(World.WINDOW, 0, SIZE)).isEqualTo(file);

        part(World.SAFE, 0, 100);
        InputStream wrong = endingWith(new ByteArrayInputStream(other), () -> part(World.SAFE, 2 * SEGMENT, 10));
        refused(
                ProblemCode.DIGEST_DIFFERS,
                () -> materials.put(World.SAFE, name, new Part(100, SIZE - 100, SIZE), wrong));
        assertThat(materials.find(World.SAFE, name))
                .contains(new Upload(name, 2 * SEGMENT + 10, SIZE, State.UNFINISHED));
    }

    @Test
    void moreOctetsThanSaidAreRefusedAndTheUploadStays() {
        part(World.WINDOW, 0, 100);
        refused(
                ProblemCode.MALFORMED,
                () -> materials.put(World.WINDOW, name, new Part(100, 50, SIZE), stretch(100, 60)));
        assertThat(materials.find(World.WINDOW, name)).contains(new Upload(name, 100, SIZE, State.UNFINISHED));
        byte[] other = file(8, 300);
        materials.put(World.WINDOW, name, new Part(0, 300, 1000), new ByteArrayInputStream(other));
        assertThat(part(World.WINDOW, 100, SIZE - 100).state()).isEqualTo(State.STORED);
    }

    @Test
    void oneWhoseDigestIsNotKnownBeforeIsStoredUnderIt() throws IOException {
        assertThat(materials.keep(World.WINDOW, whole(), SIZE)).isEqualTo(new Upload(name, SIZE, SIZE, State.STORED));
        assertThat(read(World.WINDOW, 0, SIZE)).isEqualTo(file);
        refused(ProblemCode.TOO_LARGE, () -> materials.keep(World.SAFE, whole(), SIZE - 1));
        refused(ProblemCode.MALFORMED, () -> materials.keep(World.SAFE, breaking(100), SIZE));
        assertThat(materials.find(World.SAFE, name)).isEmpty();
    }

    @Test
    void whatIsNotWhatItIsCalledIsForgotten() {
        byte[] other = file(8, SIZE);
        refused(
                ProblemCode.DIGEST_DIFFERS,
                () -> materials.put(World.WINDOW, name, Part.whole(SIZE), new ByteArrayInputStream(other)));
        part(World.WINDOW, 0, 100);
        refused(
                ProblemCode.DIGEST_DIFFERS,
                () -> materials.put(
                        World.WINDOW,
                        name,
                        new Part(100, SIZE - 100, SIZE),
                        new ByteArrayInputStream(other, 100, SIZE)));
        assertThat(materials.find(World.WINDOW, name)).isEmpty();
        put(World.WINDOW);
        refused(
                ProblemCode.DIGEST_DIFFERS,
                () -> materials.put(World.WINDOW, name, Part.whole(SIZE), new ByteArrayInputStream(other)));
        assertThat(materials.find(World.WINDOW, name)).isPresent();
    }

    @Test
    void whatIsTooLargeIsRefusedWhetherItSaysSoOrNot() {
        refused(ProblemCode.TOO_LARGE, () -> materials.put(World.WINDOW, name, Part.whole((1 << 30) + 1L), whole()));
        refused(
                ProblemCode.TOO_LARGE,
                () -> materials.put(World.WINDOW, name, new Part(0, 10, (1 << 30) + 1L), stretch(0, 10)));
        world.mostOfAMaterial = SEGMENT;
        refused(ProblemCode.TOO_LARGE, () -> materials.put(World.WINDOW, name, Part.whole(-1), whole()));
        assertThat(materials.find(World.WINDOW, name)).isEmpty();
    }

    @Test
    void whatAPartyStoresWithoutARecordIsBoundedAlsoAfterARestart() throws IOException {
        world.mostUnreferenced = 2L * SIZE;
        put(World.WINDOW);
        byte[] second = file(8, SIZE);
        byte[] third = file(9, 100);
        materials.put(World.WINDOW, World.digest(second), new Part(0, 1, SIZE), new ByteArrayInputStream(second, 0, 1));

        refused(ProblemCode.QUOTA_USED, () -> put(World.WINDOW, third));
        refused(
                ProblemCode.QUOTA_USED,
                () -> materials.keep(World.WINDOW, new ByteArrayInputStream(third), third.length));
        try (PostgresLedger restarted = world.node("node-2", world.source)) {
            refused(ProblemCode.QUOTA_USED, () -> restarted
                    .materials()
                    .put(World.WINDOW, World.digest(third), Part.whole(third.length), new ByteArrayInputStream(third)));
        }
        assertThat(put(World.WINDOW).state()).isEqualTo(State.KNOWN);
        assertThat(put(World.SAFE, third).state()).isEqualTo(State.STORED);

        admit("given", World.SAFE);
        assertThat(put(World.WINDOW, third).state()).isEqualTo(State.STORED);
    }

    @Test
    void severalUploadsAtOnceHaveNoMoreRoomThanOneAfterTheOther() throws Exception {
        world.mostUnreferenced = SIZE + 100L;
        InputStream unknown =
                endingWith(whole(), () -> refused(ProblemCode.QUOTA_USED, () -> put(World.WINDOW, file(8, 200))));
        assertThat(materials.keep(World.WINDOW, unknown, 2L * SIZE).state()).isEqualTo(State.STORED);

        AtomicInteger seed = new AtomicInteger(20);
        List<String> ends = together(8, () -> {
            try {
                return put(World.WINDOW, file(seed.incrementAndGet(), 60))
                        .state()
                        .name();
            } catch (Rejection full) {
                return full.code().name();
            }
        });
        assertThat(ends).containsOnlyOnce("STORED").contains("QUOTA_USED");
    }

    @Test
    void anUploadOfUnknownLengthThatOutgrowsItsRoomIsForgotten() throws IOException {
        world.mostUnreferenced = SIZE - 1L;
        refused(ProblemCode.QUOTA_USED, () -> materials.put(World.WINDOW, name, Part.whole(-1), whole()));
        assertThat(put(World.WINDOW, file(9, SEGMENT)).state()).isEqualTo(State.STORED);
    }

    @Test
    void anUploadOfUnknownLengthThatBrokeOffKeepsNoRoomForLong() throws IOException {
        world.mostUnreferenced = SIZE;
        refused(ProblemCode.MALFORMED, () -> materials.put(World.WINDOW, name, Part.whole(-1), breaking(300_001)));
        refused(ProblemCode.QUOTA_USED, () -> put(World.WINDOW, file(9, 100)));
        world.clock.pass(Duration.ofMinutes(11));
        assertThat(put(World.WINDOW, file(9, 100)).state()).isEqualTo(State.STORED);
    }

    @Test
    void whatIsStoredAgainCountsAsIfItWereNew() throws IOException {
        world.mostUnreferenced = SIZE;
        put(World.WINDOW);
        world.clock.pass(Materials.UNREFERENCED.minusHours(1));
        put(World.WINDOW);
        world.clock.pass(Duration.ofHours(2));

        refused(ProblemCode.QUOTA_USED, () -> put(World.WINDOW, file(9, 100)));
        world.clock.pass(Materials.UNREFERENCED);
        assertThat(put(World.WINDOW, file(9, 100)).state()).isEqualTo(State.STORED);
    }

    @Test
    void ofManyAtOnceOneIsTheFirstAndOfTwoThatGoOnOneDoes() throws Exception {
        List<State> states = together(8, () -> put(World.WINDOW).state());
        assertThat(states).containsOnlyOnce(State.STORED).hasSize(8);
        assertThat(count("materials")).isEqualTo(1);

        part(World.SAFE, 0, 100);
        List<String> ends = together(2, () -> {
            try {
                return part(World.SAFE, 100, SIZE - 100).state().name();
            } catch (Rejection moved) {
                return moved.code().name();
            }
        });
        assertThat(ends).contains("STORED").doesNotContain("DIGEST_DIFFERS");
        assertThat(read(World.SAFE, 0, SIZE)).isEqualTo(file);
    }

    @Test
    void aRecordGivesItToWhomItIsSentAndToNobodyBefore() throws IOException {
        put(World.WINDOW);
        assertThat(materials.unknownTo(World.WINDOW, Set.of(name))).isEmpty();
        assertThat(materials.unknownTo(World.SAFE, Set.of(name))).containsExactly(name);
        admit("given", World.SAFE);
        ClaimedDelivery claim = world.claim(world.bell());
        assertThat(materials.find(World.SAFE, name)).isEmpty();

        world.ledger
                .deliveries()
                .keepSent(List.of(new AboutToSend(claim.id(), claim.token(), World.original(claim), Set.of(name))));

        assertThat(read(World.SAFE, 0, SIZE)).isEqualTo(file);
        assertThat(materials.unknownTo(World.SAFE, Set.of(name))).isEmpty();
        assertThat(materials.find(World.OTHER, name)).isEmpty();
    }

    @Test
    void whatNobodyWasToldOfNobodyMayRead() {
        put(World.WINDOW);
        admit("untold", World.SAFE);
        ClaimedDelivery claim = world.claim(world.bell());
        world.ledger
                .deliveries()
                .keepSent(List.of(new AboutToSend(claim.id(), claim.token(), World.original(claim), Set.of(name))));

        world.conclude(claim, new Conclusion.Away("CONNECT_FAILED", "", null, true));

        assertThat(materials.find(World.SAFE, name)).isEmpty();
        assertThat(materials.find(World.WINDOW, name)).isPresent();
    }

    @Test
    void aRecordGivesNothingThatItsSenderDoesNotReferTo() {
        put(World.OTHER);
        world.admit("of-nothing", "of-nothing", World.SAFE);
        ClaimedDelivery claim = world.claim(world.bell());

        world.ledger
                .deliveries()
                .keepSent(List.of(new AboutToSend(claim.id(), claim.token(), World.original(claim), Set.of(name))));

        assertThat(materials.find(World.SAFE, name)).isEmpty();
    }

    @Test
    void whatIsStoredAgainIsKeptAsLongAsTheFirstTime() {
        put(World.WINDOW);
        world.clock.pass(Duration.ofHours(23));
        put(World.WINDOW);
        world.clock.pass(Duration.ofHours(23));
        sweep();
        assertThat(materials.find(World.WINDOW, name)).isPresent();
    }

    @Test
    void whatNoRecordRefersToGoesAfterADayAndTheRestStays() {
        put(World.WINDOW);
        admit("kept", World.SAFE);
        byte[] loose = file(9, SEGMENT + 1);
        Digest unreferenced = World.digest(loose);
        materials.put(World.WINDOW, unreferenced, Part.whole(loose.length), new ByteArrayInputStream(loose));
        Digest unfinished = World.digest(new byte[1]);
        materials.put(World.WINDOW, unfinished, new Part(0, 10, 20), stretch(0, 10));

        world.clock.pass(Duration.ofHours(23));
        sweep();
        assertThat(materials.find(World.WINDOW, unreferenced)).isPresent();
        assertThat(materials.find(World.WINDOW, unfinished)).isPresent();
        world.clock.pass(Duration.ofHours(2));
        sweep();

        assertThat(materials.find(World.WINDOW, unreferenced)).isEmpty();
        assertThat(materials.find(World.WINDOW, unfinished)).isEmpty();
        assertThat(materials.find(World.WINDOW, name)).isPresent();
        assertThat(count("material_segments")).isEqualTo(3);
        assertThat(count("material_leftovers")).isZero();
        world.clock.pass(Duration.ofDays(30));
        sweep();
        assertThat(materials.find(World.WINDOW, name)).isPresent();
    }

    @Test
    void whatIsAboutToBeReferredToIsKeptUntilItIs() {
        put(World.WINDOW);
        world.clock.pass(Duration.ofMinutes(24 * 60 - 5));

        assertThat(materials.unknownTo(World.WINDOW, Set.of(name))).isEmpty();
        world.clock.pass(Duration.ofMinutes(20));
        sweep();
        admit("late", World.SAFE);
        world.clock.pass(Duration.ofDays(2));
        sweep();

        assertThat(materials.find(World.WINDOW, name)).isPresent();
    }

    @Test
    void atRestNothingIsReadableAndNothingCanBeMovedOrChanged() {
        byte[] text = "示例申请人 990101190001010018 ".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        Digest digest = World.digest(text);
        materials.put(World.WINDOW, digest, Part.whole(text.length), new ByteArrayInputStream(text));

        assertThat(
                        Postgres.rows(
                                world.source,
                                "select count(*) from material_segments where position('990101190001010018'::bytea in octets) > 0"))
                .containsExactly("0");
        Postgres.rows(
                world.source,
                """
                with moved as (
                    update material_segments s set octets = o.octets from material_segments o
                    where s.content = o.content and s.number = 0 and o.number = 1 returning 1)
                select count(*) from moved
                """);
        assertThatThrownBy(() -> materials.read(World.WINDOW, digest, 0, 10, new ByteArrayOutputStream()))
                .isInstanceOf(IllegalStateException.class);
    }

    private void admit(String id, PartyId to) {
        Admission without = world.admission(id, id, to);
        Admission with = new Admission(
                without.record(),
                without.content(),
                null,
                without.seal(),
                without.kid(),
                without.key(),
                without.recipients(),
                1,
                without.deadline(),
                without.plainIndex(),
                without.blindIndex(),
                Set.of(name));
        World.committed(world.ledger.admissions().admit(List.of(with)).get(0));
    }

    private Upload put(PartyId party) {
        return materials.put(party, name, Part.whole(SIZE), whole());
    }

    private Upload put(PartyId party, byte[] octets) {
        return materials.put(party, World.digest(octets), Part.whole(octets.length), new ByteArrayInputStream(octets));
    }

    private Upload part(PartyId party, int from, int length) {
        return materials.put(party, name, new Part(from, length, SIZE), stretch(from, length));
    }

    private byte[] read(PartyId party, long from, long length) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        materials.read(party, name, from, length, octets);
        return octets.toByteArray();
    }

    private InputStream whole() {
        return stretch(0, SIZE);
    }

    private InputStream stretch(int from, int length) {
        return new ByteArrayInputStream(file, from, length);
    }

    /** As a connection that is lost after so many octets. */
    private InputStream breaking(int after) {
        return new SequenceInputStream(stretch(0, after), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });
    }

    /** Something happens between the last octet of a request and its end. */
    private static InputStream endingWith(InputStream octets, Runnable meanwhile) {
        return new SequenceInputStream(octets, new InputStream() {
            private boolean isDone;

            @Override
            public int read() {
                if (!isDone) {
                    isDone = true;
                    meanwhile.run();
                }
                return -1;
            }
        });
    }

    private static void refused(ProblemCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Rejection.class, rejection -> assertThat(rejection.code())
                .isEqualTo(code));
    }

    private static <T> List<T> together(int many, Callable<T> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future :
                    threads.invokeAll(Stream.generate(() -> call).limit(many).toList())) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    /** Rounds enough for every chore of the house. */
    private void sweep() {
        for (int round = 0; round < 40; round++) {
            world.ledger.deliveries().sweep(world.clock.instant(), 10);
        }
    }

    private int count(String table) {
        return Integer.parseInt(
                Postgres.rows(world.source, "select count(*) from " + table).get(0));
    }

    private static byte[] file(long seed, int size) {
        byte[] octets = new byte[size];
        new Random(seed).nextBytes(octets);
        return octets;
    }
}

package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tongqu.ledger.vault.BodyVault;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.alarm.Alarm;
import org.tongqu.record.alarm.AlarmCause;
import org.tongqu.record.dialect.MessagePart;
import org.tongqu.record.port.AdmissionLedger.Message;
import org.tongqu.record.port.CallMessages;
import org.tongqu.record.port.MessageParts;
import org.tongqu.record.port.MessageParts.Kept;

/** Messages that are one record together wait for each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagePartsIT {
    private static final int RACES = 40;

    private final World world = new World();
    private final MessageParts parts = world.ledger.messageParts();

    @BeforeEach
    void nothingWaits() {
        Postgres.rows(world.source, "with gone as (delete from message_parts returning 1) select count(*) from gone");
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void theyWaitEncryptedAndTheLastSeesAll() {
        assertThat(waiting("1", "a", "name").messages()).containsOnlyKeys("a");
        Kept.Waiting last = waiting("1", "b", "address");

        assertThat(last.isRepeat()).isFalse();
        assertThat(text(last, "a")).isEqualTo("name");
        assertThat(text(last, "b")).isEqualTo("address");
        assertThat(waiting("2", "a", "name").messages()).containsOnlyKeys("a");
        assertThat(Postgres.rows(
                        world.source, "select count(*) from message_parts where position('name'::bytea in octets) > 0"))
                .containsExactly("0");
    }

    /** For several things that are made of it, and as long as those are known. */
    @Test
    void aMessageOfACallIsKeptOnceEncryptedUntilItIsDroppedOrOld() {
        CallMessages calls = world.ledger.callMessages();
        byte[] said = "<submitBatch/>".getBytes(StandardCharsets.UTF_8);
        String name = calls.keep(World.WINDOW, new Message("soap submitBatch", said));
        String dropped = calls.keep(World.WINDOW, new Message("soap acknowledge", said));

        calls.drop(dropped);

        assertThat(name).matches("urn:uuid:[0-9a-f-]{36}").isNotEqualTo(dropped);
        assertThat(Postgres.rows(
                        world.source,
                        "select 'urn:uuid:' || message || ' ' || sender || ' ' || call || ' ' || (came_at = '"
                                + world.clock.instant() + "') || ' ' || position('submit'::bytea in octets)"
                                + " from call_messages"))
                .containsExactly(name + " " + World.WINDOW + " soap submitBatch true 0");
        byte[] sealed = HexFormat.of()
                .parseHex(Postgres.rows(world.source, "select encode(octets, 'hex') from call_messages")
                        .get(0));
        UUID message = UUID.fromString(name.substring("urn:uuid:".length()));
        BodyVault vault = new BodyVault(world.collaborators().cipher());
        assertThat(vault.openCallMessage(message, sealed)).isEqualTo(said);

        world.clock.pass(Duration.ofDays(399));
        keepHouse();
        assertThat(Postgres.rows(world.source, "select count(*) from call_messages"))
                .containsExactly("1");
        world.clock.pass(Duration.ofDays(2));
        keepHouse();
        assertThat(Postgres.rows(world.source, "select count(*) from call_messages"))
                .containsExactly("0");
    }

    private void keepHouse() {
        for (int round = 0; round < 30; round++) {
            world.ledger.deliveries().sweep(world.clock.instant(), 1);
        }
    }

    @Test
    void everyPartysRecordsAndEveryCallAreForThemselves() {
        waiting("mine", "a", "same");
        Kept.Waiting ofAnother = (Kept.Waiting) keep(World.OTHER, "mine", "b", "same");
        assertThat(ofAnother.isRepeat()).isFalse();
        assertThat(ofAnother.messages()).containsOnlyKeys("b");

        Kept.Waiting byAnotherCall = waiting("mine", "b", "same");
        assertThat(byAnotherCall.isRepeat()).isFalse();
        assertThat(byAnotherCall.messages()).containsOnlyKeys("a", "b");

        world.admit("mine", "S1", World.SAFE);
        assertThat(keep(World.OTHER, "mine", "a", "same")).isInstanceOf(Kept.Waiting.class);
    }

    @Test
    void theLatestOfACallIsInForceAndARepeatOfAnEarlierOneChangesNothing() {
        waiting("1", "a", "first");
        waiting("1", "a", "second");

        Kept.Waiting repeated = waiting("1", "a", "first");

        assertThat(repeated.isRepeat()).isTrue();
        assertThat(text(repeated, "a")).isEqualTo("second");
        assertThat(waiting("1", "a", "second").isRepeat()).isTrue();
        assertThat(Postgres.rows(world.source, "select count(*) from message_parts where octets is not null"))
                .containsExactly("1");
    }

    @Test
    void onceTheRecordIsThereNothingIsKeptAndItsMessageIsHandedOut() {
        waiting("there", "a", "name");
        world.admit("there", "S1", World.SAFE);

        assertThat(keep(World.WINDOW, "there", "b", "address")).isEqualTo(new Kept.Whole(Optional.empty()));
        assertThat(left()).containsExactly("there");
    }

    @Test
    void ofTwoThatComeAtOnceOneSeesBoth() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier start = new CyclicBarrier(2);
            for (int race = 0; race < RACES; race++) {
                String id = "race-" + race;
                List<CompletableFuture<Kept.Waiting>> both = Stream.of("a", "b")
                        .map(call -> CompletableFuture.supplyAsync(
                                () -> {
                                    await(start);
                                    return waiting(id, call, call);
                                },
                                two))
                        .toList();
                assertThat(both.stream().map(CompletableFuture::join))
                        .anyMatch(kept -> kept.messages().size() == 2);
            }
        } finally {
            two.shutdown();
        }
    }

    @Test
    void whatWaitsForADayIsFoundAndNothingElse() {
        waiting("whole", "a", "name");
        world.admit("whole", "S1", World.SAFE);
        waiting("day-1", "a", "name");
        waiting("day-1", "a", "other name");
        world.clock.pass(Duration.ofHours(12));
        waiting("day-1", "a", "a third name");
        waiting("day-2", "a", "name");
        assertThat(incomplete()).isEmpty();

        world.clock.pass(Duration.ofHours(12));

        Alarm missing = new Alarm(
                World.WINDOW,
                AlarmCause.PARTS_MISSING,
                world.clock.instant(),
                1,
                world.clock.instant().minus(Duration.ofHours(24)));
        assertThat(incomplete()).containsExactly(missing);
        assertThat(world.ledger.watchdog().look(world.clock.instant()).raised()).isEmpty();

        world.admit("day-1", "S2", World.SAFE);
        assertThat(world.ledger.watchdog().look(world.clock.instant()).cleared())
                .containsExactly(missing);
        assertThat(incomplete()).isEmpty();
    }

    @Test
    void whatARecordHasGoesAndSoDoesWhatWaitedTooLongAllOfARecordTogether() {
        waiting("has", "a", "name");
        world.admit("has", "S1", World.SAFE);
        waiting("waits", "a", "old");
        world.clock.pass(Duration.ofDays(10));
        waiting("waits", "a", "mended");
        waiting("alone", "a", "name");
        world.clock.pass(MessageParts.PATIENCE.minusHours(2));
        waiting("alone", "a", "name");
        house();
        assertThat(left()).containsExactly("alone", "waits", "waits");
        assertThat(text(waiting("waits", "a", "old"), "a")).isEqualTo("mended");

        world.clock.pass(MessageParts.PATIENCE.plusHours(1));
        house();
        assertThat(left()).isEmpty();
    }

    /** A repeat that comes while its part is being forgotten is kept anew. */
    @Test
    void whatIsForgottenWhileItComesAgainIsKept() throws Exception {
        waiting("1", "a", "name");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection forgetting = world.source.getConnection()) {
            forgetting.setAutoCommit(false);
            try (var delete = forgetting.createStatement()) {
                delete.execute("delete from message_parts");
            }
            CompletableFuture<Kept.Waiting> again =
                    CompletableFuture.supplyAsync(() -> waiting("1", "a", "name"), other);
            Awaitility.await()
                    .until(() -> Postgres.rows(world.source, "select count(*) from pg_locks where not granted")
                            .contains("1"));
            forgetting.commit();

            assertThat(again.join().isRepeat()).isFalse();
            assertThat(left()).containsExactly("1");
        } finally {
            other.shutdown();
        }
    }

    private void house() {
        for (int round = 0; round < 30; round++) {
            world.ledger.deliveries().sweep(world.clock.instant(), 100);
        }
    }

    private List<String> left() {
        return Postgres.rows(world.source, "select id from message_parts order by id");
    }

    private List<Alarm> incomplete() {
        world.ledger.watchdog().look(world.clock.instant());
        return world.ledger.watchdog().alarms().stream()
                .filter(alarm -> alarm.cause() == AlarmCause.PARTS_MISSING)
                .toList();
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await(10, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private Kept.Waiting waiting(String id, String call, String message) {
        return (Kept.Waiting) keep(World.WINDOW, id, call, message);
    }

    private Kept keep(PartyId sender, String id, String call, String message) {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        Digest digest = World.octetsDigests().sm3(octets);
        return parts.keep(new MessagePart(new RecordId(sender, id), call, List.of("a", "b"), "whole"), digest, octets);
    }

    private static String text(Kept.Waiting kept, String call) {
        return new String(kept.messages().get(call), StandardCharsets.UTF_8);
    }
}

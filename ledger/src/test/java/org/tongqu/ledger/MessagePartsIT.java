package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordId;
import org.tongqu.record.alarm.Alarm;
import org.tongqu.record.alarm.AlarmCause;
import org.tongqu.record.dialect.MessagePart;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
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
        assertThat(keep("1", "a", "name").messages()).containsOnlyKeys("a");
        Kept last = keep("1", "b", "address");

        assertThat(last.isRepeat()).isFalse();
        assertThat(text(last, "a")).isEqualTo("name");
        assertThat(text(last, "b")).isEqualTo("address");
        assertThat(keep("2", "a", "name").messages()).containsOnlyKeys("a");
        assertThat(Postgres.rows(
                        world.source, "select count(*) from message_parts where position('name'::bytea in octets) > 0"))
                .containsExactly("0");
    }

    @Test
    void theLatestOfACallIsInForceAndARepeatOfAnEarlierOneChangesNothing() {
        keep("1", "a", "first");
        keep("1", "a", "second");

        Kept repeated = keep("1", "a", "first");

        assertThat(repeated.isRepeat()).isTrue();
        assertThat(text(repeated, "a")).isEqualTo("second");
        assertThat(keep("1", "a", "second").isRepeat()).isTrue();
    }

    @Test
    void onceTheRecordIsThereOnlyRepeatsAreTaken() {
        keep("there", "a", "name");
        keep("there", "b", "address");
        world.admit("there", "S1", World.SAFE);

        assertThat(keep("there", "b", "address")).isEqualTo(new Kept(true, Map.of()));
        assertThatThrownBy(() -> keep("there", "b", "other"))
                .isInstanceOfSatisfying(
                        Rejection.class, refused -> assertThat(refused.code()).isEqualTo(ProblemCode.ID_REUSED));
    }

    @Test
    void ofTwoThatComeAtOnceOneSeesBoth() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier start = new CyclicBarrier(2);
            for (int race = 0; race < RACES; race++) {
                String id = "race-" + race;
                List<CompletableFuture<Kept>> both = Stream.of("a", "b")
                        .map(call -> CompletableFuture.supplyAsync(
                                () -> {
                                    await(start);
                                    return keep(id, call, call);
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
        keep("whole", "a", "name");
        world.admit("whole", "S1", World.SAFE);
        keep("1", "a", "name");
        world.clock.pass(Duration.ofHours(12));
        keep("1", "a", "other name");
        keep("2", "a", "name");
        assertThat(incomplete()).isEmpty();

        world.clock.pass(Duration.ofHours(12));

        assertThat(incomplete())
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.lane()).isEqualTo(World.WINDOW))
                .satisfies(alarm -> assertThat(alarm.count()).isEqualTo(1));
    }

    @Test
    void whatARecordHasIsEmptiedAndWhatWaitedTooLongGoes() {
        keep("has", "a", "name");
        world.admit("has", "S1", World.SAFE);
        keep("waits", "a", "name");
        world.clock.pass(MessageParts.PATIENCE.minusHours(2));
        keep("new", "a", "name");
        house();
        assertThat(left()).containsExactly("has", "new octets", "waits octets");

        world.clock.pass(Duration.ofHours(3));
        house();
        assertThat(left()).containsExactly("has", "new octets");
        assertThat(keep("has", "a", "name").isRepeat()).isTrue();

        world.clock.pass(Duration.ofDays(400));
        house();
        assertThat(left()).isEmpty();
    }

    private void house() {
        for (int round = 0; round < 30; round++) {
            world.ledger.deliveries().sweep(world.clock.instant(), 100);
        }
    }

    private List<String> left() {
        return Postgres.rows(
                world.source,
                "select id || case when octets is null then '' else ' octets' end from message_parts order by id");
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

    private Kept keep(String id, String call, String message) {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        Digest digest = World.octetsDigests().sm3(octets);
        return parts.keep(
                new MessagePart(new RecordId(World.WINDOW, id), call, List.of("a", "b"), "whole"), digest, octets);
    }

    private static String text(Kept kept, String call) {
        return new String(kept.messages().get(call), StandardCharsets.UTF_8);
    }
}

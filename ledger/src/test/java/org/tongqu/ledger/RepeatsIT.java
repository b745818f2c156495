package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tongqu.ledger.World.PULL;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.UNSAFE;
import static org.tongqu.ledger.World.committed;
import static org.tongqu.ledger.World.delivered;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.operation.JobFilter;
import org.tongqu.record.operation.JobKind;
import org.tongqu.record.operation.JobOrder;
import org.tongqu.record.port.AdmissionLedger.Admission;
import org.tongqu.record.port.AdmissionLedger.Content;
import org.tongqu.record.port.AdmissionLedger.Message;
import org.tongqu.record.port.AdmissionLedger.Result;

/** A repeat gets the byte-identical receipt, whatever became of the first. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatsIT {
    private static final int MOST = 1000;
    private final World world = new World();

    @AfterAll
    void close() {
        world.close();
    }

    @ParameterizedTest
    @EnumSource(DeliveryState.class)
    void inEveryStateOfTheFirst(DeliveryState state) {
        String id = "state-" + state;
        PartyId lane = state == DeliveryState.UNKNOWN ? UNSAFE : state == DeliveryState.WAITING ? PULL : SAFE;
        world.rung();
        Receipt first;
        if (state == DeliveryState.HELD) {
            world.admit("before-" + id, id, lane);
            first = world.admit(id, id, lane);
            end(Conclusion.Parked.unanswered("X", "x"));
        } else {
            first = committed(
                    world.ledger.admissions().admit(List.of(of(id, lane))).get(0));
            bring(id, lane, state);
        }
        assertThat(world.state(id, lane)).isEqualTo(state);
        Admission again = state == DeliveryState.HELD ? world.admission(id, id, lane) : of(id, lane);

        Result repeat = world.ledger.admissions().admit(List.of(again)).get(0);

        assertThat(committed(repeat)).isEqualTo(new Receipt(first.sealed(), true));
        assertThat(world.ledger.admissions().repeat(again.record().id(), again.content()))
                .contains(new Receipt(first.sealed(), true));
        assertThat(world.state(id, lane)).isEqualTo(state);
    }

    @Test
    void whatCameInADialectIsRecognisedByItsMessageOrByTheRecordThatItMeans() {
        Digest said = World.digest("said".getBytes(StandardCharsets.UTF_8));
        Admission first = inDialect(world.admission("spoken", "spoken", SAFE), said);
        Receipt receipt =
                committed(world.ledger.admissions().admit(List.of(first)).get(0));
        Receipt again = new Receipt(receipt.sealed(), true);
        Admission otherTranslation =
                inDialect(world.admission("spoken", "spoken", "other", "case.accepted", SAFE), said);
        Admission otherMessage = inDialect(
                world.admission("spoken", "spoken", SAFE),
                World.digest("said otherwise".getBytes(StandardCharsets.UTF_8)));
        Admission otherBoth = inDialect(
                world.admission("spoken", "spoken", "other", "case.accepted", SAFE),
                World.digest("said otherwise".getBytes(StandardCharsets.UTF_8)));

        assertThat(committed(world.ledger
                        .admissions()
                        .admit(List.of(otherTranslation))
                        .get(0)))
                .isEqualTo(again);
        assertThat(committed(
                        world.ledger.admissions().admit(List.of(otherMessage)).get(0)))
                .isEqualTo(again);
        assertThat(world.ledger.admissions().admit(List.of(otherBoth)).get(0)).isInstanceOf(Result.Refused.class);
        assertThat(world.ledger.admissions().repeatOf(first.record().id().sender(), said))
                .contains(again);
        assertThat(world.ledger.admissions().repeatOf(SAFE, said)).isEmpty();
        assertThat(Postgres.rows(world.source, "select dialect from records where id = 'spoken'"))
                .containsExactly("guizhou-rest baseInfo");
        assertThat(Postgres.rows(
                        world.source, "select count(*) from records where position('said'::bytea in message) > 0"))
                .containsExactly("0");
    }

    private static Admission inDialect(Admission record, Digest message) {
        return new Admission(
                record.record(),
                new Content(record.content().digest(), message),
                new Message("guizhou-rest baseInfo", "said".getBytes(StandardCharsets.UTF_8)),
                null,
                null,
                record.key(),
                record.recipients(),
                record.siteVersion(),
                record.deadline(),
                record.plainIndex(),
                record.blindIndex(),
                record.materials());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 399})
    void daysLater(int days) {
        String id = "days-" + days;
        Receipt first = world.admit(id, id, SAFE);
        world.clock.pass(Duration.ofDays(days));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(world.admit(id, id, SAFE)).isEqualTo(new Receipt(first.sealed(), true));
    }

    @Test
    void afterARestartAndForOtherRecipientsByTheRulesOfToday() {
        Receipt first = world.admit("restart", "restart", SAFE);
        try (PostgresLedger reborn = world.node("node-reborn", world.source)) {
            Result repeat = reborn.admissions()
                    .admit(List.of(world.admission("restart", "restart", PULL, UNSAFE)))
                    .get(0);
            assertThat(committed(repeat)).isEqualTo(new Receipt(first.sealed(), true));
        }
        assertThat(world.state("restart", SAFE)).isEqualTo(DeliveryState.ACCEPTED);
    }

    @Test
    void fiftyAtOnceInOneCommitAndOverSeveral() {
        List<Result> together = world.ledger
                .admissions()
                .admit(IntStream.range(0, 50)
                        .mapToObj(i -> world.admission("fifty", "fifty", SAFE))
                        .toList());
        assertThat(together.stream().map(World::committed).filter(r -> !r.repeat()))
                .hasSize(1);
        List<Receipt> parallel = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> world.admit("fifty-apart", "fifty", SAFE))
                .toList();
        assertThat(parallel.stream().filter(r -> !r.repeat())).hasSize(1);
        assertThat(parallel.stream().map(Receipt::sealed).distinct()).hasSize(1);
    }

    private Admission of(String id, PartyId lane) {
        return world.full(
                id,
                id,
                "body of " + id,
                "case.accepted",
                0,
                world.clock.instant().plus(Duration.ofHours(1)),
                Map.of(),
                lane);
    }

    private void bring(String id, PartyId lane, DeliveryState state) {
        switch (state) {
            case ACCEPTED, HELD -> {}
            case SENDING -> claim();
            case WAITING -> {
                ClaimedDelivery leased = world.ledger
                        .deliveries()
                        .lease(lane, Portion.of(1), World.LEASE)
                        .get(0);
                world.conclude(leased, new Conclusion.WithoutReceipt("x"));
            }
            case PARKED -> end(Conclusion.Parked.unanswered("X", "x"));
            case UNKNOWN -> end(new Conclusion.Unclear("TIMEOUT", "x"));
            case DELIVERED -> end(delivered());
            case SENT -> end(new Conclusion.Sent("OK"));
            case CLOSED -> {
                end(Conclusion.Parked.unanswered("X", "x"));
                JobFilter it = new JobFilter(Set.of(), Set.of(), id, null, Set.of(), null, null, Set.of());
                world.ledger.jobs().order(new JobOrder(UUID.randomUUID(), JobKind.CLOSE, it, 1000, "a", "b"));
                world.clock.pass(Duration.ofSeconds(1));
                world.ledger.operatorWork().proceed(world.clock.instant());
            }
            case EXPIRED -> {
                world.clock.pass(Duration.ofHours(2));
                world.ledger.deliveries().sweep(world.clock.instant(), MOST);
            }
        }
    }

    private ClaimedDelivery claim() {
        return world.claim(world.bell());
    }

    private void end(Conclusion.End end) {
        world.conclude(claim(), end);
    }
}

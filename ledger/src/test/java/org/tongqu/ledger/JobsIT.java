package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.tongqu.ledger.World.LEASE;
import static org.tongqu.ledger.World.OTHER;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.UNSAFE;
import static org.tongqu.ledger.World.delivered;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Transition;
import org.tongqu.record.operation.Job;
import org.tongqu.record.operation.JobFilter;
import org.tongqu.record.operation.JobItem;
import org.tongqu.record.operation.JobKind;
import org.tongqu.record.operation.JobOrder;
import org.tongqu.record.operation.JobPreview;
import org.tongqu.record.operation.JobState;

class JobsIT {
    private static final int MOST = 1000;
    private static final Conclusion.End REFUSED = Conclusion.Parked.unanswered("PARTY_REFUSED", "缺字段");
    private static final JobFilter ALL = JobFilter.ALL;

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aReplayAsReceivedIsMadeAnewAndWhatWasHeldFollowsInOrder() {
        parked("1", "K", SAFE);
        world.admit("2", "K", SAFE);
        world.admit("3", "K", SAFE);
        world.transitions.clear();

        Job job = done(order(JobKind.REPLAY_AS_RECEIVED, ALL));

        assertThat(job.done()).isEqualTo(1);
        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.ACCEPTED);
        assertThat(world.transitions)
                .filteredOn(t -> t.record().id().equals("1"))
                .extracting(Transition::from, Transition::to, Transition::code)
                .containsExactly(tuple(DeliveryState.PARKED, DeliveryState.ACCEPTED, "OPERATOR_REPLAY"));
        for (String id : List.of("1", "2", "3")) {
            world.ledger.deliveries().sweep(world.clock.instant(), MOST);
            ClaimedDelivery claim = world.claim(world.bell());
            assertThat(claim.record().id()).isEqualTo(id);
            assertThat(claim.sentBefore()).isNull();
            world.conclude(claim, delivered());
        }
    }

    @Test
    void aReplayAsSentSendsTheSameBytesWithTheSameDeliveryId() {
        ClaimedDelivery before = parked("1", "K", SAFE);
        done(order(JobKind.REPLAY_AS_SENT, ALL));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        ClaimedDelivery again = world.claim(world.bell());
        assertThat(again.id()).isEqualTo(before.id());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.sentBefore()).isNotNull();
    }

    @Test
    void aFilterTakesWhatFulfilsAllOfItAndThePreviewSaysSoBefore() {
        parked("1", "K1", SAFE);
        parked("2", "K2", SAFE);
        parked("3", "K3", OTHER);
        unknown("4", "K4");
        world.clock.pass(Duration.ofMinutes(1));
        parked("5", "K5", SAFE);

        assertThat(preview(ALL).count()).isEqualTo(5);
        assertThat(preview(ALL).groups().get(0))
                .isEqualTo(new JobPreview.Group(SAFE, DeliveryState.PARKED, "PARTY_REFUSED", 3));
        assertThat(preview(lanes(SAFE)).count()).isEqualTo(3);
        assertThat(preview(with(Set.of(), "K2", null, Set.of())).count()).isEqualTo(1);
        assertThat(preview(with(Set.of(RecordType.parse("case.applied")), null, null, Set.of()))
                        .count())
                .isZero();
        assertThat(preview(with(Set.of(), null, "TIMEOUT", Set.of())).count()).isEqualTo(1);
        assertThat(preview(with(Set.of(), null, null, Set.of(DeliveryState.UNKNOWN)))
                        .count())
                .isEqualTo(1);
        assertThat(preview(new JobFilter(
                                Set.of(), Set.of(), null, null, Set.of(), World.START.plusSeconds(1), null, Set.of()))
                        .count())
                .isEqualTo(1);
        assertThat(preview(new JobFilter(
                                Set.of(), Set.of(), null, null, Set.of(), null, World.START.plusSeconds(1), Set.of()))
                        .count())
                .isEqualTo(4);

        Job job = done(order(JobKind.REPLAY_AS_RECEIVED, lanes(SAFE)));
        assertThat(job.total()).isEqualTo(3);
        assertThat(world.state("3", OTHER)).isEqualTo(DeliveryState.PARKED);
    }

    @Test
    void orderedTwiceItIsOneJob() {
        parked("1", "K", SAFE);
        JobOrder order = order(JobKind.REPLAY_AS_RECEIVED, ALL);
        Job first = world.ledger.jobs().order(order);
        parked("2", "K2", SAFE);
        Job second = world.ledger.jobs().order(order);

        assertThat(second).isEqualTo(first);
        assertThat(work(order).done()).isEqualTo(1);
        assertThat(world.state("2", SAFE)).isEqualTo(DeliveryState.PARKED);
    }

    @Test
    void itGoesAtItsRateAndCanBePausedResumedAndCancelled() {
        for (int i = 0; i < 30; i++) {
            parked("r" + i, "R" + i, SAFE);
        }
        JobOrder order = new JobOrder(UUID.randomUUID(), JobKind.CLOSE, ALL, 10, "张三", "试");
        world.ledger.jobs().order(order);
        assertThat(world.ledger.operatorWork().proceed(world.clock.instant())).isFalse();
        world.clock.pass(Duration.ofMillis(550));
        world.ledger.operatorWork().proceed(world.clock.instant());
        assertThat(job(order).done()).isEqualTo(5);
        world.clock.pass(Duration.ofMillis(50));
        world.ledger.operatorWork().proceed(world.clock.instant());
        assertThat(job(order).done()).isEqualTo(6);

        assertThat(world.ledger.jobs().change(order.job(), JobState.PAUSED, "李四"))
                .hasValueSatisfying(job -> assertThat(job.changedBy()).isEqualTo("李四"));
        world.clock.pass(Duration.ofHours(1));
        world.ledger.operatorWork().proceed(world.clock.instant());
        assertThat(job(order).done()).isEqualTo(6);

        world.ledger.jobs().change(order.job(), JobState.RUNNING, "李四");
        world.clock.pass(Duration.ofSeconds(1));
        world.ledger.operatorWork().proceed(world.clock.instant());
        assertThat(job(order).done()).isEqualTo(16);

        world.ledger.jobs().change(order.job(), JobState.CANCELLED, "李四");
        world.ledger.jobs().change(order.job(), JobState.RUNNING, "李四");
        world.clock.pass(Duration.ofSeconds(1));
        world.ledger.operatorWork().proceed(world.clock.instant());
        assertThat(job(order).state()).isEqualTo(JobState.CANCELLED);
        assertThat(job(order).done()).isEqualTo(16);
        assertThat(job(order).endedAt()).isNotNull();
    }

    @Test
    void anotherNodeGoesOnWithIt() {
        parked("1", "K", SAFE);
        JobOrder order = order(JobKind.CLOSE, ALL);
        world.ledger.jobs().order(order);
        world.clock.pass(Duration.ofSeconds(1));
        try (PostgresLedger other = world.node("node-2", world.source)) {
            assertThat(other.operatorWork().proceed(world.clock.instant())).isTrue();
        }
        assertThat(job(order).state()).isEqualTo(JobState.DONE);
        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.CLOSED);
    }

    @Test
    void whatHasMovedOnByItsTurnIsSkippedAndSaysHow() {
        parked("1", "K1", SAFE);
        parked("2", "K2", SAFE);
        JobOrder order = order(JobKind.REPLAY_AS_RECEIVED, ALL);
        world.ledger.jobs().order(order);
        world.ledger.jobs().change(order.job(), JobState.PAUSED, "李四");
        done(order(JobKind.CLOSE, with(Set.of(), "K1", null, Set.of())));
        world.ledger.jobs().change(order.job(), JobState.RUNNING, "李四");

        Job job = work(order);

        assertThat(job.done()).isEqualTo(1);
        assertThat(job.skipped()).isEqualTo(1);
        assertThat(world.ledger.jobs().items(order.job(), 0, MOST))
                .extracting(item -> item.record().id() + " " + item.result() + " " + item.found() + " " + item.now())
                .containsExactly("1 SKIPPED CLOSED CLOSED", "2 DONE PARKED ACCEPTED");
        assertThat(world.ledger.jobs().items(order.job(), 1, MOST))
                .extracting(JobItem::number)
                .containsExactly(2L);
    }

    @Test
    void aClosedHeadLetsItsKeyGoOnAndTheNextSealNamesTheGap() {
        parked("1", "K", SAFE);
        world.admit("2", "K", SAFE);
        done(order(JobKind.CLOSE, ALL));
        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.CLOSED);
        ClaimedDelivery next = world.claim(world.bell());
        assertThat(next.record().id()).isEqualTo("2");
        assertThat(next.gap()).extracting(id -> id.id()).containsExactly("1");
    }

    @Test
    void heldOnesCanBeClosedWithTheirHeadOrWithoutIt() {
        parked("1", "K", SAFE);
        world.admit("2", "K", SAFE);
        world.admit("3", "K", SAFE);
        assertThat(done(order(JobKind.CLOSE, with(Set.of(), null, null, Set.of(DeliveryState.HELD))))
                        .done())
                .isEqualTo(2);
        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.PARKED);
        assertThat(world.state("3", SAFE)).isEqualTo(DeliveryState.CLOSED);

        world.admit("4", "K", SAFE);
        done(order(JobKind.CLOSE, with(Set.of(), null, null, Set.of(DeliveryState.HELD, DeliveryState.PARKED))));
        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.CLOSED);
        assertThat(world.state("4", SAFE)).isEqualTo(DeliveryState.CLOSED);
        assertThat(Postgres.rows(world.source, "select count(*) from heads")).containsExactly("0");
        world.admit("5", "K", SAFE);
        assertThat(world.claim(world.bell()).gap()).hasSize(4);
    }

    @Test
    void anUnknownOneIsSettledAsArrivedWithoutAReceipt() {
        unknown("1", "K");
        world.admit("2", "K", UNSAFE);
        done(order(JobKind.SETTLE, ALL));
        assertThat(world.state("1", UNSAFE)).isEqualTo(DeliveryState.SENT);
        world.clock.pass(Duration.ofSeconds(3));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(world.claim(world.bell()).record().id()).isEqualTo("2");
    }

    @Test
    void aJobAboutNothingIsDoneAtOnce() {
        assertThat(world.ledger.jobs().order(order(JobKind.CLOSE, ALL)).state()).isEqualTo(JobState.DONE);
        assertThat(world.ledger.jobs().latest(10)).hasSize(1);
        assertThat(world.ledger.jobs().find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void whatAKindCannotDoIsRefusedWhenOrdered() {
        assertThatThrownBy(() -> order(JobKind.SETTLE, with(Set.of(), null, null, Set.of(DeliveryState.PARKED))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("settle does nothing to a delivery that is PARKED");
        assertThatThrownBy(() -> new JobOrder(UUID.randomUUID(), JobKind.CLOSE, ALL, 0, "w", "r"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JobOrder(UUID.randomUUID(), JobKind.CLOSE, ALL, 1, "w", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
    }

    private ClaimedDelivery parked(String id, String key, PartyId lane) {
        world.admit(id, key, lane);
        ClaimedDelivery claim = world.claim(world.bell());
        world.keepSent(claim.id(), claim.token(), World.original(claim));
        world.conclude(claim, REFUSED);
        return claim;
    }

    private void unknown(String id, String key) {
        world.admit(id, key, UNSAFE);
        ClaimedDelivery claim = world.claim(world.bell());
        world.keepSent(claim.id(), claim.token(), World.original(claim));
        world.conclude(claim, new Conclusion.Unclear("TIMEOUT", "no answer"));
    }

    private JobPreview preview(JobFilter filter) {
        return world.ledger.jobs().preview(order(JobKind.REPLAY_AS_RECEIVED, filter));
    }

    private static JobFilter lanes(PartyId lane) {
        return new JobFilter(Set.of(lane), Set.of(), null, null, Set.of(), null, null, Set.of());
    }

    private static JobFilter with(
            Set<RecordType> types, @Nullable String subject, @Nullable String code, Set<DeliveryState> states) {
        return new JobFilter(Set.of(), types, subject, code, states, null, null, Set.of());
    }

    private static JobOrder order(JobKind kind, JobFilter filter) {
        return new JobOrder(UUID.randomUUID(), kind, filter, 1_000, "张三", "补了代码表");
    }

    private Job done(JobOrder order) {
        world.ledger.jobs().order(order);
        return work(order);
    }

    private Job work(JobOrder order) {
        world.clock.pass(LEASE.dividedBy(60));
        world.ledger.operatorWork().proceed(world.clock.instant());
        Job job = job(order);
        assertThat(job.state()).isEqualTo(JobState.DONE);
        return job;
    }

    private Job job(JobOrder order) {
        return world.ledger.jobs().find(order.job()).orElseThrow();
    }
}

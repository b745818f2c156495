package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.tongqu.ledger.World.PULL;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.UNSAFE;
import static org.tongqu.ledger.World.delivered;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.alarm.Alarm;
import org.tongqu.record.alarm.AlarmCause;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.operation.JobFilter;
import org.tongqu.record.operation.JobKind;
import org.tongqu.record.operation.JobOrder;
import org.tongqu.record.port.DeliveryLedger.OwedNotice;
import org.tongqu.record.port.Watchdog.Look;

class WatchdogIT {
    private static final int MOST = 1000;
    private static final Conclusion.End AWAY = new Conclusion.Away("HTTP_500", "crash", null);
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatIsParkedOrUnknownIsOneAlarmPerLaneUntilItIsDealtWith() {
        assertThat(look()).isEqualTo(new Look(List.of(), List.of()));
        ended("1", SAFE, Conclusion.Parked.unanswered("PARTY_REFUSED", "no"));
        ended("2", SAFE, Conclusion.Parked.unanswered("PARTY_REFUSED", "no"));
        ended("3", UNSAFE, new Conclusion.Unclear("TIMEOUT", "no answer"));

        assertThat(look().raised())
                .containsExactly(
                        new Alarm(SAFE, AlarmCause.PARKED, World.START, 2, World.START),
                        new Alarm(UNSAFE, AlarmCause.UNKNOWN, World.START, 1, World.START));
        ended("4", SAFE, Conclusion.Parked.unanswered("PARTY_REFUSED", "no"));
        world.clock.pass(Duration.ofSeconds(30));
        assertThat(look()).isEqualTo(new Look(List.of(), List.of()));
        assertThat(world.ledger.watchdog().alarms().get(0))
                .isEqualTo(new Alarm(SAFE, AlarmCause.PARKED, World.START, 3, World.START));
        try (PostgresLedger afterARestart = world.node("node-2", world.source)) {
            assertThat(afterARestart.watchdog().look(world.clock.instant()).raised())
                    .isEmpty();
        }

        Postgres.rows(world.source, "delete from heads where state = 'PARKED' returning 1");
        assertThat(look().cleared())
                .extracting(Alarm::cause, Alarm::count)
                .containsExactly(tuple(AlarmCause.PARKED, 3L));
        assertThat(world.ledger.watchdog().alarms()).extracting(Alarm::lane).containsExactly(UNSAFE);

        JobFilter unknown = new JobFilter(Set.of(UNSAFE), Set.of(), null, null, Set.of(), null, null, Set.of());
        world.ledger
                .jobs()
                .order(new JobOrder(UUID.randomUUID(), JobKind.SETTLE, unknown, MOST, "operator", "it arrived"));
        world.clock.pass(Duration.ofSeconds(1));
        world.ledger.operatorWork().proceed(world.clock.instant());
        assertThat(look().cleared()).extracting(Alarm::cause).containsExactly(AlarmCause.UNKNOWN);
        assertThat(world.ledger.watchdog().alarms()).isEmpty();
    }

    @Test
    void aPartyIsAwayOnceItHasBeenForAQuarterOfAnHour() {
        ended("1", SAFE, new Conclusion.Away("CONNECT", "refused", null));
        world.clock.pass(Duration.ofMinutes(14));
        assertThat(look().raised()).isEmpty();
        world.clock.pass(Duration.ofMinutes(1));
        assertThat(look().raised())
                .extracting(Alarm::cause, Alarm::oldest)
                .containsExactly(tuple(AlarmCause.PARTY_AWAY, World.START));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        world.conclude(world.claim(world.bell()), delivered());
        assertThat(look().cleared()).extracting(Alarm::cause).containsExactly(AlarmCause.PARTY_AWAY);
    }

    @Test
    void whatFailsAgainAndAgainWhileOthersArriveIsFoundAndClears() {
        world.admit("bad", "K", SAFE);
        for (int turn = 0; attempts("bad") < 10; turn++) {
            assertThat(look().raised()).isEmpty();
            world.admit("good-" + turn, "K" + turn, SAFE);
            turn(record -> record.equals("bad") ? AWAY : delivered());
        }
        assertThat(look().raised())
                .extracting(Alarm::lane, Alarm::cause, Alarm::count)
                .containsExactly(tuple(SAFE, AlarmCause.FAILS_ALONE, 1L));

        turn(record -> delivered());
        turn(record -> delivered());
        assertThat(look().cleared()).extracting(Alarm::cause).containsExactly(AlarmCause.FAILS_ALONE);
    }

    @Test
    void whatFailsBecauseThePartyIsAwayIsNotMeant() {
        world.admit("bad", "K", SAFE);
        while (attempts("bad") < 12) {
            turn(record -> AWAY);
        }
        assertThat(look().raised()).extracting(Alarm::cause).doesNotContain(AlarmCause.FAILS_ALONE);
    }

    @Test
    void whatNobodyFetchesForADayIsAnAlarmAndNoOtherLaneIsMeant() {
        world.admit("1", "K", PULL);
        world.clock.pass(Duration.ofHours(23));
        assertThat(look().raised()).isEmpty();
        world.clock.pass(Duration.ofHours(1));
        assertRaisedOnce(PULL, AlarmCause.NOT_FETCHED);

        world.conclude(
                world.ledger
                        .deliveries()
                        .lease(PULL, Portion.of(1), World.LEASE)
                        .get(0),
                delivered());
        assertCleared(AlarmCause.NOT_FETCHED);
    }

    @Test
    void bellsThatNobodyAnswersAreFound() {
        world.admit("1", "K", SAFE);
        for (int i = 0; i < 5; i++) {
            world.clock.pass(Duration.ofMinutes(10));
            ring();
        }
        assertRaisedOnce(SAFE, AlarmCause.BELLS_UNANSWERED);

        world.clock.pass(Duration.ofMinutes(10));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        world.conclude(world.claim(world.bell()), delivered());
        assertCleared(AlarmCause.BELLS_UNANSWERED);
    }

    @Test
    void bellsOfALaneWhereSomebodyListensOrThatCameBackJustNowAreNotMeant() {
        world.admit("1", "K", SAFE);
        for (int i = 0; i < 5; i++) {
            world.clock.pass(Duration.ofMinutes(10));
            ring();
        }
        world.admit("2", "K2", SAFE);
        ClaimedDelivery underWay = world.claim(world.bell());
        assertThat(look().raised()).extracting(Alarm::cause).doesNotContain(AlarmCause.BELLS_UNANSWERED);

        world.conclude(underWay, delivered());
        assertRaisedOnce(SAFE, AlarmCause.BELLS_UNANSWERED);
        Postgres.rows(
                world.source,
                "insert into lanes (lane, closed_at) values ('" + SAFE + "', '" + world.clock.instant()
                        + "') on conflict (lane) do update set closed_at = excluded.closed_at");
        assertCleared(AlarmCause.BELLS_UNANSWERED);
        world.clock.pass(Duration.ofMinutes(10));
        assertRaisedOnce(SAFE, AlarmCause.BELLS_UNANSWERED);
    }

    @Test
    void aLeaseThatNobodyEndedIsFound() {
        world.admit("1", "K", SAFE);
        world.claim(world.bell());
        world.clock.pass(World.LEASE.plusSeconds(59));
        assertThat(look().raised()).isEmpty();
        world.clock.pass(Duration.ofSeconds(1));
        assertRaisedOnce(SAFE, AlarmCause.LEASES_OVERDUE);

        ring();
        assertCleared(AlarmCause.LEASES_OVERDUE);
    }

    @Test
    void aNoticeThatIsNotSubmittedIsFound() {
        ended("1", SAFE, Conclusion.Parked.unanswered("PARTY_REFUSED", "no"));
        look();
        world.clock.pass(Duration.ofMinutes(10));
        assertRaisedOnce(SAFE, AlarmCause.NOTICES_OVERDUE);

        OwedNotice owed = world.ledger.deliveries().owedNotices(MOST).get(0);
        world.ledger.deliveries().noticeSubmitted(owed.delivery(), owed.kind());
        assertCleared(AlarmCause.NOTICES_OVERDUE);
    }

    /** It is told now and not again, and stands. */
    private void assertRaisedOnce(PartyId lane, AlarmCause cause) {
        assertThat(look().raised())
                .extracting(Alarm::lane, Alarm::cause, Alarm::count)
                .containsExactly(tuple(lane, cause, 1L));
        assertThat(look()).isEqualTo(new Look(List.of(), List.of()));
        assertThat(world.ledger.watchdog().alarms()).extracting(Alarm::cause).contains(cause);
    }

    /** Its end is told, and it stands no more. */
    private void assertCleared(AlarmCause cause) {
        assertThat(look().cleared()).extracting(Alarm::cause).containsExactly(cause);
        assertThat(look()).isEqualTo(new Look(List.of(), List.of()));
        assertThat(world.ledger.watchdog().alarms()).extracting(Alarm::cause).doesNotContain(cause);
    }

    private void ring() {
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        world.rung();
    }

    /** Everything that is rung for is tried. */
    private void turn(Function<String, Conclusion.End> ends) {
        world.clock.pass(Duration.ofSeconds(80));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        for (List<Bell> bells = world.rung(); !bells.isEmpty(); bells = world.rung()) {
            world.ledger
                    .deliveries()
                    .claim(bells, World.LEASE)
                    .forEach(claim ->
                            world.conclude(claim, ends.apply(claim.record().id())));
        }
    }

    private int attempts(String record) {
        return Postgres.rows(world.source, "select attempt from heads where id = '" + record + "'").stream()
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private Look look() {
        return world.ledger.watchdog().look(world.clock.instant());
    }

    private void ended(String id, PartyId lane, Conclusion.End end) {
        world.admit(id, "K" + id, lane);
        ClaimedDelivery claim = world.claim(world.bell());
        world.keepSent(claim.id(), claim.token(), World.original(claim));
        world.conclude(claim, end);
    }
}

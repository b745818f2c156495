package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tongqu.ledger.setup.NodeRun;
import org.tongqu.record.Digest;
import org.tongqu.record.alarm.Alarm;
import org.tongqu.record.alarm.AlarmCause;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.port.LeftFiles;
import org.tongqu.record.port.LeftFiles.Left;
import org.tongqu.record.port.PickUpLedger;
import org.tongqu.record.port.PickUpLedger.Lease;
import org.tongqu.record.port.PickUpLedger.Quarantined;
import org.tongqu.record.port.PickUpLedger.Standing;

/** What is remembered of pick-ups. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PickUpsIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final World world = new World();
    private final PostgresLedger elsewhere = world.node(new NodeRun("there", "run"), world.source);
    private final PickUpLedger here = world.ledger.pickUps();
    private final PickUpLedger there = elsewhere.pickUps();

    @AfterAll
    void close() {
        elsewhere.close();
        world.close();
    }

    @Test
    void oneNodeLooksAtATimeUntilItsLeaseEndsOrIsGivenBack() {
        Lease first = here.lease(World.SAFE, MINUTE).orElseThrow();
        assertThat(there.lease(World.SAFE, MINUTE)).isEmpty();
        world.clock.pass(Duration.ofSeconds(30));
        assertThat(here.lease(World.SAFE, MINUTE).orElseThrow())
                .isEqualTo(new Lease(
                        World.SAFE, first.token(), world.clock.instant().plus(MINUTE)));
        world.clock.pass(MINUTE);

        Lease second = there.lease(World.SAFE, MINUTE).orElseThrow();

        assertThat(second.token()).isEqualTo(first.token() + 1);
        here.release(first);
        assertThat(here.lease(World.SAFE, MINUTE))
                .as("it was another's by then")
                .isEmpty();
        there.release(second);
        assertThat(here.lease(World.SAFE, MINUTE).orElseThrow().token()).isEqualTo(second.token() + 1);
        assertThat(there.lease(World.OTHER, MINUTE)).as("another party's place").isPresent();
    }

    @Test
    void aPlaceIsAwayOnceAndBackOnceAndAnAlarmMeanwhile() {
        assertThat(here.back(World.UNSAFE)).isEmpty();
        Instant since = world.clock.instant();
        assertThat(here.away(World.UNSAFE, "FRONT_DATABASE_AWAY")).isTrue();
        world.clock.pass(MINUTE);
        assertThat(there.away(World.UNSAFE, "FRONT_DATABASE_AWAY")).isFalse();

        assertThat(alarms(AlarmCause.PICK_UP_AWAY))
                .extracting(Alarm::lane, Alarm::oldest)
                .containsExactly(tuple(World.UNSAFE, since));
        assertThat(here.back(World.UNSAFE)).contains(since);
        assertThat(here.back(World.UNSAFE)).isEmpty();
        assertThat(alarms(AlarmCause.PICK_UP_AWAY)).isEmpty();
    }

    @Test
    void aNameStandsForItsFirstContentOnAllNodes() {
        Digest one = Digest.of(new byte[32]);
        Digest other = new Digest("sm3:" + "1".repeat(64));
        assertThat(world.ledger.fileNames().isNameOf(World.SAFE, "a.csv", one)).isTrue();
        assertThat(elsewhere.fileNames().isNameOf(World.SAFE, "a.csv", one)).isTrue();
        assertThat(elsewhere.fileNames().isNameOf(World.SAFE, "a.csv", other)).isFalse();
        assertThat(world.ledger.fileNames().isNameOf(World.SAFE, "a.csv", one)).isTrue();
        assertThat(elsewhere.fileNames().isNameOf(World.OTHER, "a.csv", other))
                .as("another party's")
                .isTrue();
    }

    @Test
    void filesThatWereLeftAreToldOfDayByDay() {
        LocalDate today = BeijingTime.dayOf(world.clock.instant());
        Left file = new Left("a.csv", Digest.of(new byte[32]), 7);
        world.ledger.leftFiles().left(World.SAFE, file);
        world.clock.pass(Duration.ofDays(2));
        elsewhere.leftFiles().left(World.SAFE, file);

        LeftFiles left = elsewhere.leftFiles();
        assertThat(left.named(World.SAFE, "a.csv")).contains(file);
        assertThat(left.of(World.SAFE, today)).as("the first day counts").containsExactly(file);
        assertThat(left.untold(World.SAFE, today.plusDays(2))).containsExactly(today, today.plusDays(1));
        left.told(World.SAFE, today);
        left.told(World.SAFE, today);
        assertThat(left.untold(World.SAFE, today.plusDays(2))).containsExactly(today.plusDays(1));
        assertThat(left.untold(World.OTHER, today)).containsExactly(today.minusDays(1));
    }

    @Test
    void whatIsRefusedStandsUntilItIsTaken() {
        Instant first = world.clock.instant();
        here.refused(World.PULL, List.of(refused("T 1", "a"), refused("T 2", "b")));
        world.clock.pass(MINUTE);
        here.refused(World.PULL, List.of(refused("T 1", "c")));

        assertThat(here.refusals(10))
                .containsExactly(
                        new Standing(World.PULL, refused("T 1", "c"), first, world.clock.instant(), 2),
                        new Standing(World.PULL, refused("T 2", "b"), first, first, 1));
        assertThat(here.refusals(1)).hasSize(1);
        assertThat(alarms(AlarmCause.PICK_UP_REFUSED)).extracting(Alarm::count).containsExactly(2L);
        world.clock.pass(Duration.ofDays(1).minus(MINUTE));
        assertThat(alarms(AlarmCause.PICK_UP_REFUSED))
                .as("an alarm for a day, and a list for longer")
                .extracting(Alarm::count)
                .containsExactly(1L);
        assertThat(here.refusals(10)).hasSize(2);
        here.taken(World.PULL, List.of("T 1", "T 9"));
        assertThat(here.refusals(10)).extracting(one -> one.message().where()).containsExactly("T 2");
        here.taken(World.OTHER, List.of("T 2"));
        assertThat(here.refusals(10)).as("another party's").hasSize(1);
        here.taken(World.PULL, List.of("T 2"));
        assertThat(alarms(AlarmCause.PICK_UP_REFUSED)).isEmpty();
    }

    @Test
    void aConfirmationIsNotedOnceAndAnObjectionOwesOneNoticeToWhoeverSentTheRecord() {
        world.admit("r-1", "C-OBJ", World.SAFE);
        DeliveryId delivery =
                new DeliveryId(Postgres.rows(world.source, "select replace(delivery_id::text, '-', '') from deliveries")
                        .get(0));

        assertThat(here.confirmed(World.OTHER, delivery)).as("not theirs").isEmpty();
        assertThat(here.confirmed(World.SAFE, delivery)).isPresent();
        assertThat(there.confirmed(World.SAFE, delivery)).isPresent();
        assertThat(Postgres.rows(world.source, "select count(*) from timeline where code = 'CONFIRMED'"))
                .containsExactly("1");
        assertThat(here.objected(World.OTHER, delivery, "PARTNER_OBJECTED", "缺列"))
                .as("not theirs")
                .isEmpty();
        assertThat(here.objected(World.SAFE, delivery, "PARTNER_OBJECTED", "缺列"))
                .hasValueSatisfying(record -> assertThat(record.id()).isEqualTo("r-1"));
        assertThat(here.objected(World.SAFE, delivery, "PARTNER_OBJECTED", "缺列"))
                .isPresent();

        assertThat(world.ledger.deliveries().owedNotices(10)).singleElement().satisfies(notice -> {
            assertThat(notice.delivery()).isEqualTo(delivery);
            assertThat(notice.kind()).isEqualTo("refused");
            assertThat(notice.reason()).isEqualTo("缺列");
            assertThat(notice.code()).isEqualTo("PARTNER_OBJECTED");
        });
        assertThat(here.objected(World.SAFE, new DeliveryId("0".repeat(32)), "PARTNER_OBJECTED", "?"))
                .isEqualTo(Optional.empty());
    }

    private List<Alarm> alarms(AlarmCause cause) {
        world.ledger.watchdog().look(world.clock.instant());
        return world.ledger.watchdog().alarms().stream()
                .filter(alarm -> alarm.cause() == cause)
                .toList();
    }

    private static Quarantined refused(String where, String digest) {
        return new Quarantined(where, "T", digest, "UNTRANSLATABLE", "/a This field is missing.");
    }
}

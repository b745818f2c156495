package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tongqu.ledger.World.LEASE;
import static org.tongqu.ledger.World.OTHER;
import static org.tongqu.ledger.World.SAFE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;

/** More heads than the sweep walks over in one round. */
class BacklogIT {
    private static final int MANY = 25_000;
    private static final int ROUNDS_OF_A_WALK = 3;
    private static final int MOST = 1_000;

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void behindThousandsOfHeadsAPassedLeaseIsFoundWithinOneWalk() {
        fill(OTHER, MANY);
        open(OTHER);
        world.admit("1", "K", SAFE);
        ClaimedDelivery hung = world.claim(world.bell());
        world.clock.pass(LEASE);

        int rung = 0;
        for (int i = 0; i < ROUNDS_OF_A_WALK; i++) {
            rung += sweep();
        }

        assertThat(rung).isEqualTo(1);
        ClaimedDelivery again = world.claim(world.bell());
        assertThat(again.id()).isEqualTo(hung.id());
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    void aLaneWithThousandsOfHeadsHasNoMoreBellsThanItMayAndThoseThatGotLostAreRungAgain() {
        world.outstanding = 1_500;
        fill(SAFE, MANY);
        Set<DeliveryId> first = rungInRounds(10);
        assertThat(first).hasSize(1_500);

        world.clock.pass(Duration.ofSeconds(29));
        assertThat(rungInRounds(2 * ROUNDS_OF_A_WALK)).isEmpty();
        world.clock.pass(Duration.ofSeconds(2));
        assertThat(rungInRounds(2 * ROUNDS_OF_A_WALK)).isEqualTo(first);
    }

    @Test
    void whatThousandsWaitForIsProbedByTheOneThatWasTriedLeast() {
        fill(SAFE, MANY);
        open(SAFE);
        Postgres.rows(world.source, "update lanes set probe_at = '" + World.START + "'");
        Postgres.rows(world.source, "update heads set attempt = 1 where number <> 1 or key_id <> 4711");
        sweep();
        assertThat(world.bell().delivery().bits().getLeastSignificantBits()).isEqualTo(4_711);
    }

    @Test
    void aLaneFullOfParkedDeliveriesStillDeliversTheOthers() {
        world.outstanding = 1;
        fill(SAFE, MANY);
        Postgres.rows(world.source, "update heads set state = 'PARKED' where key_id < " + MANY);
        assertThat(sweep()).isEqualTo(1);
        assertThat(world.bell().delivery().bits().getLeastSignificantBits()).isEqualTo(MANY);
    }

    /** Or the table of heads would grow with every attempt, and each claim would write into five indexes. */
    @Test
    void claimsRingsAndRetriesStayOnTheirPage() {
        for (int i = 0; i < 200; i++) {
            world.admit("r" + i, "R" + i, SAFE);
        }
        List<ClaimedDelivery> claimed = world.ledger.deliveries().claim(world.rung(), LEASE);
        assertThat(claimed).hasSize(200);
        claimed.forEach(c -> world.conclude(c, new Conclusion.WithoutReceipt("no receipt")));
        world.clock.pass(Duration.ofSeconds(2));
        assertThat(sweep()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30)).until(() -> updates("n_tup_upd") >= 600);
        assertThat(updates("n_tup_hot_upd"))
                .as("but for those whose page is full")
                .isGreaterThan(updates("n_tup_upd") * 3 / 4);
    }

    private long updates(String counter) {
        return Long.parseLong(
                Postgres.rows(world.source, "select " + counter + " from pg_stat_user_tables where relname = 'heads'")
                        .get(0));
    }

    private Set<DeliveryId> rungInRounds(int rounds) {
        List<DeliveryId> rung = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            sweep();
            world.rung().stream().map(Bell::delivery).forEach(rung::add);
        }
        Set<DeliveryId> different = new HashSet<>(rung);
        assertThat(different).hasSameSizeAs(rung);
        return different;
    }

    private int sweep() {
        return world.ledger.deliveries().sweep(world.clock.instant(), MOST);
    }

    private void open(PartyId lane) {
        Postgres.rows(
                world.source,
                "insert into lanes (lane, open_since, probe_at, failures) values ('" + lane + "', '" + World.START
                        + "', '" + World.START.plus(Duration.ofDays(1)) + "', 1)");
    }

    /** Heads without records: they are rung for and not claimed. The delivery's id is the key's number. */
    private void fill(PartyId lane, int heads) {
        Postgres.rows(
                world.source,
                """
                insert into heads (lane, key_id, delivery_id, record_no, number, behind, priority, sender, id, type, accepted_at,
                    deadline, earliest_deadline, state, dispatch)
                select '%s', i, lpad(to_hex(i), 32, '0')::uuid, i, 1, 0, 0, '990101.window', 'f' || i, 'case.accepted', '%s',
                    '%s', '%s', '%s', 0 from generate_series(1, %d) i
                """
                        .formatted(
                                lane,
                                World.START,
                                World.START.plus(Duration.ofDays(30)),
                                World.START.plus(Duration.ofDays(30)),
                                DeliveryState.ACCEPTED,
                                heads));
    }
}

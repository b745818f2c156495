package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tongqu.ledger.World.LEASE;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.delivered;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;

/** What is done to some heads of many while the database still takes their table for empty, as it does whenever a backlog follows a calm. */
class StaleStatisticsIT {
    private static final int MOST = 1000;
    private static final int MANY = 600;
    private static final int BELLS = 3;
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void noMoreBellsAreRungThanThereIsRoomFor() {
        backlogAfterACalm();
        claimed(world.rung()).forEach(claim -> world.conclude(claim, delivered()));

        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(world.rung()).hasSize(BELLS);
    }

    @Test
    void aPartyThatIsAwayIsProbedByOneDelivery() {
        backlogAfterACalm();
        claimed(world.rung()).forEach(claim -> world.conclude(claim, new Conclusion.Away("CONNECT", "refused", null)));

        world.clock.pass(Duration.ofMinutes(2));
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(world.rung()).hasSize(1);
    }

    @Test
    void oneDeliveryGoesAlone() {
        world.outstanding = 2000;
        calm();
        admit("b", 13);
        assertThat(claimed(world.rung())).hasSize(13);
        try (PostgresLedger next = world.node("node-2", world.source)) {
            next.deliveries().recover(world.clock.instant());
            next.deliveries().sweep(world.clock.instant(), MOST);
            assertThat(world.rung()).hasSize(1);
        }
    }

    @Test
    void whatIsNotEmptyAnyMoreIsCountedAgain() {
        calm();
        assertThat(believed()).isLessThan(1_000);
        admit("b", 1_000);
        world.ledger.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(believed()).isEqualTo(1_000);
    }

    private int believed() {
        return Integer.parseInt(
                Postgres.rows(world.source, "select reltuples::int from pg_class where oid = 'heads'::regclass")
                        .get(0));
    }

    private void backlogAfterACalm() {
        calm();
        world.outstanding = BELLS;
        admit("b", MANY);
    }

    /** There was traffic, there is none any more, and that is what the statistics say. */
    private void calm() {
        admit("a", MANY);
        claimed(world.rung()).forEach(claim -> world.conclude(claim, delivered()));
        Postgres.rows(world.source, "analyze heads");
    }

    private void admit(String prefix, int many) {
        world.ledger
                .admissions()
                .admit(IntStream.range(0, many)
                        .mapToObj(i -> world.admission(prefix + i, prefix + "-K" + i, SAFE))
                        .toList());
    }

    private List<ClaimedDelivery> claimed(List<Bell> bells) {
        return world.ledger.deliveries().claim(bells, LEASE);
    }
}

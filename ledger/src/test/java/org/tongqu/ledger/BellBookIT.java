package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tongqu.ledger.World.OTHER;
import static org.tongqu.ledger.World.PULL;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.UNSAFE;
import static org.tongqu.ledger.World.delivered;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.setup.NodeRun;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryId;

/** What the ledger makes of the bells that lie in the broker when a process starts. */
class BellBookIT {
    private static final int MOST = 1000;
    private static final Duration LONG_AGO = Duration.ofMinutes(1);
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void bellsThatLieWhereTheLedgerBelievesThemMatch() {
        world.admit("1", "K1", SAFE, OTHER);
        world.admit("2", "K2", SAFE);
        List<Bell> bells = world.rung();

        assertThat(bells).hasSize(3);
        assertThat(rungLanes()).containsExactlyInAnyOrder(SAFE, OTHER);
        assertThat(compare(bells)).isEqualTo(new BellTally(3, 0, 0, 0, 0));
        List<Bell> twice = new ArrayList<>(bells);
        twice.addAll(bells);
        assertThat(compare(twice)).isEqualTo(new BellTally(3, 0, 0, 0, 0));
    }

    @Test
    void whatWasRungLongBeforeTheEndIsMissingAndWhatWasRungJustThenIsRecent() {
        world.admit("1", "K1", SAFE);
        world.admit("2", "K2", SAFE);
        Bell kept = world.rung().get(0);
        assertThat(compare(List.of(kept))).isEqualTo(new BellTally(1, 0, 0, 1, 0));

        world.clock.pass(LONG_AGO);
        world.admit("3", "K3", OTHER);
        assertThat(compare(List.of(kept))).isEqualTo(new BellTally(1, 0, 1, 1, 0));
        assertThat(compare(List.of())).isEqualTo(new BellTally(0, 0, 2, 1, 0));
    }

    @Test
    void ofASharedBrokerNothingIsMissingSinceAnotherNodeMayHoldIt() {
        world.admit("1", "K1", SAFE);
        world.clock.pass(LONG_AGO);
        world.admit("2", "K2", OTHER);
        world.rung();
        try (PostgresLedger sharing =
                world.node(LedgerSettings.defaults(new NodeRun("there", "1")).withSharedBroker(true), world.source)) {
            assertThat(sharing.bellBook().compare(World.lanes(), List.of(), soon()))
                    .isEqualTo(new BellTally(0, 0, 0, 2, 0));
        }
    }

    @Test
    void theLastClaimTellsTooHowLongTheRunBeforeLived() {
        world.admit("1", "K1", SAFE);
        world.admit("2", "K2", OTHER);
        Bell lost = ring(SAFE);
        world.clock.pass(LONG_AGO);
        world.claim(ring(OTHER));

        assertThat(compare(List.of())).isEqualTo(new BellTally(0, 0, 1, 0, 0));
        assertThat(compare(List.of(lost))).isEqualTo(new BellTally(1, 0, 0, 0, 0));
    }

    @Test
    void answeredBellsAndThoseFollowedByAnotherAreStale() {
        world.admit("1", "K1", SAFE);
        world.admit("2", "K1", SAFE);
        world.admit("3", "K3", OTHER);
        world.admit("4", "K4", UNSAFE);
        Bell delivered = ring(SAFE);
        Bell claimed = ring(UNSAFE);
        Bell again = ring(OTHER);
        world.rung();
        assertThat(world.conclude(world.claim(delivered), delivered())).isTrue();
        Bell next = world.bell();
        world.claim(claimed);
        assertThat(world.conclude(world.claim(again), new Conclusion.WithoutReceipt("200 OK")))
                .isTrue();
        world.clock.pass(Duration.ofSeconds(2));
        assertThat(world.ledger.deliveries().sweep(world.clock.instant(), MOST)).isEqualTo(1);
        Bell newer = world.bell();
        assertThat(newer.dispatch()).isEqualTo(2);

        assertThat(compare(List.of(delivered, next, claimed, again, newer))).isEqualTo(new BellTally(2, 3, 0, 0, 0));
    }

    @Test
    void whatTheLedgerNeverRangForIsImpossible() {
        world.admit("1", "K1", SAFE);
        world.admit("2", "K1", SAFE);
        Bell bell = world.bell();
        DeliveryId behind = new DeliveryId(Postgres.rows(
                        world.source, "select replace(delivery_id::text, '-', '') from deliveries where number = 2")
                .get(0));

        assertThat(compare(List.of(
                        bell,
                        new Bell(SAFE, bell.delivery(), 2),
                        new Bell(OTHER, bell.delivery(), 1),
                        new Bell(SAFE, behind, 1),
                        new Bell(SAFE, new DeliveryId("f".repeat(32)), 1))))
                .isEqualTo(new BellTally(1, 0, 0, 0, 4));
    }

    @Test
    void nothingIsMissingInLanesThatForgetBells() {
        world.admit("1", "K1", SAFE);
        world.admit("2", "K2", SAFE);
        world.admit("3", "K3", PULL);
        List<Bell> bells = world.rung();
        ClaimedDelivery claim = world.claim(bells.get(0));
        assertThat(world.conclude(claim, new Conclusion.Away("CONNECT_FAILED", "refused", null)))
                .isTrue();
        world.clock.pass(LONG_AGO);
        world.admit("4", "K4", OTHER);
        Bell other = world.bell();

        assertThat(rungLanes()).containsExactly(OTHER);
        assertThat(compare(List.of(other))).isEqualTo(new BellTally(1, 0, 0, 0, 0));
    }

    @Test
    void whatThisRunRangIsItsOwn() {
        world.admit("1", "K1", SAFE);
        Instant before = world.clock.instant();
        world.rung();
        assertThat(world.ledger.bellBook().rungLanes(before)).isEmpty();
        assertThat(world.ledger.bellBook().compare(World.lanes(), List.of(), before))
                .isEqualTo(BellTally.EMPTY);
    }

    @Test
    void onlyOfLanesThatWereLookedIntoAnythingIsMissing() {
        world.admit("1", "K1", SAFE);
        world.admit("2", "K2", OTHER);
        world.rung();
        assertThat(world.ledger.bellBook().compare(List.of(OTHER), List.of(), soon()))
                .isEqualTo(new BellTally(0, 0, 0, 1, 0));
    }

    private Bell ring(PartyId lane) {
        return world.bells.stream()
                .filter(bell -> bell.lane().equals(lane))
                .findFirst()
                .orElseThrow();
    }

    private Set<PartyId> rungLanes() {
        return world.ledger.bellBook().rungLanes(soon());
    }

    private BellTally compare(List<Bell> found) {
        return world.ledger.bellBook().compare(World.lanes(), found, soon());
    }

    private Instant soon() {
        return world.clock.instant().plusMillis(1);
    }
}

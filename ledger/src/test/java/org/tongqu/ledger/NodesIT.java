package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tongqu.ledger.World.LEASE;
import static org.tongqu.ledger.World.OTHER;
import static org.tongqu.ledger.World.PULL;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.delivered;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.setup.NodeRun;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Portion;

/** Two nodes on one ledger: what each may think of the other's claims, and what both do when one has died. */
class NodesIT {
    private static final int MOST = 1000;
    private final World world = new World();
    private final PostgresLedger there = world.node(new NodeRun("there", "1"), world.source);

    @AfterEach
    void close() {
        there.close();
        world.close();
    }

    @Test
    void aNodeThatStartsAgainDecidesOverItsOwnClaimsAndLeavesThoseOfTheOther() {
        world.admit("1", "K1", SAFE);
        claim(world.ledger, world.bell());
        world.admit("2", "K2", SAFE);
        ClaimedDelivery theirs = claim(there, world.bell()).get(0);

        try (PostgresLedger again = world.node(new NodeRun("here", "2"), world.source)) {
            assertThat(again.deliveries().recover(world.clock.instant())).isEqualTo(1);
            assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.WAITING);
            assertThat(world.state("2", SAFE)).isEqualTo(DeliveryState.SENDING);
            World.conclude(there, theirs, delivered());
            assertThat(world.state("2", SAFE)).isEqualTo(DeliveryState.DELIVERED);
        }
    }

    @Test
    void aNodeThatStartsAgainTouchesNeitherLeasesOfTheOtherNorBellsInTheirBroker() {
        world.admit("1", "K1", PULL);
        there.deliveries().lease(PULL, Portion.of(1), Duration.ofHours(1));
        world.admit("2", "K2", SAFE);
        world.rung();

        try (PostgresLedger again =
                world.node(LedgerSettings.defaults(new NodeRun("here", "2")).withSharedBroker(true), world.source)) {
            again.deliveries().recover(world.clock.instant());
            again.deliveries().sweep(world.clock.instant(), MOST);
            assertThat(world.rung()).isEmpty();
            assertThat(
                            Postgres.rows(
                                    world.source,
                                    "select extract(epoch from lease_until - claimed_at)::int from heads where state = 'SENDING'"))
                    .containsExactly("3600");
            world.clock.pass(Duration.ofSeconds(31));
            again.deliveries().sweep(world.clock.instant(), MOST);
            assertThat(world.rung()).as("taken for lost").hasSize(1);
        }
    }

    @Test
    void overWhatOneNodeDiedGoesAloneOnEveryNode() {
        world.admit("1", "K1", SAFE);
        world.admit("2", "K2", OTHER);
        world.rung().forEach(bell -> claim(world.ledger, bell));
        world.admit("3", "K3", SAFE);
        Bell innocent = world.bell();

        try (PostgresLedger again = world.node(new NodeRun("here", "2"), world.source)) {
            again.deliveries().recover(world.clock.instant());
            again.deliveries().sweep(world.clock.instant(), MOST);
            Bell alone = world.bell();

            // The other has not seen yet that a node has died: what it died over is not for those who do not know that.
            assertThat(claim(there, alone)).isEmpty();
            there.deliveries().sweep(world.clock.instant(), MOST);
            assertThat(world.rung()).as("one at a time, on all nodes together").isEmpty();
            assertThat(claim(there, innocent)).isEmpty();
            World.conclude(there, claim(there, alone).get(0), delivered());

            World.conclude(again, claim(again, world.bell()).get(0), delivered());
            there.deliveries().sweep(world.clock.instant(), MOST);
            again.deliveries().sweep(world.clock.instant(), MOST);
            there.deliveries().sweep(world.clock.instant(), MOST);
            assertThat(world.rung().stream().flatMap(bell -> claim(there, bell).stream()))
                    .extracting(claimed -> claimed.record().id())
                    .containsExactly("3");
        }
    }

    @Test
    void aNodeThatStandsStillAtItsTurnHoldsNobodyUpAndIsolationEndsAllTheSame() throws SQLException {
        world.admit("1", "K1", SAFE);
        claim(world.ledger, world.bell());
        try (PostgresLedger again = world.node(new NodeRun("here", "2"), world.source);
                Connection frozen = world.source.getConnection()) {
            frozen.setAutoCommit(false);
            frozen.createStatement().execute("select pg_advisory_xact_lock(" + 0x746f_6e67_7175L + ")");
            again.deliveries().recover(world.clock.instant());
            there.deliveries().sweep(world.clock.instant(), MOST);
            assertThat(world.rung()).isEmpty();

            world.clock.pass(Duration.ofSeconds(31));
            there.deliveries().sweep(world.clock.instant(), MOST);
            there.deliveries().sweep(world.clock.instant(), MOST);
            assertThat(claim(there, world.bell())).hasSize(1);
            frozen.rollback();
        }
    }

    @Test
    void whatANodeDiedOverThatNeverComesBackIsTakenOverByTheOther() {
        world.admit("1", "K1", SAFE);
        claim(world.ledger, world.bell());
        try (PostgresLedger again = world.node(new NodeRun("here", "2"), world.source)) {
            again.deliveries().recover(world.clock.instant());
        }
        there.deliveries().sweep(world.clock.instant(), MOST);
        World.conclude(there, claim(there, world.bell()).get(0), delivered());
        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void aNodeThatStoodStillPastItsLeaseHasNothingMoreToSay() {
        world.admit("1", "K1", SAFE);
        ClaimedDelivery frozen = claim(world.ledger, world.bell()).get(0);
        world.clock.pass(LEASE.plusSeconds(1));
        there.deliveries().sweep(world.clock.instant(), MOST);
        ClaimedDelivery taken = claim(there, world.bell()).get(0);

        assertThat(World.conclude(world.ledger, frozen, delivered()))
                .as("its token is no longer the one")
                .isFalse();
        assertThat(World.conclude(there, taken, delivered())).isTrue();
        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.DELIVERED);
    }

    private static List<ClaimedDelivery> claim(PostgresLedger node, Bell bell) {
        return node.deliveries().claim(List.of(bell), LEASE);
    }
}

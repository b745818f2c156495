package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tongqu.ledger.World.LEASE;
import static org.tongqu.ledger.World.OTHER;
import static org.tongqu.ledger.World.PULL;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.UNSAFE;
import static org.tongqu.ledger.World.delivered;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.port.DeliveryLedger.AboutToSend;
import org.tongqu.record.port.DeliveryLedger.OwedNotice;

/** What becomes of deliveries over which the process dies: each new node finds what the one before left behind. */
class PoisonIT {
    private static final int MOST = 1000;
    private final World world = new World();
    private int nodes = 1;
    private PostgresLedger node = world.ledger;

    @AfterEach
    void close() {
        if (node != world.ledger) {
            node.close();
        }
        world.close();
    }

    @Test
    void whatKillsThreeTimesWhileAloneIsParkedAndWhatWasNearItIsNot() {
        world.admit("bad", "K1", SAFE);
        world.admit("near", "K2", SAFE);
        world.admit("other", "K3", OTHER);
        world.rung().forEach(this::claim);

        dieAndStart();
        for (int death = 1; death <= 3; death++) {
            String alone = tryAlone();
            while (!alone.equals("bad")) {
                alone = tryAlone();
            }
            assertThat(world.state("bad", SAFE)).isEqualTo(DeliveryState.SENDING);
            dieAndStart();
        }

        assertThat(world.state("bad", SAFE)).isEqualTo(DeliveryState.PARKED);
        assertThat(node.deliveries().owedNotices(MOST))
                .extracting(OwedNotice::code)
                .containsExactly("CRASHES_GATEWAY");
        for (String next = tryAlone(); !next.isEmpty(); next = tryAlone()) {
            assertThat(next).isNotEqualTo("bad");
        }
        assertThat(world.state("near", SAFE)).isEqualTo(DeliveryState.DELIVERED);
        assertThat(world.state("other", OTHER)).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void whileOneGoesAloneNothingElseIsRungForOrClaimed() {
        world.admit("1", "K1", SAFE);
        world.admit("2", "K2", SAFE);
        world.rung().forEach(this::claim);
        world.admit("0", "K0", SAFE);
        Bell stillInTheBroker = world.bell();
        dieAndStart();

        assertThat(claim(stillInTheBroker)).isEmpty();
        node.deliveries().sweep(world.clock.instant(), MOST);
        Bell first = world.bell();
        assertThat(claim(stillInTheBroker)).isEmpty();
        assertThat(node.admissions().admit(List.of(world.admission("3", "K3", SAFE))))
                .hasSize(1);
        node.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(world.rung()).isEmpty();
        ClaimedDelivery alone = claim(first).get(0);
        node.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(world.rung()).isEmpty();
        World.conclude(node, alone, delivered());

        World.conclude(node, claim(world.bell()).get(0), delivered());
        node.deliveries().sweep(world.clock.instant(), MOST);
        node.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(world.rung().stream().flatMap(bell -> claim(bell).stream()))
                .extracting(c -> c.record().id())
                .containsExactly("0", "3");
    }

    @Test
    void whatSurvivesItsTurnAloneStartsAnew() {
        world.admit("1", "K1", SAFE);
        claim(world.bell());
        for (int i = 0; i < 5; i++) {
            dieAndStart();
            node.deliveries().sweep(world.clock.instant(), MOST);
            ClaimedDelivery alone = claim(world.bell()).get(0);
            World.conclude(node, alone, new Conclusion.WithoutReceipt("200"));
            node.deliveries().sweep(world.clock.instant(), MOST);
            world.clock.pass(Duration.ofMinutes(2));
            node.deliveries().sweep(world.clock.instant(), MOST);
            assertThat(claim(world.bell())).hasSize(1);
        }
        assertThat(world.state("1", SAFE)).isEqualTo(DeliveryState.SENDING);
    }

    @Test
    void isolationEndsAfterHalfAMinuteAndPassesOverPartiesThatAreAway() {
        world.admit("1", "K1", SAFE);
        world.admit("2", "K2", OTHER);
        List<Bell> bells = world.rung();
        bells.forEach(this::claim);
        dieAndStart();
        node.deliveries().sweep(world.clock.instant(), MOST);
        ClaimedDelivery hanging = claim(world.bell()).get(0);
        world.clock.pass(Duration.ofSeconds(31));
        node.deliveries().sweep(world.clock.instant(), MOST);
        node.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(world.rung())
                .extracting(Bell::lane)
                .doesNotContain(hanging.lane())
                .hasSize(1);
    }

    @Test
    void whatMayNotBeSentTwiceIsUnknownAndNotTriedAlone() {
        world.admit("1", "K1", UNSAFE);
        ClaimedDelivery claim = claim(world.bell()).get(0);
        world.keepSent(claim.id(), claim.token(), World.original(claim));
        dieAndStart();
        assertThat(world.state("1", UNSAFE)).isEqualTo(DeliveryState.UNKNOWN);
        node.deliveries().sweep(world.clock.instant(), MOST);
        assertThat(world.rung()).isEmpty();
    }

    @Test
    void whatKillsWhileAnInboxAnswerIsMadeIsLeasedAloneAndParkedInTheEnd() {
        world.admit("good", "K0", PULL);
        world.admit("bad", "K1", PULL);
        node.deliveries().lease(PULL, Portion.of(10), LEASE);
        dieAndStart();
        for (int death = 1; death <= 3; death++) {
            ClaimedDelivery alone = leasedAlone();
            while (!alone.record().id().equals("bad")) {
                node.deliveries().keepSent(List.of(about(alone)));
                alone = leasedAlone();
            }
            dieAndStart();
        }
        assertThat(world.state("bad", PULL)).isEqualTo(DeliveryState.PARKED);
        assertThat(world.state("good", PULL)).isEqualTo(DeliveryState.SENDING);
    }

    private ClaimedDelivery leasedAlone() {
        List<ClaimedDelivery> leased = node.deliveries().lease(PULL, Portion.of(10), LEASE);
        assertThat(leased).hasSize(1);
        return leased.get(0);
    }

    private static AboutToSend about(ClaimedDelivery claim) {
        return new AboutToSend(claim.id(), claim.token(), World.original(claim), Set.of());
    }

    /** Lets the next one go alone and be delivered, unless it is the bad one; which it was, empty if none is left. */
    private String tryAlone() {
        node.deliveries().sweep(world.clock.instant(), MOST);
        List<Bell> rung = world.rung();
        if (rung.isEmpty()) {
            return "";
        }
        assertThat(rung).hasSize(1);
        ClaimedDelivery alone = claim(rung.get(0)).get(0);
        String id = alone.record().id();
        if (!id.equals("bad")) {
            World.conclude(node, alone, delivered());
        }
        return id;
    }

    private List<ClaimedDelivery> claim(Bell bell) {
        return node.deliveries().claim(List.of(bell), LEASE);
    }

    private void dieAndStart() {
        if (node != world.ledger) {
            node.close();
        }
        nodes++;
        node = world.node("node-" + nodes, world.source);
        node.deliveries().recover(world.clock.instant());
        world.rung();
    }
}

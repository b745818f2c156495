package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tongqu.ledger.World.OTHER;
import static org.tongqu.ledger.World.PULL;
import static org.tongqu.ledger.World.SAFE;
import static org.tongqu.ledger.World.WINDOW;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.RecordLedger.DeliveryView;
import org.tongqu.record.port.RecordLedger.Page;
import org.tongqu.record.port.RecordLedger.RecordView;

class RecordsIT {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theSenderSeesEveryDeliveryAReceiverItsOwnAndNobodyElseAnything() {
        Receipt receipt = world.admit("1", "K", SAFE, PULL);
        RecordId id = new RecordId(WINDOW, "1");

        RecordView all = world.ledger.records().find(id, WINDOW).orElseThrow();
        assertThat(all.deliveries()).extracting(DeliveryView::recipient).containsExactlyInAnyOrder(SAFE, PULL);
        assertThat(all.receipt()).isEqualTo(receipt.sealed());
        RecordView own = world.ledger.records().find(id, PULL).orElseThrow();
        assertThat(own.deliveries()).extracting(DeliveryView::recipient).containsExactly(PULL);
        assertThat(own.receipt()).isNull();
        assertThat(world.ledger.records().find(id, OTHER)).isEmpty();
        assertThat(world.ledger.records().list("K", OTHER, 10, null).records()).isEmpty();
        assertThat(world.ledger.records().trace("K", 10).get(0).deliveries()).hasSize(2);
    }

    @Test
    void aTimelineTellsEveryAttemptAndWhatThePartySaid() {
        world.admit("1", "K", SAFE);
        ClaimedDelivery claim = world.claim(world.bell());
        world.clock.pass(Duration.ofSeconds(1));
        world.conclude(claim, new Conclusion.WithoutReceipt("稍后"));
        DeliveryView waiting = view("1");
        assertThat(waiting.state()).isEqualTo(DeliveryState.WAITING);
        assertThat(waiting.words()).isEqualTo("稍后");
        assertThat(waiting.nextAt()).isAfter(world.clock.instant());
        world.clock.pass(Duration.ofSeconds(5));
        world.ledger.deliveries().sweep(world.clock.instant(), 100);
        world.conclude(world.claim(world.bell()), World.delivered());

        DeliveryView view = view("1");
        assertThat(view.state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(view.attempts()).isEqualTo(2);
        assertThat(view.nextAt()).isNull();
        assertThat(view.receipt()).isEqualTo(World.sealed("the party's receipt"));
        assertThat(view.timeline())
                .extracting(e -> e.state() + " " + e.attempt())
                .containsExactly("ACCEPTED 0", "SENDING 1", "WAITING 1", "SENDING 2", "DELIVERED 2");
    }

    private DeliveryView view(String id) {
        return world.ledger
                .records()
                .find(new RecordId(WINDOW, id), WINDOW)
                .orElseThrow()
                .deliveries()
                .get(0);
    }

    @Test
    void pagesOfABusinessKeyFollowEachOtherWithoutGapOrRepeat() {
        for (int i = 0; i < 7; i++) {
            world.admit("p" + i, "P", SAFE);
        }
        List<String> seen = new ArrayList<>();
        String after = null;
        do {
            Page page = world.ledger.records().list("P", SAFE, 3, after);
            assertThat(page.records()).hasSizeLessThanOrEqualTo(3);
            page.records().forEach(r -> seen.add(r.record().id()));
            after = page.next();
        } while (after != null);
        assertThat(seen).containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6");
        assertThatThrownBy(() -> world.ledger.records().list("P", SAFE, 3, "not a cursor"))
                .isInstanceOf(Rejection.class);
    }

    @Test
    void aRecordLiesInThePartitionOfItsMonth() {
        world.admit("m1", "M", SAFE);
        world.clock.pass(Duration.ofDays(31));
        world.admit("m2", "M", SAFE);
        assertThat(Postgres.rows(world.source, "select id from records_202603")).containsExactly("m1");
        assertThat(Postgres.rows(world.source, "select lane from deliveries_202604"))
                .containsExactly(SAFE.value());
        world.conclude(world.claim(world.bell()), World.delivered());
        assertThat(world.claim(world.bell()).record().id()).isEqualTo("m2");
    }

    @Test
    void aMonthThatWasNotMadeInTimeLosesNothingAndStopsNothing() {
        world.clock.pass(Duration.ofDays(200));
        world.admit("d1", "D", SAFE);
        assertThat(Postgres.rows(world.source, "select id from records_default"))
                .containsExactly("d1");
        world.ledger.makeMonths();
        world.ledger.deliveries().sweep(world.clock.instant(), 100);
        world.conclude(world.claim(world.bell()), World.delivered());
        assertThat(world.state("d1", SAFE)).isEqualTo(DeliveryState.DELIVERED);
    }
}

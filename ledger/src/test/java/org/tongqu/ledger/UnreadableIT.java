package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tongqu.ledger.World.LEASE;
import static org.tongqu.ledger.World.PULL;
import static org.tongqu.ledger.World.SAFE;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.port.DeliveryLedger.OwedNotice;

/** What rests was damaged: it cannot be decrypted any more. */
class UnreadableIT {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aBodyThatCannotBeOpenedIsParkedAndItsLaneGoesOn() {
        world.admit("bad", "K", SAFE);
        world.admit("good", "L", SAFE);
        damage("records", "body", "id = 'bad'");
        try (PostgresLedger reborn = world.node("node-2", world.source)) {
            assertThat(world.rung().stream().flatMap(bell -> reborn.deliveries().claim(List.of(bell), LEASE).stream()))
                    .extracting(c -> c.record().id())
                    .containsExactly("good");
        }
        assertThat(world.state("bad", SAFE)).isEqualTo(DeliveryState.PARKED);
        assertThat(world.state("good", SAFE)).isEqualTo(DeliveryState.SENDING);
        assertThat(world.ledger.deliveries().owedNotices(10)).singleElement().satisfies(notice -> {
            assertThat(notice.recordId()).isEqualTo("bad");
            assertThat(notice.code()).isEqualTo("GATEWAY_ERROR");
        });
    }

    @Test
    void aBodyThatCannotBeOpenedDoesNotKeepAnInboxFromTheOthers() {
        world.admit("bad", "K", PULL);
        world.admit("good", "L", PULL);
        damage("records", "body", "id = 'bad'");
        try (PostgresLedger reborn = world.node("node-2", world.source)) {
            assertThat(reborn.deliveries().lease(PULL, 10, LEASE))
                    .extracting(c -> c.record().id())
                    .containsExactly("good");
        }
        assertThat(world.state("bad", PULL)).isEqualTo(DeliveryState.PARKED);
    }

    @Test
    void aNoticeWhoseReasonCannotBeOpenedGoesWithoutIt() {
        world.admit("1", "K", SAFE);
        world.conclude(world.claim(world.bell()), new Conclusion.Parked("HTTP_422", "不收", null));
        damage("owed_notices", "words", "true");
        assertThat(world.ledger.deliveries().owedNotices(10))
                .extracting(OwedNotice::reason)
                .containsExactly("");
    }

    private void damage(String table, String column, String where) {
        Postgres.rows(
                world.source,
                "with damaged as (update %s set %s = set_byte(%s, 20, get_byte(%s, 20) # 255) where %s returning 1) select 1 from damaged"
                        .formatted(table, column, column, column, where));
    }
}

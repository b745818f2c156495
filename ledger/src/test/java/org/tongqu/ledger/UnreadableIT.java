package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tongqu.ledger.World.LEASE;
import static org.tongqu.ledger.World.PULL;
import static org.tongqu.ledger.World.SAFE;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.setup.NodeRun;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.BodyCipher;
import org.tongqu.record.port.DeliveryLedger;
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
            assertThat(reborn.deliveries().lease(PULL, Portion.of(10), LEASE))
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

    @Test
    void whatCannotBeOpenedWhileTheLedgerCannotBeAskedForItsKeyIsNotParked() {
        world.admit("1", "K1", SAFE);
        world.admit("2", "K2", SAFE);
        List<Bell> bells = world.rung();
        world.conclude(world.claim(bells.get(0)), new Conclusion.Parked("HTTP_422", "不收", null));
        BodyCipher withoutKey = new BodyCipher() {
            @Override
            public byte[] encrypt(byte[] plain, byte[] context) {
                throw new UnsupportedOperationException();
            }

            @Override
            public byte[] decrypt(byte[] sealed, byte[] context) {
                throw new LedgerUnavailable("no answer", new SQLException());
            }
        };
        try (PostgresLedger there = new PostgresLedger(
                new LedgerTables(world.source),
                LedgerSettings.defaults(new NodeRun("there", "1")),
                world.collaborators(withoutKey))) {
            DeliveryLedger deliveries = there.deliveries();
            assertThatThrownBy(() -> deliveries.claim(List.of(bells.get(1)), LEASE))
                    .isInstanceOf(LedgerUnavailable.class);
            assertThat(world.state("2", SAFE)).isEqualTo(DeliveryState.SENDING);
            assertThatThrownBy(() -> deliveries.owedNotices(10)).isInstanceOf(LedgerUnavailable.class);
        }
    }

    private void damage(String table, String column, String where) {
        Postgres.rows(
                world.source,
                "with damaged as (update %s set %s = set_byte(%s, 20, get_byte(%s, 20) # 255) where %s returning 1) select 1 from damaged"
                        .formatted(table, column, column, column, where));
    }
}

package org.tongqu.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tongqu.record.port.WrappedKeys;
import org.tongqu.record.port.WrappedKeys.WrappedKey;

class WrappedKeysIT {
    @Test
    void theFirstOfANameStaysAndAllAreFoundOldestFirst() {
        try (World world = new World()) {
            WrappedKeys keys = new LedgerTables(world.source).keys();
            WrappedKey july = new WrappedKey("data", "2026-07.b", "AA");
            WrappedKey august = new WrappedKey("data", "2026-08.a", "BB");
            assertThat(keys.add(july)).isTrue();
            assertThat(keys.add(august)).isTrue();
            assertThat(keys.add(new WrappedKey("data", "2026-07.b", "CC"))).isFalse();
            assertThat(keys.add(new WrappedKey("blind", "2026-07.b", "DD"))).isTrue();

            assertThat(new LedgerTables(world.source).keys().of("data")).containsExactly(july, august);
            assertThat(keys.of("nothing")).isEmpty();
        }
    }
}

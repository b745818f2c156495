package org.tongqu.ledger;

import java.util.UUID;
import java.util.random.RandomGenerator;
import org.tongqu.record.delivery.DeliveryId;

/** What must not be guessed: ids, tokens, salts. */
record Chance(RandomGenerator random) {
    UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    DeliveryId delivery() {
        return DeliveryId.of(uuid());
    }

    byte[] octets(int many) {
        byte[] octets = new byte[many];
        random.nextBytes(octets);
        return octets;
    }
}

package org.tongqu.ledger.vault;

import java.util.UUID;
import java.util.random.RandomGenerator;
import org.tongqu.record.delivery.DeliveryId;

/** What must not be guessed: ids, tokens, salts. */
public record Chance(RandomGenerator random) {
    public UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    public DeliveryId delivery() {
        return DeliveryId.of(uuid());
    }

    public byte[] octets(int many) {
        byte[] octets = new byte[many];
        random.nextBytes(octets);
        return octets;
    }
}

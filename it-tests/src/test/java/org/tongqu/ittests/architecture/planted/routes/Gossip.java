package org.tongqu.ittests.architecture.planted.routes;

import java.time.Instant;
import org.tongqu.ittests.architecture.planted.ledger.Secrets;

/** Breaks two rules of the house on purpose: it looks into another room, and at the clock on the wall. */
class Gossip {
    private final Secrets secrets;

    Gossip(Secrets secrets) {
        this.secrets = secrets;
    }

    String tell() {
        return secrets + " at " + Instant.now();
    }
}

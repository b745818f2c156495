package org.tongqu.routes.pickup;

import org.tongqu.record.port.PickUp;

/**
 * What lies at a party's place.
 *
 * @param turn whose
 * @param found what
 */
record LookedAt(Turn turn, PickUp.Found found) {
    boolean isEmpty() {
        return !hasSomething() && found.strays().isEmpty();
    }

    /** Whether something lies there that can be answered. */
    boolean hasSomething() {
        return !found.messages().isEmpty()
                || !found.objections().isEmpty()
                || !found.confirmations().isEmpty();
    }
}

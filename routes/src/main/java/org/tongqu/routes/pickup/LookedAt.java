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
        return found.messages().isEmpty() && found.objections().isEmpty();
    }
}

package org.tongqu.ledger.delivery;

import org.tongqu.record.PartyId;

/** A lane and key: where a head stands, and nothing else. */
record Place(PartyId lane, long keyId) {
    static Place of(Head head) {
        return new Place(head.lane(), head.keyId());
    }
}

package org.tongqu.adapters.dialect;

import java.util.List;

/**
 * What makes an envelope around a message that a partner's system sends us. Immutable.
 *
 * @param name what the ids of its records begin with: the call, and where several types come by one call, the event too
 * @param identity the partner's fields, below the table's root, that together tell one message from every other of its call, version
 *     included; not empty
 * @param time where in the data of the record it stands when it happened
 * @param subject where in the data of the record its business key stands
 */
public record Arrival(String name, List<FieldPath> identity, FieldPath time, FieldPath subject) {
    /** Copies the list. */
    public Arrival {
        identity = List.copyOf(identity);
    }
}

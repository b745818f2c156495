package org.tongqu.adapters.dialect;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes an envelope around a message that a partner's system sends us. Immutable.
 *
 * @param name what the ids of its records begin with: the call, and where several types come by one call, the event too; of a part the
 *     type of the record
 * @param identity the partner's fields, below the table's root, that together tell one message from every other of its call, version
 *     included; of a part those that tell its record from every other; not empty
 * @param time where in the data of the record it stands when it happened; null in a part that does not know, and where messages do not
 *     say: then it is when they came
 * @param subject where in the data of the record its business key stands
 * @param isPart whether the message is a part of a record only, see {@link Aggregation}
 * @param sharedWith the call by which the same is told too, so that what comes by either is a repeat of what came by the other; null if a
 *     message is one of its own call alone
 * @param discerning the partner's fields that tell one message from every other of the same identity and may not stand in an id as they
 *     are; one that is left out counts as empty
 */
public record Arrival(
        String name,
        List<FieldPath> identity,
        @Nullable FieldPath time,
        FieldPath subject,
        boolean isPart,
        @Nullable String sharedWith,
        List<FieldPath> discerning) {
    /** Copies the lists. */
    public Arrival {
        identity = List.copyOf(identity);
        discerning = List.copyOf(discerning);
    }

    /** Of messages that are of their own call alone. */
    public Arrival(String name, List<FieldPath> identity, @Nullable FieldPath time, FieldPath subject, boolean isPart) {
        this(name, identity, time, subject, isPart, null, List.of());
    }

    /** The same under another name. */
    public Arrival named(String other) {
        return new Arrival(other, identity, time, subject, isPart, sharedWith, discerning);
    }

    /** The same, told by that call too. */
    public Arrival sharedWith(String call) {
        return new Arrival(name, identity, time, subject, isPart, call, discerning);
    }

    /** The same, with these fields to tell apart what has the same identity. */
    public Arrival discernedBy(List<FieldPath> fields) {
        return new Arrival(name, identity, time, subject, isPart, sharedWith, fields);
    }
}

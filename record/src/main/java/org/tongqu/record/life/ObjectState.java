package org.tongqu.record.life;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where the life of a business object stands, as it is kept between its records.
 *
 * @param name the state, a word or code that tells nothing of a person
 * @param aliases other numbers under which the object is known elsewhere; it is found by them, too
 * @param facts what else decides what may come next; kept in the clear, so never anything confidential
 * @param awaited what has to come until when; null if nothing is late however long it takes
 */
public record ObjectState(String name, Set<String> aliases, ObjectNode facts, @Nullable Awaited awaited) {
    /** Copies the set. */
    public ObjectState {
        aliases = Set.copyOf(aliases);
    }
}

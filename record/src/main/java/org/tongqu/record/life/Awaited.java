package org.tongqu.record.life;

import java.time.Instant;
import java.util.Set;
import org.tongqu.record.PartyId;

/**
 * What comes next in the life of an object, of whom, and until when.
 *
 * @param what which limit runs, a word such as {@code reply}
 * @param of whose turn it is, that of any one of them; never empty
 * @param until after this moment it is overdue
 */
public record Awaited(String what, Set<PartyId> of, Instant until) {
    /** Copies the set. */
    public Awaited {
        of = Set.copyOf(of);
        if (of.isEmpty()) {
            throw new IllegalArgumentException("awaited of nobody");
        }
    }
}

package org.tongqu.routes.pickup;

import java.util.List;
import org.tongqu.record.port.PickUp.Verdict;

/**
 * What lay at a party's place, and what became of it; the party does not know yet.
 *
 * @param looked what
 * @param verdicts one for each message, in their order
 */
record Admitted(LookedAt looked, List<Verdict> verdicts) {
    /** Whether nothing could be decided about some of them. */
    boolean isHeldUp() {
        return verdicts.stream().anyMatch(Verdict.Left.class::isInstance);
    }
}

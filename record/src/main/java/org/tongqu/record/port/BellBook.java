package org.tongqu.record.port;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.BellTally;

/**
 * What the ledger believes of the bells in the broker, to be compared with what lies there after a start. Thread-safe; throws
 * {@link org.tongqu.record.failure.LedgerUnavailable} if the ledger cannot be reached.
 */
public interface BellBook {
    /**
     * Lanes whose queues should hold bells.
     *
     * @param before bells rung from then on are left out: they are this run's own
     */
    Set<PartyId> rungLanes(Instant before);

    /**
     * Classifies the bells that lie in the queues of these lanes, and finds those that should lie there too. A lane whose circuit
     * is open hears bells and forgets them, so nothing is missing there.
     *
     * @param lanes whose queues were looked into to their ends; of no other lane is anything found missing
     * @param found their bells
     * @param before as in {@link #rungLanes}; what was rung from then on is not missing
     */
    BellTally compare(Collection<PartyId> lanes, Collection<Bell> found, Instant before);
}

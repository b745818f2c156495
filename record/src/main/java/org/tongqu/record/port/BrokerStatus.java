package org.tongqu.record.port;

import java.util.Optional;
import org.tongqu.record.delivery.BellTally;

/** How the broker's bells compared with the ledger when this process started, for the status page. Thread-safe. */
public interface BrokerStatus {
    /** What was found; empty while the comparison is not done. */
    Optional<BellTally> compared();
}

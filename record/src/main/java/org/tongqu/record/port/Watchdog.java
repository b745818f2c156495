package org.tongqu.record.port;

import java.time.Instant;
import java.util.List;
import org.tongqu.record.alarm.Alarm;

/**
 * Finds what is stuck. Alarms are kept in the ledger: a restart raises none again, and of several nodes one tells. Thread-safe;
 * throws {@link org.tongqu.record.failure.LedgerUnavailable} if the ledger cannot be reached.
 */
public interface Watchdog {
    /** Looks once; empty if another node looks at this moment. */
    Look look(Instant now);

    /** What is stuck, as of the last look; by lane and cause. */
    List<Alarm> alarms();

    /**
     * What a look found new.
     *
     * @param raised alarms that started
     * @param cleared alarms that ended, as they were last seen
     */
    record Look(List<Alarm> raised, List<Alarm> cleared) {}
}

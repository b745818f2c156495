package org.tongqu.config.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.tongqu.record.port.LedgerStatus;

/**
 * The one place where the gauges, the status page and the operators' calls ask what waits. Counting a million takes the ledger a
 * second; so an answer stands for twenty times as long as it took to get, a minute at most. That is no time at all while little
 * waits. Thread-safe: who asks meanwhile waits for the same answer.
 */
public final class SparingStatus implements LedgerStatus {
    private static final int TIMES = 20;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final LedgerStatus ledger;
    private final Clock clock;
    private List<Waiting> latest = List.of();
    private Instant standsUntil = Instant.MIN;

    /** Asks this ledger. */
    public SparingStatus(LedgerStatus ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public boolean isReachable() {
        return ledger.isReachable();
    }

    @Override
    public synchronized List<Waiting> waiting() {
        Instant asked = clock.instant();
        if (!asked.isBefore(standsUntil)) {
            latest = ledger.waiting();
            Instant answered = clock.instant();
            Duration stands = Duration.between(asked, answered).multipliedBy(TIMES);
            standsUntil = answered.plus(stands.compareTo(LONGEST) < 0 ? stands : LONGEST);
        }
        return latest;
    }

    @Override
    public List<OpenCircuit> openCircuits() {
        return ledger.openCircuits();
    }
}

package org.tongqu.ittests.crash;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.tongqu.ittests.history.Verdict;

/**
 * What came of it.
 *
 * @param verdict the checker's
 * @param kills how many of which
 * @param recoveries from each kill to the tenth record accepted after it
 * @param load how long records were sent, outages included
 * @param deliveries the ledger's deliveries by state at the end
 */
public record CrashResult(
        Verdict verdict,
        Map<String, Integer> kills,
        List<Duration> recoveries,
        Duration load,
        Map<String, Long> deliveries) {
    /** Copies the collections. */
    public CrashResult {
        kills = Map.copyOf(kills);
        recoveries = List.copyOf(recoveries);
        deliveries = Map.copyOf(deliveries);
    }

    /** The longest recovery; zero if nothing was killed. */
    public Duration slowestRecovery() {
        return recoveries.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** Records accepted per second of load, outages included. */
    public double acceptedPerSecond() {
        return verdict.accepted() * 1e9 / load.toNanos();
    }
}

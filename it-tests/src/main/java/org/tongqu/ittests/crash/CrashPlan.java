package org.tongqu.ittests.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How often to kill, and under what load.
 *
 * @param folder for keys, data and logs; on a disk
 * @param history where the raw history is written
 * @param kills how many
 * @param seed the same seed gives the same records, targets and pauses; not the same interleaving
 * @param ratePerSecond of records while the gateway takes them
 * @param keys business keys that the records are spread over
 * @param senders connections
 * @param pauseLeast load between two kills, at least
 * @param pauseMost load between two kills, at most
 * @param options of the gateway's JVM
 */
public record CrashPlan(
        Path folder,
        Path history,
        int kills,
        long seed,
        int ratePerSecond,
        int keys,
        int senders,
        Duration pauseLeast,
        Duration pauseMost,
        List<String> options) {
    /** Copies the list. */
    public CrashPlan {
        options = List.copyOf(options);
    }

    /** So many kills with 3 to 7 s of load between them, 80 records a second on 40 keys over 8 connections. */
    public static CrashPlan of(Path folder, Path history, int kills, long seed) {
        return new CrashPlan(
                folder,
                history,
                kills,
                seed,
                80,
                40,
                8,
                Duration.ofSeconds(3),
                Duration.ofSeconds(7),
                List.of("-Xmx512m"));
    }
}

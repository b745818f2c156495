package org.tongqu.ittests.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.tongqu.ittests.nemesis.Injector;

/**
 * What to break, and under what load.
 *
 * @param folder for keys, data and logs; on a disk
 * @param history where the raw history is written
 * @param strikes one after the other
 * @param seed the same seed gives the same records, moments and pauses; not the same interleaving
 * @param ratePerSecond of records while the gateway takes them
 * @param keys business keys that the records are spread over
 * @param senders connections
 * @param pauseLeast load between two strikes, at least
 * @param pauseMost load between two strikes, at most
 * @param options of the gateway's JVM
 */
public record FaultPlan(
        Path folder,
        Path history,
        List<Injector> strikes,
        long seed,
        int ratePerSecond,
        int keys,
        int senders,
        Duration pauseLeast,
        Duration pauseMost,
        List<String> options) {
    /** Copies the lists. */
    public FaultPlan {
        strikes = List.copyOf(strikes);
        options = List.copyOf(options);
    }

    /** These strikes with 3 to 7 s of load between them, 80 records a second on 40 keys over 8 connections. */
    public static FaultPlan of(Path folder, Path history, List<Injector> strikes, long seed) {
        return new FaultPlan(
                folder,
                history,
                strikes,
                seed,
                80,
                40,
                8,
                Duration.ofSeconds(3),
                Duration.ofSeconds(7),
                List.of("-Xmx512m"));
    }

    /** The same with at most this much load between two strikes. */
    public FaultPlan pausing(Duration most) {
        return new FaultPlan(
                folder, history, strikes, seed, ratePerSecond, keys, senders, Duration.ZERO, most, options);
    }

    /** So many strikes: each kind once as long as there is room, then by chance. */
    public static List<Injector> chosen(List<Injector> kinds, int strikes, long seed) {
        Random random = new Random(seed);
        return Stream.concat(kinds.stream(), Stream.generate(() -> kinds.get(random.nextInt(kinds.size()))))
                .limit(strikes)
                .toList();
    }
}

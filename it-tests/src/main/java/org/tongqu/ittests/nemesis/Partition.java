package org.tongqu.ittests.nemesis;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tongqu.ittests.process.Packets;

/** No packet passes between the gateway and its database, or in one direction only. */
record Partition(String name, Duration least, Duration most) implements Injector {
    static final Partition FROM_POSTGRES =
            new Partition("partition-postgres", Duration.ofSeconds(4), Duration.ofSeconds(30));

    static final Partition FOR_A_MINUTE =
            new Partition("partition-minute", Duration.ofSeconds(60), Duration.ofSeconds(60));
    static final Partition FOR_TEN_MINUTES =
            new Partition("partition-ten-minutes", Duration.ofMinutes(10), Duration.ofMinutes(10));

    private static final Duration LEAST = Duration.ofSeconds(15);
    private static final Duration CAP = Duration.ofSeconds(60);

    /** The same, this long. */
    Partition lasting(Duration time) {
        return new Partition(name, time, time);
    }

    @Override
    public Optional<String> obstacle() {
        return Packets.obstacle();
    }

    @Override
    public void strike(Scene scene) {
        int port = port(scene);
        String there = "tcp dport " + port;
        String back = "tcp sport " + port;
        List<List<String>> directions = List.of(List.of(there, back), List.of(there), List.of(back));
        List<String> cut = directions.get(scene.random().nextInt(directions.size()));
        long before = System.nanoTime();
        try (Packets packets = Packets.drop(cut)) {
            scene.pause(scene.between(least, most));
            if (packets.dropped() == 0) {
                throw new IllegalStateException("no packet was dropped");
            }
            scene.progress().accept(name + ": " + cut + ", " + packets.dropped() + " packets dropped");
        }
        Duration outage = Duration.ofNanos(System.nanoTime() - before);
        scene.requireBackWithin(longest(outage), name);
        scene.brokenSince(before, name);
    }

    /** Twice the outage, and no more than a minute; what comes back at once may still have a time-out to wait for. */
    private static Duration longest(Duration outage) {
        Duration twice = outage.multipliedBy(2);
        return twice.compareTo(CAP) > 0 ? CAP : twice.compareTo(LEAST) < 0 ? LEAST : twice;
    }

    private static int port(Scene scene) {
        try {
            return scene.gateway().ledger().port();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tongqu.ittests.history.Event;
import org.tongqu.ittests.process.Strace;

/**
 * Every sync of gateway and database takes 200 ms more for a while: slow, but nothing else. Records are still accepted, 99 of 100 within
 * a third of what a sender waits, by a bounded number of threads, and nothing comes twice.
 */
record SlowSyncs(String name) implements Injector {
    static final SlowSyncs OF_BOTH = new SlowSyncs("slow-syncs");
    private static final Duration LONG = Duration.ofSeconds(6);
    private static final Duration FIRES = Duration.ofSeconds(20);
    private static final Duration MOST_OF_ALMOST_ALL = Duration.ofSeconds(5);
    private static final double ALMOST_ALL = 0.99;
    private static final int MOST_THREADS = 400;

    @Override
    public Optional<String> obstacle() {
        return Strace.obstacle();
    }

    @Override
    public void strike(Scene scene) {
        List<Long> pids = Stream.concat(
                        Stream.of(scene.gateway().pid()),
                        scene.gateway().postgres().stream().map(ProcessHandle::pid))
                .toList();
        long accepted = scene.accepted().getAsLong();
        int threads;
        long slow;
        try (Strace strace = Strace.onSyncs(pids, "delay_enter=200000", scene.folder())) {
            scene.await("a slow sync", FIRES, () -> strace.fired() > 0);
            slow = System.nanoTime();
            scene.pause(LONG);
            threads = scene.gateway().reading().threads();
            scene.progress()
                    .accept(name + ": " + strace.fired() + " syncs slowed down, "
                            + (scene.accepted().getAsLong() - accepted) + " records accepted meanwhile");
        }
        if (scene.accepted().getAsLong() == accepted) {
            throw new IllegalStateException("nothing was accepted while the disk was slow");
        }
        Duration most = almostAll(acceptances(scene.history().events(), slow, System.nanoTime()));
        scene.progress().accept(name + ": 99 % accepted within " + most.toMillis() + " ms, by " + threads + " threads");
        if (most.compareTo(MOST_OF_ALMOST_ALL) > 0 || threads > MOST_THREADS) {
            throw new IllegalStateException("the gateway does not cope with a slow disk");
        }
    }

    private static Duration almostAll(List<Long> nanos) {
        return Duration.ofNanos(nanos.get((int) (ALMOST_ALL * (nanos.size() - 1))));
    }

    /** How long records took until they were accepted, refusals for a while included, of those that were in this time; sorted. */
    private static List<Long> acceptances(List<Event> events, long from, long until) {
        Map<String, Long> invoked = new HashMap<>();
        List<Long> nanos = new ArrayList<>();
        for (Event event : events) {
            if (event instanceof Event.Invoke begun) {
                invoked.putIfAbsent(begun.record(), begun.at());
            } else if (event instanceof Event.Ok ok && from <= ok.at() && ok.at() <= until) {
                nanos.add(ok.at() - invoked.getOrDefault(ok.record(), ok.at()));
            }
        }
        nanos.sort(Comparator.naturalOrder());
        return nanos;
    }
}

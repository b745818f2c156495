package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tongqu.ittests.process.Strace;

/** Every sync of gateway and database takes 200 ms for a while: slow, but nothing else: records are still accepted, and nothing comes twice. */
record SlowSyncs(String name) implements Injector {
    static final SlowSyncs OF_BOTH = new SlowSyncs("slow-syncs");
    private static final Duration LONG = Duration.ofSeconds(6);
    private static final Duration FIRES = Duration.ofSeconds(20);

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
        try (Strace strace = Strace.onSyncs(pids, "delay_enter=200000", scene.folder())) {
            scene.await("a slow sync", FIRES, () -> strace.fired() > 0);
            scene.pause(LONG);
            scene.progress()
                    .accept(name + ": " + strace.fired() + " syncs slowed down, "
                            + (scene.accepted().getAsLong() - accepted) + " records accepted meanwhile");
        }
        if (scene.accepted().getAsLong() == accepted) {
            throw new IllegalStateException("nothing was accepted while the disk was slow");
        }
    }
}

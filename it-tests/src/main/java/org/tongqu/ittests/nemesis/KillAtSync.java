package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tongqu.ittests.process.Strace;

/** {@code SIGKILL} when a thread of the gateway, or a process of its database, is about to sync for the n-th time. */
record KillAtSync(String name, boolean gateway, int most) implements Injector {
    static final KillAtSync GATEWAY = new KillAtSync("sync-gateway", true, 100);
    static final KillAtSync POSTGRES = new KillAtSync("sync-postgres", false, 20);
    private static final Duration FIRES = Duration.ofSeconds(60);

    @Override
    public Optional<String> obstacle() {
        return Strace.obstacle();
    }

    @Override
    public void strike(Scene scene) {
        int when = 1 + scene.random().nextInt(most);
        List<Long> pids = gateway
                ? List.of(scene.gateway().pid())
                : scene.gateway().postgres().stream().map(ProcessHandle::pid).toList();
        long before = System.nanoTime();
        try (Strace strace = Strace.onSyncs(pids, "signal=SIGKILL:when=" + when, scene.folder())) {
            scene.await("a kill at sync " + when, FIRES, () -> strace.fired() > 0);
        }
        if (gateway) {
            // While strace is at it the gateway is slow: what arrived long before its end may not be confirmed yet.
            scene.gateway().awaitExit(FIRES);
            scene.brokenSince(before, name);
            scene.gateway().restart();
        } else {
            scene.awaitRecords();
            scene.brokenSince(before, name);
        }
    }
}

package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tongqu.ittests.process.Strace;

/**
 * Every sync of the gateway fails with {@code EIO}: the broker cannot keep what it is given. The gateway must not go on as a
 * zombie: not ready within 10 s, gone within 30 s, and nothing accepted any more from a second after it was not ready.
 */
record SyncFails(String name) implements Injector {
    static final SyncFails OF_GATEWAY = new SyncFails("sync-fails");
    private static final Duration NOT_READY = Duration.ofSeconds(10);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);
    private static final Duration GONE = Duration.ofSeconds(30);

    @Override
    public Optional<String> obstacle() {
        return Strace.obstacle();
    }

    @Override
    public void strike(Scene scene) {
        long before = System.nanoTime();
        Duration notReady;
        Duration gone;
        try (Strace strace = Strace.onSyncs(List.of(scene.gateway().pid()), "error=EIO", scene.folder())) {
            scene.await("a sync that failed", GONE, () -> strace.fired() > 0);
            notReady = scene.await(
                    "readiness gone", NOT_READY, () -> !scene.gateway().isReady());
            scene.pause(LAST_ANSWERS);
            long accepted = scene.accepted().getAsLong();
            gone = scene.await(
                    "the end of the gateway", GONE, () -> !scene.gateway().isAlive());
            long late = scene.accepted().getAsLong() - accepted;
            if (late > 0) {
                throw new IllegalStateException(late + " records were accepted after syncs had failed");
            }
        }
        int code = scene.gateway().awaitExit(GONE);
        if (code == 0) {
            throw new IllegalStateException("the gateway ended as if all were well");
        }
        scene.progress()
                .accept(name + ": not ready after " + notReady.toMillis() + " ms, gone " + gone.toMillis()
                        + " ms later with " + code);
        scene.brokenSince(before, name);
        scene.gateway().restart();
    }
}

package org.tongqu.ittests.nemesis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code kill -9} of one process of the database while it commits for the gateway: is the commit done or not? */
record KillBackend(String name) implements Injector {
    static final KillBackend IN_COMMIT = new KillBackend("kill-in-commit");
    private static final Duration FIRES = Duration.ofSeconds(30);

    @Override
    public void strike(Scene scene) {
        long before = System.nanoTime();
        scene.await("a process that commits", FIRES, () -> scene.gateway().postgres().stream()
                .filter(KillBackend::commits)
                .findFirst()
                .filter(ProcessHandle::destroyForcibly)
                .isPresent());
        scene.awaitRecords();
        scene.brokenSince(before, name);
    }

    /** PostgreSQL writes into its process's title what it does. */
    private static boolean commits(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .stripTrailing()
                    .endsWith("COMMIT");
        } catch (IOException ended) {
            return false;
        }
    }
}

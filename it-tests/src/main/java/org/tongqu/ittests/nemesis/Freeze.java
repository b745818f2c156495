package org.tongqu.ittests.nemesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.tongqu.ittests.process.GatewayProcess;

/** The gateway, or its database, stands still for a while and goes on as if nothing had been: {@code SIGSTOP}, {@code SIGCONT}. */
record Freeze(String name, boolean gateway, Duration least, Duration most) implements Injector {
    private static final Duration STOPPED = Duration.ofSeconds(10);

    static final Freeze GATEWAY = new Freeze("freeze-gateway", true, Duration.ofSeconds(4), Duration.ofSeconds(60));
    static final Freeze GATEWAY_PAST_LEASES =
            new Freeze("freeze-past-leases", true, Duration.ofSeconds(95), Duration.ofSeconds(95));
    static final Freeze POSTGRES = new Freeze("freeze-postgres", false, Duration.ofSeconds(4), Duration.ofSeconds(30));

    /**
     * A process that is stopped has state {@code T} behind its name (proc(5)). One that waits for a disk stops when the disk has answered,
     * and one of the database that has ended meanwhile stands still enough.
     */
    private static boolean standsStill(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return "TZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException gone) {
            return true;
        }
    }

    /** The same, this long. */
    Freeze lasting(Duration time) {
        return new Freeze(name, gateway, time, time);
    }

    @Override
    public void strike(Scene scene) {
        List<Long> pids = gateway
                ? List.of(scene.gateway().pid())
                : scene.gateway().postgres().stream().map(ProcessHandle::pid).toList();
        long before = System.nanoTime();
        GatewayProcess.freeze(pids);
        try {
            for (long pid : pids) {
                scene.await("process " + pid + " stands still", STOPPED, () -> standsStill(pid));
            }
            scene.pause(scene.between(least, most));
        } finally {
            GatewayProcess.thaw(pids);
        }
        scene.awaitRecords();
        scene.brokenSince(before, name);
    }
}

package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.List;
import org.tongqu.ittests.process.GatewayProcess;

/** The gateway, or its database, stands still for a while and goes on as if nothing had been: {@code SIGSTOP}, {@code SIGCONT}. */
record Freeze(String name, boolean gateway, Duration least, Duration most) implements Injector {
    static final Freeze GATEWAY = new Freeze("freeze-gateway", true, Duration.ofSeconds(4), Duration.ofSeconds(60));
    static final Freeze GATEWAY_PAST_LEASES =
            new Freeze("freeze-past-leases", true, Duration.ofSeconds(95), Duration.ofSeconds(95));
    static final Freeze POSTGRES = new Freeze("freeze-postgres", false, Duration.ofSeconds(4), Duration.ofSeconds(30));

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
            scene.pause(scene.between(least, most));
        } finally {
            GatewayProcess.thaw(pids);
        }
        scene.awaitRecords();
        scene.brokenSince(before, name);
    }
}

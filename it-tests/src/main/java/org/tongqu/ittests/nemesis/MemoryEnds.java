package org.tongqu.ittests.nemesis;

import java.time.Duration;

/**
 * The heap cannot give what is asked for, in the middle of a record's way: the process ends at once, as it is told to, and does not
 * go on half alive.
 */
record MemoryEnds(String name) implements Injector {
    static final MemoryEnds OF_GATEWAY = new MemoryEnds("out-of-memory");
    private static final Duration ENDS = Duration.ofSeconds(180);
    private static final int OUT_OF_MEMORY = 3;
    private static final int MOST = 200;

    @Override
    public void strike(Scene scene) {
        scene.gateway().kill();
        scene.gone(System.nanoTime(), name);
        String rule =
                """
                RULE out of memory
                CLASS org.tongqu.routes.lane.LaneSteps
                METHOD send
                AT ENTRY
                IF incrementCounter("sent") == %d
                DO new byte[2000000000]
                ENDRULE
                """
                        .formatted(1 + scene.random().nextInt(MOST));
        scene.gateway().restart(Byteman.options(scene.folder(), rule));
        int code = scene.gateway().awaitExit(ENDS);
        scene.gone(System.nanoTime(), name);
        if (code != OUT_OF_MEMORY) {
            throw new IllegalStateException("out of memory the gateway ended with " + code);
        }
        scene.gateway().restart();
    }
}

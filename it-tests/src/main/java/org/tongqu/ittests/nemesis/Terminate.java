package org.tongqu.ittests.nemesis;

import java.time.Duration;

/** {@code SIGTERM} under load, which excuses no second arrival; or in haste, with {@code SIGKILL} after a second. */
record Terminate(String name, Duration grace) implements Injector {
    static final Terminate IN_PEACE = new Terminate("terminate", Duration.ofSeconds(60));
    static final Terminate IN_HASTE = new Terminate("terminate-in-haste", Duration.ofSeconds(1));

    @Override
    public void strike(Scene scene) {
        long before = System.nanoTime();
        scene.gateway().terminate();
        boolean ended = scene.gateway().endsWithin(grace);
        if (!ended) {
            if (this.equals(IN_PEACE)) {
                throw new IllegalStateException("the gateway did not end within " + grace);
            }
            scene.gateway().kill();
        }
        scene.progress()
                .accept(name + ": gone after "
                        + Duration.ofNanos(System.nanoTime() - before).toMillis() + " ms, "
                        + (ended ? "by itself" : "killed"));
        if (!this.equals(IN_PEACE)) {
            scene.brokenSince(before, name);
        }
        scene.gateway().restart();
    }
}

package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.Optional;

/**
 * The machine's clock runs away, ten minutes ahead in the end, five seconds in each (libfaketime). Records go on and are delivered
 * all the while, nothing expires, and it is told once it is a minute.
 */
record ClockDrift(String name) implements Injector {
    static final ClockDrift OF_GATEWAY = new ClockDrift("clock-drift");
    private static final Duration MOST = Duration.ofMinutes(10);
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TOLD = Duration.ofMinutes(2);

    @Override
    public Optional<String> obstacle() {
        return FakedClock.obstacle();
    }

    @Override
    public void strike(Scene scene) {
        FakedClock clock = FakedClock.start(scene);
        int told = clock.told();
        for (Duration ahead = STEP; ahead.compareTo(MOST) <= 0; ahead = ahead.plus(STEP)) {
            clock.ahead(ahead);
            long accepted = scene.accepted().getAsLong();
            int arrived = arrived(scene);
            scene.pause(PAUSE);
            if (ahead.toSeconds() % TOLD.toSeconds() == 0) {
                scene.await("records at " + ahead, TOLD, () -> scene.accepted().getAsLong() > accepted);
                scene.await("deliveries at " + ahead, TOLD, () -> arrived(scene) > arrived);
            }
        }
        scene.await("the drift told", TOLD, () -> clock.told() > told);
        clock.end();
    }

    private static int arrived(Scene scene) {
        return scene.partners().stream()
                .mapToInt(partner -> partner.wire().passed())
                .sum();
    }
}

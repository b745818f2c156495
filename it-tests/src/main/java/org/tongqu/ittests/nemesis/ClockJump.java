package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.Optional;
import org.tongqu.ittests.load.Interference;

/**
 * The machine's clock jumps three days ahead, then forty, then two hours behind, then is right again (libfaketime), while one partner
 * cannot be reached, so that deliveries wait. Three days ahead records go on; forty days ahead, past every deadline, their seals are
 * too old and two hours behind they come from the future: they are refused, and so are receipts. Nothing expires, no retry waits
 * longer, and the jump is told.
 */
record ClockJump(String name) implements Injector {
    static final ClockJump OF_GATEWAY = new ClockJump("clock-jump");
    private static final Duration TOLD = Duration.ofSeconds(15);
    private static final Duration IN_FORCE = Duration.ofSeconds(3);
    private static final Duration RETRIED = Duration.ofSeconds(60);

    @Override
    public Optional<String> obstacle() {
        return FakedClock.obstacle();
    }

    @Override
    public void strike(Scene scene) {
        long before = System.nanoTime();
        FakedClock clock = FakedClock.start(scene);
        int told = clock.told();
        Partner away = scene.anyPartner();
        away.wire().interfere(Interference.REFUSE);
        clock.ahead(Duration.ofDays(3));
        scene.await("the jump ahead told", TOLD, () -> clock.told() > told);
        scene.awaitRecords();
        clock.ahead(Duration.ofDays(40));
        requireNoneAccepted(scene, "whose seals are forty days old");
        clock.ahead(Duration.ofHours(-2));
        requireNoneAccepted(scene, "whose seals come from the future");
        int passed = away.wire().passed();
        away.wire().interfere(Interference.NONE);
        scene.await("a retry two hours behind", RETRIED, () -> away.wire().passed() > passed);
        clock.ahead(Duration.ZERO);
        scene.awaitRecords();
        scene.brokenSince(before, name);
        clock.end();
        // Receipts that came from the future were refused like any other seal; what they confirmed is parked.
        long replayed = Replays.replayParked(scene, scene.partners());
        scene.progress().accept(name + ": " + replayed + " replayed whose receipts were refused meanwhile");
    }

    private static void requireNoneAccepted(Scene scene, String which) {
        scene.pause(IN_FORCE);
        long accepted = scene.accepted().getAsLong();
        scene.pause(IN_FORCE);
        if (scene.accepted().getAsLong() > accepted) {
            throw new IllegalStateException("records were accepted " + which);
        }
    }
}

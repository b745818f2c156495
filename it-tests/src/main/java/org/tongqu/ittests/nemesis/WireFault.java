package org.tongqu.ittests.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tongqu.ittests.history.Event;
import org.tongqu.ittests.load.Interference;

/**
 * The wires of several partners misbehave at once, each in its own way, then no more. Records go on being accepted, and every
 * partner gets its deliveries again: by itself, or after a replay where an answer without receipt parked them.
 */
record WireFault(String name, List<Interference> kinds, Duration time) implements Injector {
    private static final Duration FIRES = Duration.ofSeconds(30);
    private static final Duration RESUMES = Duration.ofSeconds(90);
    private static final Duration LATE_ANSWERS = Duration.ofSeconds(1);

    @Override
    public void strike(Scene scene) {
        List<Partner> partners = new ArrayList<>(scene.partners());
        Collections.shuffle(partners, scene.random());
        List<Partner> victims = partners.subList(0, Math.min(kinds.size(), partners.size()));
        long start = System.nanoTime();
        long accepted = scene.accepted().getAsLong();
        for (int i = 0; i < victims.size(); i++) {
            victims.get(i).wire().interfere(kinds.get(i));
        }
        try {
            for (Partner victim : victims) {
                scene.await("interference", FIRES, () -> victim.wire().interfered() > 0);
            }
            scene.pause(time);
        } finally {
            victims.forEach(victim -> victim.wire().interfere(Interference.NONE));
        }
        long until = System.nanoTime() + LATE_ANSWERS.toNanos();
        List<Integer> passed =
                victims.stream().map(victim -> victim.wire().passed()).toList();
        for (int i = 0; i < victims.size(); i++) {
            Partner victim = victims.get(i);
            int before = passed.get(i);
            // Who answers well and gives no receipt has its deliveries parked in the end.
            Replays.replayParked(scene, List.of(victim));
            scene.await(
                    victim.id() + " served again", RESUMES, () -> victim.wire().passed() > before);
        }
        victims.forEach(victim -> scene.history().add(new Event.Cut(start, until, victim.id())));
        if (scene.accepted().getAsLong() == accepted) {
            throw new IllegalStateException("nothing was accepted while partners misbehaved");
        }
    }
}

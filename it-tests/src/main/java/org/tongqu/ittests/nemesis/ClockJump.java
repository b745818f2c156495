package org.tongqu.ittests.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
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
    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    private static final Duration TOLD = Duration.ofSeconds(15);
    private static final Duration IN_FORCE = Duration.ofSeconds(3);
    private static final Duration RETRIED = Duration.ofSeconds(60);

    @Override
    public Optional<String> obstacle() {
        return Files.exists(LIBRARY) ? Optional.empty() : Optional.of("libfaketime is not installed");
    }

    @Override
    public void strike(Scene scene) {
        Path clock = set(scene, "+0");
        long before = System.nanoTime();
        scene.gateway().kill();
        scene.gateway()
                .restart(Map.of(
                        "LD_PRELOAD",
                        LIBRARY.toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        clock.toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        // With it every timed wait of the JVM would return at once.
                        "FAKETIME_FORCE_MONOTONIC_FIX",
                        "0"));
        scene.awaitRecords();
        int told = told(scene);
        Partner away = scene.anyPartner();
        away.wire().interfere(Interference.REFUSE);
        set(scene, "+3d");
        scene.await("the jump ahead told", TOLD, () -> told(scene) > told);
        scene.awaitRecords();
        set(scene, "+40d");
        requireNoneAccepted(scene, "whose seals are forty days old");
        set(scene, "-2h");
        requireNoneAccepted(scene, "whose seals come from the future");
        int passed = away.wire().passed();
        away.wire().interfere(Interference.NONE);
        scene.await("a retry two hours behind", RETRIED, () -> away.wire().passed() > passed);
        set(scene, "+0");
        scene.awaitRecords();
        try {
            if (scene.gateway().ledger().expired() > 0) {
                throw new IllegalStateException("something expired because a clock jumped");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        scene.gateway().kill();
        scene.brokenSince(before, name);
        scene.gateway().restart();
        scene.awaitRecords();
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

    private static int told(Scene scene) {
        try (var lines = Files.lines(scene.gateway().log())) {
            return (int)
                    lines.filter(line -> line.contains("event=clock-jumped")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path set(Scene scene, String shift) {
        try {
            return Files.writeString(scene.folder().resolve("clock"), shift + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

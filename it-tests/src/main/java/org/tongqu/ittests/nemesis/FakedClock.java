package org.tongqu.ittests.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The clock of the machine as the gateway and its database see it (libfaketime); what has passed meanwhile they see as it is. */
final class FakedClock {
    private static final Path LIBRARY = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private final Scene scene;
    private final Path file;

    private FakedClock(Scene scene) {
        this.scene = scene;
        this.file = scene.folder().resolve("clock");
    }

    static Optional<String> obstacle() {
        return Files.exists(LIBRARY) ? Optional.empty() : Optional.of("libfaketime is not installed");
    }

    /** Starts the gateway anew, with a clock that is right for now. */
    static FakedClock start(Scene scene) {
        FakedClock clock = new FakedClock(scene);
        clock.ahead(Duration.ZERO);
        scene.gateway().kill();
        scene.gone(System.nanoTime(), "for a faked clock");
        scene.gateway()
                .restart(Map.of(
                        "LD_PRELOAD",
                        LIBRARY.toString(),
                        "FAKETIME_TIMESTAMP_FILE",
                        clock.file.toString(),
                        "FAKETIME_CACHE_DURATION",
                        "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        // With it every timed wait of the JVM would return at once.
                        "FAKETIME_FORCE_MONOTONIC_FIX",
                        "0"));
        scene.awaitRecords();
        return clock;
    }

    /** Within a second or two it is ahead by this much, behind if that is negative. */
    void ahead(Duration time) {
        try {
            Path beside = Files.writeString(file.resolveSibling("clock.next"), "%+d%n".formatted(time.toSeconds()));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often the gateway has told that its clock jumped. */
    int told() {
        // A kill may have cut a character in two.
        try (var lines = Files.lines(scene.gateway().log(), StandardCharsets.ISO_8859_1)) {
            return (int)
                    lines.filter(line -> line.contains("event=clock-jumped")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts the gateway with the machine's own clock again.
     *
     * @throws IllegalStateException if anything expired
     */
    void end() {
        try {
            if (scene.gateway().ledger().expired() > 0) {
                throw new IllegalStateException("something expired because of a clock");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        scene.gateway().kill();
        scene.gone(System.nanoTime(), "for the machine's clock");
        scene.gateway().restart();
        scene.awaitRecords();
    }
}

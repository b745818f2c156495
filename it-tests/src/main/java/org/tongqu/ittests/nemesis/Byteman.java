package org.tongqu.ittests.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jboss.byteman.agent.Main;

/** Byteman, which lets a process do something where its code does something else. */
final class Byteman {
    private Byteman() {}

    /** The options of a JVM that follows this rule. */
    static List<String> options(Scene scene, String rule) {
        // An agent that looks at classes out of the application's archive may crash the JVM itself: only the JDK's is
        // used.
        return List.of(
                "-XX:SharedArchiveFile=" + Path.of(System.getProperty("java.home"), "lib/server/classes.jsa"),
                "-javaagent:" + jar() + "=script:" + script(scene, rule));
    }

    private static Path script(Scene scene, String rule) {
        try {
            return Files.writeString(scene.folder().resolve("rule.btm"), rule);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar() {
        try {
            return Path.of(
                    Objects.requireNonNull(Main.class.getProtectionDomain().getCodeSource(), "a jar")
                            .getLocation()
                            .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

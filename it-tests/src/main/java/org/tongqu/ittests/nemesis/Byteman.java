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
public final class Byteman {
    private Byteman() {}

    /**
     * The options of a JVM that halts where a method is entered or left for the first time, as {@code kill -9} would end it.
     *
     * @param folder for the rule
     * @param at {@code ENTRY} or {@code EXIT}
     */
    public static List<String> killAt(Path folder, String type, String method, String at) {
        return options(folder, rule("KILL", type, method, at, 1));
    }

    static String rule(String name, String type, String method, String at, int when) {
        return """
                RULE %1$s
                CLASS %2$s
                METHOD %3$s
                AT %4$s
                IF incrementCounter("%1$s") == %5$d
                DO killJVM()
                ENDRULE
                """
                .formatted(name, type, method, at, when);
    }

    /**
     * The options of a JVM that follows this rule, in the place of those for an archive of classes.
     *
     * @param folder for the rule
     */
    public static List<String> options(Path folder, String rule) {
        // An agent that looks at classes out of the application's archive may crash the JVM itself: only the JDK's is
        // used.
        return List.of(
                "-XX:SharedArchiveFile=" + Path.of(System.getProperty("java.home"), "lib/server/classes.jsa"),
                "-javaagent:" + jar() + "=script:" + script(folder, rule));
    }

    private static Path script(Path folder, String rule) {
        try {
            return Files.writeString(folder.resolve("rule.btm"), rule);
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

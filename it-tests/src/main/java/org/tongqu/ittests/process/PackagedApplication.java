package org.tongqu.ittests.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The application as the build leaves it: {@code tongqu-exec.jar} beside its {@code lib} and the archive of its start. */
public final class PackagedApplication {
    private static final Path APPLICATION = Path.of("config/target/tongqu");
    private static final Path JAR = APPLICATION.resolve("tongqu-exec.jar");

    private PackagedApplication() {}

    /**
     * Where it is; searched from the working directory upwards.
     *
     * @throws IllegalStateException if it was not built
     */
    public static Path jar() {
        return root().resolve(JAR);
    }

    /** The options every Tongqu process runs with, as the {@code tongqu} script gives them. */
    public static List<String> options() {
        Path root = root();
        List<String> options = new ArrayList<>(List.of("@" + root.resolve("config/jvm.options")));
        Path archive = root.resolve(APPLICATION).resolve("start-" + System.getProperty("java.version") + ".jsa");
        if (Files.exists(archive)) {
            options.add("-XX:SharedArchiveFile=" + archive);
        }
        return options;
    }

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve(JAR))) {
                return at;
            }
        }
        throw new IllegalStateException(JAR + " is missing: run ./tongqu build");
    }
}

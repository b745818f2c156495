package org.tongqu.ittests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The application as the build makes it, laid out for a fast start: {@code tongqu-exec.jar} beside its {@code lib}. What the
 * {@code tongqu} script laid out is used; if that is older than the build, or missing, it is laid out anew below
 * {@code it-tests/target}.
 */
public final class PackagedApplication {
    private static final Path BUILT = Path.of("config/target/tongqu-exec.jar");
    private static final Path BY_SCRIPT = Path.of("config/target/tongqu/tongqu-exec.jar");
    private static final Path LAID_OUT = Path.of("it-tests/target/application");
    private static final Path BY_TESTS = LAID_OUT.resolve("tongqu-exec.jar");

    private PackagedApplication() {}

    /**
     * Where it is; searched from the working directory upwards.
     *
     * @throws IllegalStateException if it was not built
     */
    public static synchronized Path jar() {
        Path root = root();
        try {
            if (isFresh(root, BY_SCRIPT)) {
                return root.resolve(BY_SCRIPT);
            }
            if (!isFresh(root, BY_TESTS)) {
                extract(root);
            }
            return root.resolve(BY_TESTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The argument that gives a JVM the options every Tongqu process runs with. */
    public static String options() {
        return "@" + root().resolve("config/jvm.options");
    }

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve(BUILT))) {
                return at;
            }
        }
        throw new IllegalStateException(BUILT + " is missing: run ./tongqu build");
    }

    private static boolean isFresh(Path root, Path laidOut) throws IOException {
        Path jar = root.resolve(laidOut);
        return Files.isRegularFile(jar)
                && Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(root.resolve(BUILT))) >= 0;
    }

    private static void extract(Path root) throws IOException {
        Path target = root.resolve(BY_TESTS);
        Process extraction = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djarmode=tools",
                        "-jar",
                        root.resolve(BUILT).toString(),
                        "extract",
                        "--force",
                        "--destination",
                        root.resolve(LAID_OUT).toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (extraction.waitFor() != 0) {
                throw new IOException("the application cannot be laid out");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        Files.setLastModifiedTime(target, Files.getLastModifiedTime(root.resolve(BUILT)));
    }
}

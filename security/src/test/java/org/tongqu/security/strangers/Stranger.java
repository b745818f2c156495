package org.tongqu.security.strangers;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs another maker's program. If it is not there the test is aborted, and failed where {@code TONGQU_REQUIRE_ALL=1} says
 * that nothing may be left out.
 */
final class Stranger {
    private static final Path NODE_SOURCES = Path.of("src/test/strangers");
    private static final Path NODE_HOME = Path.of("target/strangers");

    private Stranger() {}

    static Answer openssl(Path directory, String... arguments) throws Exception {
        requireTool("openssl", "version");
        return run(directory, "openssl", arguments);
    }

    static Answer sealJs(Path directory, String... arguments) throws Exception {
        prepareNode();
        List<String> all = new ArrayList<>(
                List.of(NODE_HOME.resolve("seal.js").toAbsolutePath().toString()));
        all.addAll(List.of(arguments));
        return run(directory, "node", all.toArray(String[]::new));
    }

    private static synchronized void prepareNode() throws Exception {
        requireTool("node", "--version");
        Files.createDirectories(NODE_HOME);
        for (String file : List.of("package.json", "package-lock.json", ".npmrc", "seal.js")) {
            Files.copy(NODE_SOURCES.resolve(file), NODE_HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.isDirectory(NODE_HOME.resolve("node_modules/sm-crypto"))) {
            requireTool("npm", "--version");
            Answer installed = run(NODE_HOME, "npm", "ci", "--no-audit", "--no-fund");
            if (installed.status() != 0) {
                missing("sm-crypto cannot be installed: " + installed.text());
            }
        }
    }

    private static void requireTool(String program, String question) throws Exception {
        try {
            run(Path.of("."), program, question);
        } catch (IOException notThere) {
            missing(program + " is not installed");
        }
    }

    private static void missing(String what) {
        if ("1".equals(System.getenv("TONGQU_REQUIRE_ALL"))) {
            fail(what);
        }
        abort(what);
    }

    private static Answer run(Path directory, String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("stranger", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail(program + " did not end");
            }
            return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(output);
        }
    }

    /** What it said. */
    record Answer(int status, String text) {}
}

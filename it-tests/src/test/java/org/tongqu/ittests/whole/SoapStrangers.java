package org.tongqu.ittests.whole;

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
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * Other makers' SOAP clients: npm's {@code soap} and PHP's {@code SoapClient}. If one is not there the test is aborted, and failed where
 * {@code TONGQU_REQUIRE_ALL=1} says that nothing may be left out.
 */
final class SoapStrangers {
    private static final Path SOURCES = Path.of("src/test/strangers");
    private static final Path HOME = Path.of("target/strangers");

    private SoapStrangers() {}

    /**
     * What a client said.
     *
     * @param isAnswered whether it was no fault
     * @param said the answer, or the fault's detail
     */
    record Said(boolean isAnswered, JsonNode said) {}

    static Said node(String wsdl, String operation, JsonNode request, String... secrets) throws Exception {
        prepareNode();
        return call(List.of("node", "--no-deprecation", "call.js"), wsdl, operation, request, secrets);
    }

    static Said php(String wsdl, String operation, JsonNode request, String... secrets) throws Exception {
        requireTool("php", "--version");
        Files.createDirectories(HOME);
        Files.copy(SOURCES.resolve("call.php"), HOME.resolve("call.php"), StandardCopyOption.REPLACE_EXISTING);
        if (!run("php", "-m").text().contains("soap")) {
            missing("PHP's extension soap is not installed");
        }
        return call(List.of("php", "call.php"), wsdl, operation, request, secrets);
    }

    private static Said call(List<String> program, String wsdl, String operation, JsonNode request, String... secrets)
            throws Exception {
        Path file = Files.createTempFile("request", ".json");
        try {
            Files.write(file, StrictJson.write(request));
            List<String> command = new ArrayList<>(program);
            command.addAll(List.of(wsdl, operation, file.toString()));
            command.addAll(List.of(secrets));
            Output output = run(command.toArray(String[]::new));
            return new Said(output.status() == 0, StrictJson.parse(output.text().strip()));
        } finally {
            Files.delete(file);
        }
    }

    private static synchronized void prepareNode() throws Exception {
        requireTool("node", "--version");
        Files.createDirectories(HOME);
        for (String file : List.of("package.json", "package-lock.json", ".npmrc", "call.js")) {
            Files.copy(SOURCES.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.isDirectory(HOME.resolve("node_modules/soap"))) {
            requireTool("npm", "--version");
            Output installed = run("npm", "ci", "--no-audit", "--no-fund");
            if (installed.status() != 0) {
                missing("soap cannot be installed: " + installed.text());
            }
        }
    }

    private static void requireTool(String program, String question) throws Exception {
        try {
            run(program, question);
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

    private record Output(int status, String text) {}

    private static Output run(String... command) throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        Path output = Files.createTempFile("stranger", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail(command[0] + " did not end");
            }
            return new Output(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}

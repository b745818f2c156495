package org.tongqu.ittests.whole;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongqu.ittests.process.LedgerReading;
import org.tongqu.ittests.process.PackagedApplication;

/** {@code tongqu demo} as it runs in a newcomer's terminal, and other commands beside it. Not thread-safe. */
final class RunningDemo implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path data;
    private final Path output;
    private final Process process;

    private RunningDemo(Path data, Path output, Process process) {
        this.data = data;
        this.output = output;
        this.process = process;
    }

    /**
     * Starts it and returns at once.
     *
     * @param data its data directory
     * @param output what it says is written here
     */
    static RunningDemo start(Path data, Path output) {
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command("demo", "--data", data.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new RunningDemo(data, output, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(PackagedApplication.options());
        command.addAll(List.of("-jar", PackagedApplication.jar().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A command that a shell would run as {@code ./tongqu}. */
    static String shellCommand() {
        return command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    /** Runs another command on the same data and returns what it said; fails unless it ends with this exit code. */
    String run(int expected, String... arguments) {
        List<String> all = command(arguments);
        all.addAll(List.of("--data", data.toString()));
        return run(expected, all);
    }

    static String run(int expected, List<String> command) {
        try {
            Process ran = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (ran.waitFor() != expected) {
                throw new AssertionError("exit code " + ran.exitValue() + " of " + command + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All it has said so far. */
    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has told its visitor all that there is to try. */
    void awaitGuide() {
        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> said().contains("Ctrl-C"));
    }

    /** Waits until every party that receives has got something. */
    void awaitArrivalsEverywhere() {
        Set<String> receivers = receivers();
        await().atMost(PATIENCE).until(() -> arrived().containsAll(receivers));
    }

    /** Waits until every platform that speaks a dialect has reported something that was taken; returns their dialects. */
    Set<String> awaitReportsInEveryDialect() {
        Map<String, String> speaking = speaking();
        await().atMost(PATIENCE).until(() -> Pattern.compile("→ (\\S+) +上报 reported +\\S+ +OK")
                .matcher(said())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet())
                .containsAll(speaking.keySet()));
        return Set.copyOf(speaking.values());
    }

    /** The parties whose systems call the gateway, with their dialects. */
    private Map<String, String> speaking() {
        Map<String, String> speaking = new TreeMap<>();
        for (String party : parties()) {
            Matcher calls =
                    Pattern.compile("(?m)^calls:.*\\R  dialect: *(\\S+)").matcher(party);
            if (calls.find()) {
                speaking.put(id(party), calls.group(1));
            }
        }
        return speaking;
    }

    /** Waits until the bureau has got word that a ticket is closed; returns its number. */
    String awaitClosedTicket() {
        Pattern closed = Pattern.compile("← 990101\\.urban +收到 got +ticket\\.closed +(\\S+)");
        return await().atMost(PATIENCE)
                .until(() -> closed.matcher(said()).results().findFirst(), Optional::isPresent)
                .orElseThrow()
                .group(1);
    }

    /** The types of the records of a business key that a party has got, in order. */
    List<String> got(String party, String key) {
        return Pattern.compile("← " + Pattern.quote(party) + " +收到 got +(\\S+) +" + Pattern.quote(key) + "\\s")
                .matcher(said())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The parties that have got something. */
    Set<String> arrived() {
        return Pattern.compile("← (\\S+) +收到")
                .matcher(said())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** Business keys of records that were accepted, in order. */
    List<String> accepted() {
        return Pattern.compile("→ \\S+ +受理 accepted +\\S+ +(\\S+)")
                .matcher(said())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private Set<String> receivers() {
        await().atMost(PATIENCE).until(() -> Files.exists(data.resolve("keys/complete")));
        return parties().stream()
                .filter(party -> !party.contains("mode: none"))
                .map(RunningDemo::id)
                .collect(Collectors.toSet());
    }

    /** What the party files of its site say. */
    private List<String> parties() {
        List<String> parties = new ArrayList<>();
        try (Stream<Path> files = Files.list(data.resolve("site/parties"))) {
            for (Path file : files.toList()) {
                parties.add(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parties;
    }

    private static String id(String party) {
        return party.replaceAll("(?ms).*?^id: *(\\S+).*", "$1");
    }

    /** Its database. */
    LedgerReading ledger() {
        return new LedgerReading(data.resolve("postgres"));
    }

    /** Every process of it: supervisor, gateway, parties, database. */
    List<ProcessHandle> processes() {
        List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
        process.descendants().forEach(all::add);
        ledger().postmasterPid().flatMap(ProcessHandle::of).ifPresent(all::add);
        return all;
    }

    /** As Ctrl-C does it; returns the exit code. */
    int interrupt() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the demo does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        Optional<Long> database = ledger().postmasterPid();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        database.flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
    }
}

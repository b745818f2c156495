package org.tongqu.ittests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A packaged gateway as an operator runs it: a process of its own with the database beside it. Kills are {@code SIGKILL} to
 * processes that this object started, found by process id. Not thread-safe.
 */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration END = Duration.ofSeconds(30);

    private final GatewayFiles files;
    private Process process;

    private GatewayProcess(GatewayFiles files) {
        this.files = files;
        this.process = launch(files, List.of(), Map.of());
    }

    /** Starts one; it is not yet ready. */
    public static GatewayProcess start(GatewayFiles files) {
        return new GatewayProcess(files);
    }

    /** Starts it again after its end. */
    public void restart() {
        restart(List.of());
    }

    /** Starts it again after its end, this time with more options of the JVM. */
    public void restart(List<String> more) {
        process = launch(files, more, Map.of());
    }

    /** Starts it again after its end, this time in another environment. */
    public void restart(Map<String, String> environment) {
        process = launch(files, List.of(), environment);
    }

    /**
     * Waits until it is ready to take records.
     *
     * @return how long that took from this call on
     * @throws IllegalStateException if it ended or is not ready in time
     */
    public Duration awaitReady(Duration most) {
        long start = System.nanoTime();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "the gateway ended with " + process.exitValue() + ", see " + files.log());
            }
            if (System.nanoTime() - start > most.toNanos()) {
                throw new IllegalStateException("the gateway was not ready in " + most + ", see " + files.log());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Whether it says that it is ready. */
    public boolean isReady() {
        try {
            HttpURLConnection health = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + files.adminPort() + "/actuator/health/readiness")
                            .toURL()
                            .openConnection();
            health.setConnectTimeout(1_000);
            health.setReadTimeout(5_000);
            boolean ready = health.getResponseCode() == 200;
            health.disconnect();
            return ready;
        } catch (IOException e) {
            return false;
        }
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /**
     * What the kernel says of it.
     *
     * @throws IllegalStateException if it has ended
     */
    public ProcessReading reading() {
        try {
            return ProcessReading.of(pid());
        } catch (IOException e) {
            throw new IllegalStateException("the gateway has ended", e);
        }
    }

    /** Whether the process is there. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The process id of its database; empty if there is none now. */
    public Optional<Long> postgresPid() {
        return ledger().postmasterPid();
    }

    /** Its database, as an operator with access to the data directory reads it. */
    public LedgerReading ledger() {
        return new LedgerReading(files.data().resolve("postgres"));
    }

    /** Asks and orders as whoever has its data directory. */
    public Operator operator() {
        return new Operator(files.data(), files.adminPort());
    }

    /** Its data directory. */
    public Path data() {
        return files.data();
    }

    /** The gateway's own log. */
    public Path log() {
        return files.log();
    }

    /** All processes of its database; none if it does not run. */
    public List<ProcessHandle> postgres() {
        return postgresPid().flatMap(ProcessHandle::of).stream()
                .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
                .toList();
    }

    /** {@code SIGSTOP} to these processes: they stand still wherever they are. */
    public static void freeze(List<Long> pids) {
        signal("STOP", pids);
    }

    /** {@code SIGCONT} to these processes; those that have ended meanwhile are passed over. */
    public static void thaw(List<Long> pids) {
        signal(
                "CONT",
                pids.stream().filter(pid -> ProcessHandle.of(pid).isPresent()).toList());
    }

    private static void signal(String name, List<Long> pids) {
        if (!pids.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("kill", "-" + name));
            pids.forEach(pid -> command.add(pid.toString()));
            Program.run(command.toArray(String[]::new));
        }
    }

    /** {@code kill -9} of the gateway; its database goes on. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        await(process.onExit());
    }

    /** {@code kill -9} of the database, all its processes. Returns whether there was one. */
    public boolean killPostgres() {
        List<ProcessHandle> all = postgres();
        all.forEach(ProcessHandle::destroyForcibly);
        return !all.isEmpty();
    }

    /** Asks it to end and does not wait. */
    public void terminate() {
        process.destroy();
    }

    /** Asks it to end, as an operator does with Ctrl-C; returns its exit code. */
    public int stop() {
        terminate();
        await(process.onExit());
        return process.exitValue();
    }

    /** Whether it ends by itself within this time. */
    public boolean endsWithin(Duration most) {
        try {
            return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Waits for its end.
     *
     * @throws IllegalStateException if it does not come in time
     */
    public int awaitExit(Duration most) {
        if (endsWithin(most)) {
            return process.exitValue();
        }
        throw new IllegalStateException("the gateway did not end in " + most);
    }

    /** Ends it and its database for good. */
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            try {
                await(process.onExit());
            } catch (IllegalStateException e) {
                process.destroyForcibly();
            }
        }
        killPostgres();
    }

    private static void await(CompletableFuture<?> end) {
        try {
            end.get(END.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a process does not end", e);
        }
    }

    private static Process launch(GatewayFiles files, List<String> more, Map<String, String> environment) {
        // As the tongqu script does.
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 077 && exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(files.options());
        command.addAll(PackagedApplication.options());
        command.addAll(more);
        command.addAll(List.of("-jar", files.jar().toString()));
        command.addAll(files.arguments());
        try {
            Files.createDirectories(files.log().toAbsolutePath().getParent());
            ProcessBuilder process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()));
            process.environment().putAll(environment);
            return process.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

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
        this.process = launch(files);
    }

    /** Starts one; it is not yet ready. */
    public static GatewayProcess start(GatewayFiles files) {
        return new GatewayProcess(files);
    }

    /** Starts it again after its end. */
    public void restart() {
        process = launch(files);
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

    /** {@code kill -9} of the gateway; its database goes on. Returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        await(process.onExit());
    }

    /** {@code kill -9} of the database, all its processes. Returns whether there was one. */
    public boolean killPostgres() {
        Optional<ProcessHandle> postmaster = postgresPid().flatMap(ProcessHandle::of);
        if (postmaster.isEmpty()) {
            return false;
        }
        List<ProcessHandle> all = new ArrayList<>();
        all.add(postmaster.get());
        postmaster.get().descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        return true;
    }

    /** Asks it to end, as an operator does with Ctrl-C; returns its exit code. */
    public int stop() {
        process.destroy();
        await(process.onExit());
        return process.exitValue();
    }

    /**
     * Waits for its end.
     *
     * @throws IllegalStateException if it does not come in time
     */
    public int awaitExit(Duration most) {
        try {
            if (process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    private static Process launch(GatewayFiles files) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(files.options());
        command.addAll(PackagedApplication.options());
        command.addAll(List.of("-jar", files.jar().toString()));
        command.addAll(files.arguments());
        try {
            Files.createDirectories(files.data());
            Files.createDirectories(files.log().toAbsolutePath().getParent());
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

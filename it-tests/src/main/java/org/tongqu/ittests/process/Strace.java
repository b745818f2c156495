package org.tongqu.ittests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Interferes with the syncs of running processes, all their threads and children, through {@code strace}: an error, a delay or a
 * signal instead of a {@code fsync} or {@code fdatasync}. Ends with {@link #close}; the processes go on.
 */
public final class Strace implements AutoCloseable {
    private final Process process;
    private final List<Long> pids;
    private final Path output;

    private Strace(Process process, List<Long> pids, Path output) {
        this.process = process;
        this.pids = List.copyOf(pids);
        this.output = output;
    }

    /** Why it cannot be used here; empty if it can. */
    public static Optional<String> obstacle() {
        return Program.exists("strace") ? Optional.empty() : Optional.of("strace is not installed");
    }

    /**
     * Begins.
     *
     * @param pids the processes
     * @param injection as in strace(1), what follows the system calls' names: {@code error=EIO}, {@code signal=SIGKILL:when=7}
     * @param folder for what strace tells
     */
    public static Strace onSyncs(List<Long> pids, String injection, Path folder) {
        try {
            Path output = Files.createTempFile(folder, "strace", ".txt");
            List<String> command = new ArrayList<>(List.of(
                    "strace",
                    "-f",
                    "-qq",
                    "-o",
                    output.toString(),
                    "-e",
                    "trace=fsync,fdatasync",
                    "-e",
                    "inject=fsync,fdatasync:" + injection));
            pids.forEach(pid -> command.addAll(List.of("-p", pid.toString())));
            return new Strace(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.resolveSibling(output.getFileName() + ".said")
                                    .toFile())
                            .start(),
                    pids,
                    output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often it has interfered. */
    public long fired() {
        try (var lines = Files.lines(output)) {
            return lines.filter(line -> line.contains("(INJECTED)")
                            || line.contains("(DELAYED)")
                            || line.contains("killed by SIGKILL"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            tellOfDeadChildren();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What strace had seen and not yet passed on when it ended is lost, and PostgreSQL would never learn of a child that was killed. */
    private void tellOfDeadChildren() throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-CHLD"));
        pids.forEach(pid -> command.add(pid.toString()));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.tongqu.config.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says about a PostgreSQL that runs, or ran, on a data directory.
 *
 * @param pid its process id
 * @param port where it listens on loopback
 */
record Postmaster(long pid, int port) {
    /** No process has it: Linux counts to 4194304. */
    private static final String NOBODY = "4194305";

    /** Reads the file; empty if there is none or it is not complete yet. */
    static Optional<Postmaster> of(Path pgdata) {
        try {
            List<String> lines = Files.readAllLines(pgdata.resolve("postmaster.pid"));
            if (lines.size() < 4) {
                return Optional.empty();
            }
            return Optional.of(new Postmaster(
                    Long.parseLong(lines.get(0).strip()),
                    Integer.parseInt(lines.get(3).strip())));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether that process lives and is a PostgreSQL; a number reused by another program, or a zombie, does not count. */
    boolean isAlive() {
        return program().filter(program -> program.startsWith("postgres")).isPresent();
    }

    /** Whether its number is now another program's, or a zombie's: PostgreSQL would take either for one that still runs. */
    boolean isTakenForRunning() {
        return !isAlive() && Files.exists(Path.of("/proc", Long.toString(pid)));
    }

    /**
     * Takes the number out of the file. By the rest of it PostgreSQL itself judges whether a process of the dead one still holds
     * the data.
     */
    static void disown(Path pgdata) throws IOException {
        Path file = pgdata.resolve("postmaster.pid");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(0, NOBODY);
        Path mended = Files.write(pgdata.resolve("postmaster.pid.mended"), lines);
        Files.move(mended, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What runs under that number; empty if nothing does. */
    private Optional<String> program() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            int end = stat.lastIndexOf(')');
            char state = stat.charAt(end + 2);
            return state == 'Z' || state == 'X'
                    ? Optional.empty()
                    : Optional.of(stat.substring(stat.indexOf('(') + 1, end));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

package org.tongqu.ittests.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A history that is being written: in memory for the checker, and as JSON lines for whoever doubts it. Thread-safe. */
public final class History implements AutoCloseable {
    private final List<Event> events = new ArrayList<>();
    private final BufferedWriter file;

    /**
     * Begins an empty history.
     *
     * @param path overwritten if it exists; missing folders are made
     * @throws UncheckedIOException if it cannot be written
     */
    public History(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            file = Files.newBufferedWriter(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds an event at the end. The order of the lines is the order of writing, not of the events' times. */
    public synchronized void add(Event event) {
        events.add(event);
        try {
            file.write(EventLine.write(event));
            file.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What happened so far, by time. */
    public synchronized List<Event> events() {
        return events.stream().sorted(Comparator.comparingLong(Event::at)).toList();
    }

    /**
     * Reads histories back and merges them by time.
     *
     * @throws UncheckedIOException if a file cannot be read
     */
    public static List<Event> read(Path... paths) {
        List<Event> all = new ArrayList<>();
        for (Path path : paths) {
            try (var lines = Files.lines(path)) {
                lines.map(EventLine::read).forEach(all::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        all.sort(Comparator.comparingLong(Event::at));
        return all;
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

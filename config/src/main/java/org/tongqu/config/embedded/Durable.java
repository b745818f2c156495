package org.tongqu.config.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** Brings to the disk what would else be lost with the power for half a minute. */
final class Durable {
    private static final int MOST_SECONDS = 120;

    private Durable() {}

    /**
     * All that was written to the file system of this directory: syncfs(2), a thousand files at once, where a sync of each would take
     * seconds.
     *
     * @throws IOException if it cannot be synced
     */
    static void all(Path directory) throws IOException {
        Process sync = new ProcessBuilder("sync", "--file-system", directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!sync.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || sync.exitValue() != 0) {
                sync.destroyForcibly();
                throw new IOException("cannot be synced: " + directory);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while syncing " + directory, e);
        }
    }

    /** Which names are in this directory, and what they name. */
    static void names(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}

package org.tongqu.config.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One disk, by a folder on it. Below the soft limit it is full, and the ballast (压舱文件) in the folder is freed: a file that
 * only takes room, so that deliveries still have some to drain into. Above twice the limit the ballast is laid down again.
 * Thread-safe.
 */
final class WatchedDisk {
    static final int BALLAST_OCTETS = 32 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(WatchedDisk.class);

    private final Path folder;
    private final Path ballast;
    private final long softLimit;
    private final LongSupplier free;
    private volatile boolean full;

    /**
     * Not looked at yet.
     *
     * @param folder on the disk; gets the ballast
     * @param softLimit in bytes
     * @param free in bytes
     */
    WatchedDisk(Path folder, long softLimit, LongSupplier free) {
        this.folder = folder;
        this.ballast = folder.resolve("ballast");
        this.softLimit = softLimit;
        this.free = free;
    }

    /** Whether free space was below the soft limit at the last look. */
    boolean isFull() {
        return full;
    }

    void look() {
        long now = free.getAsLong();
        if (now < softLimit && !full) {
            full = true;
            LOG.error(
                    "event=disk-soft-limit folder={} free={} limit={} effect=\"intake closed\"",
                    folder,
                    now,
                    softLimit);
        } else if (now >= softLimit && full && now >= softLimit + BALLAST_OCTETS) {
            full = false;
            LOG.info("event=disk-free-again folder={} free={} limit={}", folder, now, softLimit);
        }
        try {
            if (full) {
                Files.deleteIfExists(ballast);
            } else if (now >= 2 * softLimit && !Files.exists(ballast)) {
                layBallast();
            }
        } catch (IOException e) {
            LOG.warn("event=ballast-failed reason=\"{}\"", e.getMessage());
        }
    }

    private void layBallast() throws IOException {
        Path fresh = ballast.resolveSibling("ballast.new");
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(fresh)) {
            for (int written = 0; written < BALLAST_OCTETS; written += block.length) {
                out.write(block);
            }
        }
        Files.move(fresh, ballast);
    }
}

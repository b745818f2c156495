package org.tongqu.config.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the free space of the data directory twice a second. Below the soft limit it says so, and frees the ballast (压舱文件):
 * a file that only takes room, so that deliveries still have some to drain into. Above twice the limit it lays the ballast
 * down again. Thread-safe.
 */
public final class DiskWatch {
    static final int BALLAST_OCTETS = 32 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

    private final Path ballast;
    private final long softLimit;
    private final LongSupplier free;
    private volatile boolean full;

    /**
     * @param data the data directory
     * @param softLimit in bytes
     */
    public DiskWatch(Path data, long softLimit) {
        this(data, softLimit, () -> data.toFile().getUsableSpace());
    }

    DiskWatch(Path data, long softLimit, LongSupplier free) {
        this.ballast = data.resolve("ballast");
        this.softLimit = softLimit;
        this.free = free;
    }

    /** Looks now and from then on. */
    public void start(ScheduledExecutorService scheduler) {
        look();
        scheduler.scheduleWithFixedDelay(this::look, 500, 500, TimeUnit.MILLISECONDS);
    }

    /** Whether free space is below the soft limit. */
    public boolean isFull() {
        return full;
    }

    /** Free space in bytes, as of now. */
    public long free() {
        return free.getAsLong();
    }

    void look() {
        long now = free.getAsLong();
        if (now < softLimit && !full) {
            full = true;
            LOG.error("event=disk-soft-limit free={} limit={} effect=\"intake closed\"", now, softLimit);
        } else if (now >= softLimit && full && now >= softLimit + BALLAST_OCTETS) {
            full = false;
            LOG.info("event=disk-free-again free={} limit={} effect=\"intake open\"", now, softLimit);
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

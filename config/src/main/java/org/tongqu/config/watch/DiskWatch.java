package org.tongqu.config.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks twice a second at the free space of every disk on which some of the data lies: journal and database may have disks of
 * their own. Thread-safe.
 */
public final class DiskWatch {
    private final List<WatchedDisk> disks;

    /** Of these disks. */
    DiskWatch(List<WatchedDisk> disks) {
        this.disks = List.copyOf(disks);
    }

    /**
     * Of the disks on which these folders are; of several on one disk the first gets its ballast.
     *
     * @param softLimit in bytes, of each disk
     * @throws IOException if one of the folders is not there
     */
    public static DiskWatch of(Collection<Path> folders, long softLimit) throws IOException {
        Map<Object, Path> byDisk = new LinkedHashMap<>();
        for (Path folder : folders) {
            byDisk.putIfAbsent(Files.getAttribute(folder, "unix:dev"), folder);
        }
        return new DiskWatch(byDisk.values().stream()
                .map(folder ->
                        new WatchedDisk(folder, softLimit, () -> folder.toFile().getUsableSpace()))
                .toList());
    }

    /** Looks now and from then on. */
    public void start(ScheduledExecutorService scheduler) {
        look();
        scheduler.scheduleWithFixedDelay(this::look, 500, 500, TimeUnit.MILLISECONDS);
    }

    /** Whether one of them has less free space than the soft limit. */
    public boolean isFull() {
        return disks.stream().anyMatch(WatchedDisk::isFull);
    }

    void look() {
        disks.forEach(WatchedDisk::look);
    }
}

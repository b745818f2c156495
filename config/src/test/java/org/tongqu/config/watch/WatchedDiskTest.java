package org.tongqu.config.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedDiskTest {
    private static final long LIMIT = 256L << 20;

    @TempDir
    Path data;

    private final AtomicLong free = new AtomicLong(10 * LIMIT);

    @Test
    void ballastIsLaidDownWhileThereIsRoomAndFreedAtTheSoftLimit() {
        WatchedDisk disk = new WatchedDisk(data, LIMIT, free::get);
        disk.look();
        assertThat(disk.isFull()).isFalse();
        assertThat(data.resolve("ballast")).hasSize(WatchedDisk.BALLAST_OCTETS);

        free.set(LIMIT - 1);
        disk.look();

        assertThat(disk.isFull()).isTrue();
        assertThat(data.resolve("ballast")).doesNotExist();
    }

    @Test
    void theRoomThatTheBallastGaveDoesNotOpenTheIntakeAgain() {
        WatchedDisk disk = new WatchedDisk(data, LIMIT, free::get);
        free.set(LIMIT - 1);
        disk.look();

        free.set(LIMIT + WatchedDisk.BALLAST_OCTETS - 1);
        disk.look();
        assertThat(disk.isFull()).isTrue();

        free.set(LIMIT + WatchedDisk.BALLAST_OCTETS);
        disk.look();
        assertThat(disk.isFull()).isFalse();
    }
}

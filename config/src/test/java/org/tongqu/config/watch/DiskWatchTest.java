package org.tongqu.config.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskWatchTest {
    private static final long LIMIT = 256L << 20;

    @TempDir
    Path data;

    private final AtomicLong free = new AtomicLong(10 * LIMIT);

    @Test
    void ballastIsLaidDownWhileThereIsRoomAndFreedAtTheSoftLimit() {
        DiskWatch watch = new DiskWatch(data, LIMIT, free::get);
        watch.look();
        assertThat(watch.isFull()).isFalse();
        assertThat(data.resolve("ballast")).hasSize(DiskWatch.BALLAST_OCTETS);

        free.set(LIMIT - 1);
        watch.look();

        assertThat(watch.isFull()).isTrue();
        assertThat(data.resolve("ballast")).doesNotExist();
    }

    @Test
    void theRoomThatTheBallastGaveDoesNotOpenTheIntakeAgain() {
        DiskWatch watch = new DiskWatch(data, LIMIT, free::get);
        free.set(LIMIT - 1);
        watch.look();

        free.set(LIMIT + DiskWatch.BALLAST_OCTETS - 1);
        watch.look();
        assertThat(watch.isFull()).isTrue();

        free.set(LIMIT + DiskWatch.BALLAST_OCTETS);
        watch.look();
        assertThat(watch.isFull()).isFalse();
    }
}

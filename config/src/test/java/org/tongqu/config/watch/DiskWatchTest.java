package org.tongqu.config.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disks of the data together; what is done about one is the matter of {@link WatchedDiskTest}. */
class DiskWatchTest {
    private static final long LIMIT = 256L << 20;

    @TempDir
    Path data;

    @Test
    void oneFullDiskOfSeveralIsEnough() {
        AtomicLong roomy = new AtomicLong(10 * LIMIT);
        AtomicLong tight = new AtomicLong(10 * LIMIT);
        DiskWatch watch = new DiskWatch(
                List.of(new WatchedDisk(data, LIMIT, roomy::get), new WatchedDisk(data, LIMIT, tight::get)));
        watch.look();
        assertThat(watch.isFull()).isFalse();

        tight.set(LIMIT - 1);
        watch.look();
        assertThat(watch.isFull()).isTrue();

        tight.set(10 * LIMIT);
        watch.look();
        assertThat(watch.isFull()).isFalse();
    }

    @Test
    void foldersOnOneDiskShareItsBallast() throws IOException {
        Path journal = Files.createDirectory(data.resolve("journal"));

        DiskWatch.of(List.of(data, journal), 1).look();

        assertThat(data.resolve("ballast")).exists();
        assertThat(journal.resolve("ballast")).doesNotExist();
    }

    @Test
    void aFolderThatIsNotThereIsNotTakenForAFullDisk() {
        assertThatThrownBy(() -> DiskWatch.of(List.of(data.resolve("none")), LIMIT))
                .isInstanceOf(NoSuchFileException.class);
    }
}

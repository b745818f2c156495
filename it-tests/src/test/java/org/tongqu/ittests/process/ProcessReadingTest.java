package org.tongqu.ittests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessReadingTest {
    @Test
    void itSeesTheTimeThatThisProcessBurns() throws IOException {
        long pid = ProcessHandle.current().pid();
        ProcessReading before = ProcessReading.of(pid);
        long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
        long spins = 0;
        while (System.nanoTime() < end) {
            spins++;
        }

        ProcessReading after = ProcessReading.of(pid);

        assertThat(spins).isPositive();
        assertThat(after.cpuMillis() - before.cpuMillis()).isGreaterThan(50);
        assertThat(after.residentKib()).isGreaterThan(10_000);
        assertThat(after.peakResidentKib()).isGreaterThanOrEqualTo(after.residentKib());
        assertThat(after.threads()).isGreaterThan(5);
        assertThat(ProcessReading.treeCpuMillis(pid)).isGreaterThanOrEqualTo(after.cpuMillis());
    }

    @Test
    void aFolderInMemoryIsToldFromADisk(@TempDir Path folder) throws IOException {
        assertThat(Disk.isMemory(Path.of("/dev"))).isTrue();
        assertThat(Disk.syncsPerSecond(folder, Duration.ofMillis(100))).isPositive();
    }
}

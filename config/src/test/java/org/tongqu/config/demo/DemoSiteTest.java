package org.tongqu.config.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSiteTest {
    @TempDir
    Path data;

    @Test
    void theDemoHasEveryFileOfItsSite() throws IOException {
        DemoSite site = new DemoSite(data);
        site.prepare(Clock.systemUTC());

        Path shipped = Path.of("sites/demo");
        assertThat(filesBelow(shipped)).hasSizeGreaterThan(20);
        assertThat(filesBelow(site.directory())).containsAll(filesBelow(shipped));
        assertThat(site.directory().resolve("sharing/enterprises.yml"))
                .hasSameBinaryContentAs(shipped.resolve("sharing/enterprises.yml"));
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).map(directory::relativize).toList();
        }
    }

    @Test
    void whatAnEarlierVersionMadeIsRefusedInWords() throws IOException {
        DemoSite site = new DemoSite(data);
        site.prepare(Clock.systemUTC());
        Files.delete(site.privateKey(Complaints.BUREAU));

        assertThatThrownBy(() -> site.prepare(Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining("990101.urban")
                .hasMessageContaining("--data");
    }
}

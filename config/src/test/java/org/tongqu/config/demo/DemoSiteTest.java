package org.tongqu.config.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSiteTest {
    @TempDir
    Path data;

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

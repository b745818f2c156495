package org.tongqu.config.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void aSecondGatewayIsRefusedUntilTheFirstIsGone() throws Exception {
        Path root = parent.resolve("data");
        try (DataDirectory first = DataDirectory.lock(root)) {
            assertThat(first.root()).isEqualTo(root);
            assertThatThrownBy(() -> DataDirectory.lock(root))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("in use by another gateway");
        }
        DataDirectory.lock(root).close();
    }

    @Test
    void nobodyElseMayLookInside() throws Exception {
        Path root = parent.resolve("data");

        DataDirectory.lock(root).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
    }
}

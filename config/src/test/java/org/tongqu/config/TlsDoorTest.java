package org.tongqu.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.site.SiteSettings;

class TlsDoorTest {
    @TempDir
    private Path folder;

    @Test
    void anIdentityThatCannotBeUsedIsNamedAndTheStartRefused() throws IOException {
        Path file = folder.resolve("tls.pem");
        refused(file, "tls.pem");
        Files.writeString(file, "nothing of the kind");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        refused(file, "holds no unencrypted private key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        refused(file, "tls.pem");
    }

    private static void refused(Path file, String why) {
        assertThatThrownBy(() -> TlsDoor.of(new SiteSettings.Tls(8443, file, List.of())))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("listen.tls.identity cannot be used")
                .hasMessageContaining(why);
    }
}

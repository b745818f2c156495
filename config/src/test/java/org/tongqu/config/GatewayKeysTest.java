package org.tongqu.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.config.demo.DemoSite;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.site.LoadedSite;
import org.tongqu.config.site.SiteLoader;
import org.tongqu.record.KeyId;
import org.tongqu.record.schema.Schemas;

class GatewayKeysTest {
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    @TempDir
    Path data;

    private LoadedSite site;
    private Path password;
    private Path siteFile;

    @BeforeEach
    void make() throws Exception {
        DemoSite demo = new DemoSite(data);
        demo.prepare(Clock.systemUTC());
        password = data.resolve("secrets/990101.gateway.password");
        siteFile = demo.directory().resolve("site.yml");
        load();
    }

    private void load() throws Exception {
        site = new SiteLoader(Schemas.shipped()).load(data.resolve("site"), data, 1);
    }

    @Test
    void theKeyComesOutOfItsKeystore() throws StartRefused {
        assertThat(GatewayKeys.open(site, PROVIDER)).singleElement().satisfies(key -> assertThat(key.kid())
                .isEqualTo(KeyId.parse("990101.gateway#k1")));
    }

    @Test
    void aWrongPasswordOneThatOthersMayReadAndOneThatIsNotThereAreNoStart() throws Exception {
        String right = Files.readString(password);
        Files.writeString(password, "wrong");
        refused("keystore with this password");

        Files.writeString(password, right);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        refused("990101.gateway.password");

        Files.writeString(
                siteFile,
                Files.readString(siteFile)
                        .replace("file:secrets/990101.gateway.password", "env:TONGQU_NO_SUCH_VARIABLE"));
        load();
        refused("TONGQU_NO_SUCH_VARIABLE");
    }

    private void refused(String because) {
        assertThatThrownBy(() -> GatewayKeys.open(site, PROVIDER))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(because);
    }
}

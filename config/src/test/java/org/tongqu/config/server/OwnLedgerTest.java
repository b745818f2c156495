package org.tongqu.config.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.site.SiteSettings.SecretReference;
import org.tongqu.config.site.SiteSettings.Server;
import org.tongqu.config.site.SiteSettings.Shared;

/** No ledger is left behind or begun anew by mistake. */
class OwnLedgerTest {
    private final ScheduledExecutorService watchers = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    private Path data;

    @AfterEach
    void stop() {
        watchers.shutdownNow();
    }

    @Test
    void aDiskThatIsNotMountedIsNoNewGateway() throws IOException {
        Files.createFile(data.resolve("ledger-made"));
        Files.createDirectory(data.resolve("postgres"));
        assertThatThrownBy(() -> new OwnLedger(data).prepare(new SecureRandom()))
                .satisfies(OwnLedgerTest::isNotMounted);
        assertThatThrownBy(() -> servers(null).database("node", Clock.systemUTC()))
                .satisfies(OwnLedgerTest::isNotMounted);
        assertThat(data.resolve("postgres/data")).doesNotExist();
    }

    private static void isNotMounted(Throwable refused) {
        assertThat(refused).isInstanceOf(StartRefused.class).hasMessageContaining("is its disk not mounted?");
    }

    @Test
    void whoComesToShareADatabaseLeavesNoRecordsBehind() throws IOException {
        Files.createDirectories(data.resolve("postgres/data"));
        Files.writeString(data.resolve("postgres/data/PG_VERSION"), "18");
        SecretReference password = new SecretReference.InFile(data.resolve("password"));
        Shared shared = new Shared(
                new Server("jdbc:postgresql://127.0.0.1:1/tongqu", "u", password),
                new Server("tcp://127.0.0.1:1", "u", password),
                Duration.ofHours(1));
        assertThatThrownBy(() -> servers(shared).database("node", Clock.systemUTC()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("has a ledger of its own");
    }

    private Servers servers(Shared shared) {
        return new Servers(shared, data, new SecureRandom(), watchers);
    }
}

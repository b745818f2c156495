package org.tongqu.config.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.site.Secrets;
import org.tongqu.config.site.SiteSettings;
import org.tongqu.security.key.KeyFileProblem;

/**
 * Starts or finds database and broker, as the site says.
 *
 * @param shared those that several nodes use; null for ones of our own
 * @param data the data directory
 * @param random for passwords of our own ones
 * @param watchers look after both
 */
public record Servers(
        SiteSettings.@Nullable Shared shared, Path data, SecureRandom random, ScheduledExecutorService watchers) {
    /** Where the programs of our own database are unpacked, below the data directory. */
    static final String PROGRAMS = "programs";

    /** Where our own database lies, below the data directory. */
    public static final String POSTGRES = "postgres";

    private static final String BROKER = "broker";
    private static final Duration NAME_HELD_FOR = Duration.ofSeconds(30);

    /**
     * The folders in which data lies, made if they are not there; each may be a disk of its own.
     *
     * @throws IOException if one cannot be made
     */
    public List<Path> folders() throws IOException {
        List<Path> folders =
                shared == null ? List.of(data, data.resolve(POSTGRES), data.resolve(BROKER)) : List.of(data);
        for (Path folder : folders) {
            Files.createDirectories(folder);
        }
        return folders;
    }

    /**
     * The ledger's database; it answers.
     *
     * @param node the name that this process runs under
     * @param clock by which leases go
     * @throws StartRefused if it does not come up or is not what is needed
     */
    public Database database(String node, Clock clock) throws StartRefused, IOException {
        OwnLedger own = new OwnLedger(data);
        if (shared == null) {
            return EmbeddedDatabase.start(own, random, watchers);
        }
        own.requireNone();
        return SharedDatabase.connect(login("database", shared.database()), node, clock, NAME_HELD_FOR, watchers);
    }

    /**
     * The broker; it answers.
     *
     * @param onFailure ends the process when our own one cannot go on
     * @param clock steady
     * @throws StartRefused if it does not come up
     */
    public Broker broker(Runnable onFailure, Clock clock) throws StartRefused {
        return shared == null
                ? WatchedBroker.start(data.resolve(BROKER), random, onFailure, watchers)
                : SharedBroker.connect(login("broker", shared.broker()), shared.withoutBroker(), clock, watchers);
    }

    private static Login login(String what, SiteSettings.Server server) throws StartRefused {
        try {
            return new Login(server.url(), server.user(), Secrets.text(server.password()));
        } catch (KeyFileProblem e) {
            throw new StartRefused(
                    what + ".password 读不出 / the password of " + what + " cannot be read: " + e.getMessage(), e);
        }
    }
}

package org.tongqu.config.version;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.config.files.FileProblem;
import org.tongqu.config.site.InvalidSite;
import org.tongqu.config.site.LoadedSite;
import org.tongqu.config.site.SiteDifference;
import org.tongqu.config.site.SiteLoader;
import org.tongqu.record.port.SiteControl;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Site;

/**
 * Every version of the site this gateway has served, each a copy in {@code site-versions/<n>.zip} of the data directory; one is in
 * force. A change is a new version: copied, read from the copy, checked, then put in force in one step; nothing is changed by a
 * site with mistakes. Who changed what and when is appended to {@code site-versions/log}. Thread-safe.
 *
 * <p>Deliveries under way follow by themselves: each looks up the rule in force when it is mapped, and is parked if its grant
 * is gone.
 */
public final class SiteVersions implements Sites, SiteControl {
    private static final Logger LOG = LoggerFactory.getLogger(SiteVersions.class);
    private static final String CURRENT = "current";

    private final Path data;
    private final Path home;
    private final SiteLoader loader;
    private final Clock clock;
    private final List<SiteCheck> checks = new ArrayList<>();
    private volatile LoadedSite inForce;

    private SiteVersions(Path data, SiteLoader loader, Clock clock, LoadedSite inForce) {
        this.data = data;
        this.home = home(data);
        this.loader = loader;
        this.clock = clock;
        this.inForce = inForce;
    }

    /**
     * Opens the versions; at the first time the site in {@code directory} becomes version 1. Later that directory is not even
     * read: a running site changes by {@link #apply} alone.
     *
     * @throws InvalidSite if the site holds mistakes
     */
    public static SiteVersions open(Path data, Path directory, SiteLoader loader, Clock clock)
            throws InvalidSite, IOException {
        Path home = home(data);
        Path current = home.resolve(CURRENT);
        if (!Files.exists(current)) {
            LoadedSite site = first(data, archive(home, 1), directory, loader);
            SiteVersions versions = new SiteVersions(data, loader, clock, site);
            versions.putInForce(site, "first start", "start");
            return versions;
        }
        int number = Integer.parseInt(Files.readString(current).strip());
        LoadedSite site = archive(home, number).load(loader, data, number);
        return new SiteVersions(data, loader, clock, site);
    }

    private static Path home(Path data) {
        return data.resolve("site-versions");
    }

    private static SiteArchive archive(Path home, int version) {
        return new SiteArchive(home.resolve(version + ".zip"));
    }

    /** Reads the first version from its copy, once: reading thousands of parties twice would double the start. */
    private static LoadedSite first(Path data, SiteArchive copy, Path directory, SiteLoader loader)
            throws InvalidSite, IOException {
        if (!Files.isRegularFile(directory.resolve("site.yml"))) {
            // Nothing to copy; the loader says what is missing.
            return loader.load(directory, data, 1);
        }
        copy.pack(directory, Map.of());
        try {
            LoadedSite site = copy.load(loader, data, 1);
            if (site.shippedDialects().isEmpty()) {
                return site;
            }
            copy.pack(directory, site.shippedDialects());
            return copy.load(loader, data, 1);
        } catch (InvalidSite invalid) {
            copy.delete();
            throw invalid;
        }
    }

    @Override
    public Site current() {
        return inForce.site();
    }

    /** The site in force with the settings of its process. */
    public LoadedSite loaded() {
        return inForce;
    }

    /** Adds what a new version must pass besides being free of mistakes; called while the gateway is put together. */
    public synchronized void require(SiteCheck check) {
        checks.add(check);
    }

    @Override
    public synchronized Change apply(Path directory, String who) {
        int next = current().version() + 1;
        return attempt(() -> {
            archive(home, next)
                    .pack(directory, loader.load(directory, data, next).shippedDialects());
            return adopt(next, who, "apply");
        });
    }

    @Override
    public synchronized Change rollback(String who) {
        int version = current().version();
        if (version == 1) {
            return refused(List.of("没有更早的版本 / there is no earlier version"));
        }
        return attempt(() -> {
            archive(home, version + 1).copy(archive(home, version - 1));
            return adopt(version + 1, who, "rollback");
        });
    }

    private Change attempt(Attempt attempt) {
        try {
            return attempt.change();
        } catch (InvalidSite e) {
            return refused(e.problems().stream().map(FileProblem::toString).toList());
        } catch (IOException e) {
            return refused(List.of("站点无法复制 / the site cannot be copied: " + e.getMessage()));
        }
    }

    /** Puts a version in force whose copy has been made, unless something speaks against it. */
    private Change adopt(int version, String who, String how) throws InvalidSite, IOException {
        Site before = current();
        LoadedSite site = archive(home, version).load(loader, data, version);
        List<String> errors = new ArrayList<>();
        if (!site.site().id().equals(before.id())) {
            errors.add("站点标识不能改变 / the site's id cannot change: " + before.id() + " → "
                    + site.site().id());
        }
        checks.forEach(check -> check.objection(site.site()).ifPresent(errors::add));
        if (!errors.isEmpty()) {
            archive(home, version).delete();
            return refused(errors);
        }
        List<String> differences = new ArrayList<>(SiteDifference.between(before, site.site()));
        if (!site.settings().equals(inForce.settings())) {
            differences.add("~ listen, storage or private keys (after the next start 重启后生效)");
        }
        putInForce(site, who, how);
        return new Change(version, List.of(), differences);
    }

    private Change refused(List<String> errors) {
        return new Change(current().version(), errors, List.of());
    }

    private void putInForce(LoadedSite site, String who, String how) throws IOException {
        String number = Integer.toString(site.site().version());
        Path fresh = home.resolve(CURRENT + ".new");
        Files.writeString(
                fresh,
                number + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(fresh, home.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
        // From here on every start serves it, whatever else goes wrong.
        inForce = site;
        String name = who.replaceAll("[\\p{Cntrl}\"]", " ");
        try {
            Files.writeString(
                    home.resolve("log"),
                    clock.instant() + " version=" + number + " how=" + how + " who=\"" + name + "\"\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.error("event=site-log-failed version={} reason=\"{}\"", number, e.getMessage());
        }
        LOG.info("event=site-version version={} how=\"{}\" who=\"{}\"", number, how, name);
    }

    /** Says in the log if what is in this directory is not what is in force, as after an edit that was not applied. */
    public void compareWith(Path directory) {
        try {
            List<String> differences = SiteDifference.between(
                    current(), loader.load(directory, data, current().version()).site());
            if (!differences.isEmpty()) {
                LOG.warn(
                        "event=site-differs version={} differences=\"{}\" mend=\"./tongqu apply --site {} --who NAME\"",
                        current().version(),
                        String.join("; ", differences),
                        directory);
            }
        } catch (InvalidSite e) {
            LOG.warn(
                    "event=site-not-compared directory={} mistakes={}",
                    directory,
                    e.problems().size());
        }
    }

    private interface Attempt {
        Change change() throws InvalidSite, IOException;
    }

    /** What a new version must pass besides being free of mistakes. */
    public interface SiteCheck {
        /** Why the site cannot come into force, for the operator; empty if it can. */
        Optional<String> objection(Site site);
    }
}

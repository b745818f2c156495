package org.tongqu.adapters.frontdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.failure.Brief;

/**
 * The JDBC drivers that are there: those that come with the gateway, and those whose jars lie in a folder. Vendors' drivers are theirs to
 * give, so most are not shipped. Read once, at the first use. Thread-safe.
 */
public final class Drivers {
    private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

    private final Path folder;
    private List<Driver> found = List.of();
    private boolean isRead;

    /** @param folder with jars; need not be there */
    public Drivers(Path folder) {
        this.folder = folder;
    }

    /** Whether there is a driver for this address. */
    public boolean isThereFor(String url) {
        return forAddress(url).isPresent();
    }

    /** The driver for this address; empty if none of them takes it. */
    Optional<Driver> forAddress(String url) {
        return all().stream().filter(driver -> accepts(driver, url)).findFirst();
    }

    /** Where jars of drivers are looked for. */
    public Path folder() {
        return folder;
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException anothers) {
            return false;
        }
    }

    private synchronized List<Driver> all() {
        if (!isRead) {
            List<Driver> drivers = new ArrayList<>();
            // It stays open as long as the gateway runs: drivers load their classes when they need them.
            URLClassLoader jars = new URLClassLoader("drivers", jars(), Drivers.class.getClassLoader());
            Iterator<Driver> all = ServiceLoader.load(Driver.class, jars).iterator();
            while (hasNext(all)) {
                add(all, drivers);
            }
            found = List.copyOf(drivers);
            isRead = true;
        }
        return found;
    }

    private boolean hasNext(Iterator<Driver> all) {
        try {
            return all.hasNext();
        } catch (ServiceConfigurationError broken) {
            return warned(broken);
        }
    }

    private void add(Iterator<Driver> all, List<Driver> drivers) {
        try {
            drivers.add(all.next());
        } catch (ServiceConfigurationError broken) {
            boolean unused = warned(broken);
        }
    }

    /** A jar of which nothing can be made must not take the other drivers along. */
    private boolean warned(ServiceConfigurationError broken) {
        LOG.warn("event=driver-broken folder={} words=\"{}\"", folder, Brief.of(String.valueOf(broken.getMessage())));
        return true;
    }

    private URL[] jars() {
        if (!Files.isDirectory(folder)) {
            return new URL[0];
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(Drivers::url)
                    .toArray(URL[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.tongqu.config.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL programs from the class path, unpacked once. Linux on x86-64 and arm64. */
public final class PostgresBinaries {
    /** The major version of the programs; a data directory of another one is refused. */
    static final String MAJOR = "18";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final String UNPACKED = "postgres-18.6";
    private static final int BUFFER = 1 << 16;
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /**
     * Unpacks the programs below this directory, unless they are there. Safe for several processes at once: whoever is first
     * moves a whole copy into place.
     *
     * @throws StartRefused if there are none for this machine
     */
    public static PostgresBinaries unpackedBelow(Path parent) throws StartRefused, IOException {
        Path home = parent.resolve(UNPACKED);
        if (!Files.isRegularFile(home.resolve("bin/postgres"))) {
            Files.createDirectories(parent);
            Path fresh = Files.createTempDirectory(parent, UNPACKED + ".");
            Files.setPosixFilePermissions(fresh, PROGRAM);
            unpack(fresh);
            Durable.all(fresh);
            try {
                Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException anotherWasFirst) {
                LOG.debug("PostgreSQL was unpacked by another process");
            } catch (FileSystemException e) {
                if (!Files.isRegularFile(home.resolve("bin/postgres"))) {
                    throw e;
                }
            }
        }
        return new PostgresBinaries(home);
    }

    /** The path of a program such as {@code pg_ctl}. */
    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static String archive() throws StartRefused {
        String machine = System.getProperty("os.arch", "");
        return switch (machine) {
            case "amd64", "x86_64" -> "/postgres-linux-x86_64.tar.gz";
            case "aarch64", "arm64" -> "/postgres-linux-arm_64.tar.gz";
            default ->
                throw new StartRefused("没有适用于 " + machine + " 的内置 PostgreSQL / no embedded PostgreSQL for " + machine);
        };
    }

    private static void unpack(Path target) throws StartRefused, IOException {
        String archive = archive();
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw new StartRefused("缺少内置 PostgreSQL / the embedded PostgreSQL is missing: " + archive);
            }
            TarArchiveInputStream tar =
                    new TarArchiveInputStream(new BufferedInputStream(new GZIPInputStream(packed, BUFFER), BUFFER));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(target, entry, tar);
            }
        }
    }

    private static void write(Path target, TarArchiveEntry entry, InputStream content) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("archive entry leaves its directory");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, path);
            if ((entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(path, PROGRAM);
            }
        }
    }
}

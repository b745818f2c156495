package org.tongqu.config.version;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tongqu.config.site.InvalidSite;
import org.tongqu.config.site.LoadedSite;
import org.tongqu.config.site.SiteLoader;

/**
 * One version of the site as a zip file: synced and moved into place whole, so that a crash leaves either all of it or nothing,
 * and a site of thousands of parties costs one file and not thousands.
 *
 * @param file where it is
 */
record SiteArchive(Path file) {
    /** Packs what is in this directory. An archive that was there is replaced. */
    void pack(Path directory) throws IOException {
        write(out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.setLevel(Deflater.BEST_SPEED);
            for (Path path : filesIn(directory)) {
                zip.putNextEntry(new ZipEntry(directory.relativize(path).toString()));
                Files.copy(path, zip);
                zip.closeEntry();
            }
            zip.finish();
        });
    }

    /** Makes this archive a copy of another. */
    void copy(SiteArchive other) throws IOException {
        write(out -> Files.copy(other.file, out));
    }

    private void write(Content content) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** @throws InvalidSite if the site holds mistakes */
    LoadedSite load(SiteLoader loader, Path data, int version) throws InvalidSite, IOException {
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            return loader.load(zip.getPath("/"), data, version);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}

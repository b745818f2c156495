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
import java.util.Map;
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
    /**
     * Packs what is in this directory, and the dialects that are shipped with the program, so that another program does not translate
     * otherwise before somebody has applied it. An archive that was there is replaced.
     *
     * @param dialects their folders by family; packed without their samples
     */
    void pack(Path directory, Map<String, Path> dialects) throws IOException {
        write(out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.setLevel(Deflater.BEST_SPEED);
            for (Path path : filesIn(directory)) {
                add(zip, directory.relativize(path).toString(), path);
            }
            for (Map.Entry<String, Path> dialect : dialects.entrySet()) {
                for (Path path : filesIn(dialect.getValue())) {
                    Path within = dialect.getValue().relativize(path);
                    if (!within.startsWith("samples")) {
                        add(zip, "dialects/" + dialect.getKey() + "/" + within, path);
                    }
                }
            }
            zip.finish();
        });
    }

    private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(file, zip);
        zip.closeEntry();
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

package org.tongqu.adapters.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A folder, here or elsewhere. Names are names only, and files are files: nothing leads out of it, neither a path in a name nor a link.
 * Thread-safe.
 *
 * @param root the folder
 */
record Place(Path root) {
    /** Ends the name of what is being written; nobody looks at such a file. */
    static final String PART = ".part";

    private static final OpenOption[] HERE = {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS};
    private static final OpenOption[] ELSEWHERE = {StandardOpenOption.READ};

    /** The names of what lies in it. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        return names;
    }

    /** Whether the folder itself is there. */
    boolean isThere() {
        return Files.isDirectory(root);
    }

    /** Whether there is a file of this name: no folder, no link. */
    boolean has(String name) throws IOException {
        try {
            return Files.readAttributes(path(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isRegularFile();
        } catch (NoSuchFileException notThere) {
            return false;
        }
    }

    /** A file, to be closed. A link that took its place meanwhile is not followed on this machine. */
    InputStream open(String name) throws IOException {
        return Files.newInputStream(path(name), isHere() ? HERE : ELSEWHERE);
    }

    /** A file that is in memory whole, at most this large; cut there if it is larger. */
    byte[] read(String name, int most) throws IOException {
        try (InputStream in = open(name)) {
            return in.readNBytes(most);
        }
    }

    /** Writes a file so that it is there whole or not at all: under another name, to the disk, and renamed. What has its name goes. */
    void write(String name, byte[] octets) throws IOException {
        Path part = path(name + PART);
        Files.deleteIfExists(part);
        try (WritableByteChannel out =
                Files.newByteChannel(part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
            ByteBuffer left = ByteBuffer.wrap(octets);
            while (left.hasRemaining()) {
                out.write(left);
            }
            if (out instanceof FileChannel file) {
                file.force(true);
            }
        }
        move(name + PART, name);
    }

    /** Renames a file; what has the other name goes. */
    void move(String from, String to) throws IOException {
        Path source = path(from);
        Path target = path(to);
        if (isHere()) {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            sync(Objects.requireNonNull(target.getParent()));
            sync(Objects.requireNonNull(source.getParent()));
        } else {
            Files.deleteIfExists(target);
            Files.move(source, target);
        }
    }

    /** Deletes a file, if it is there. */
    void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    /** A folder in this one, made if it is not there. */
    Place within(String name) throws IOException {
        Path folder = path(name);
        if (!isFolder(name)) {
            Files.createDirectory(folder);
        }
        return new Place(folder);
    }

    /** Whether there is a folder of this name, and no link. */
    boolean isFolder(String name) {
        return Files.isDirectory(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** What is renamed is so after a power loss too. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private boolean isHere() {
        return root.getFileSystem().equals(FileSystems.getDefault());
    }

    /** Our own names may have one folder in front; no name of a party's has. */
    private Path path(String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root.normalize()) || path.equals(root.normalize())) {
            throw new IllegalArgumentException("a name that leads out of the folder");
        }
        return path;
    }
}

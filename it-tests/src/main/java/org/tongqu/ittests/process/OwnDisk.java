package org.tongqu.ittests.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A file system of its own, ext4 in a file, that can be filled up, and whose power can be cut: then everything that was not
 * synced is gone, as after a power failure. Needs root.
 */
public final class OwnDisk implements AutoCloseable {
    private static final String FILLER = "filler-";
    private static final int BLOCK = 64 * 1024;
    private static final Duration UNMOUNT = Duration.ofSeconds(20);

    private final Path image;
    private final Path root;
    private volatile boolean mounted;

    private OwnDisk(Path image, Path root) {
        this.image = image;
        this.root = root;
    }

    /** Why there can be none here; empty if there can. */
    public static Optional<String> obstacle() {
        if (!Program.run("id", "-u").strip().equals("0")) {
            return Optional.of("mounting needs root");
        }
        return Stream.of("mkfs.ext4", "mount", "xfs_io", "fallocate")
                .filter(program -> !Program.exists(program))
                .findFirst()
                .map(program -> program + " is not installed");
    }

    /**
     * Makes and mounts one.
     *
     * @param folder where image and mount point are made
     * @param size in bytes; room is taken as it is used
     */
    public static OwnDisk create(Path folder, long size) {
        return create(folder.resolve("disk.ext4"), folder.resolve("disk"), size);
    }

    /**
     * Makes one and mounts it where it is wanted.
     *
     * @param image file to be made, on another disk
     * @param root where to mount it; made if it is not there
     * @param size in bytes; room is taken as it is used
     */
    static OwnDisk create(Path image, Path root, long size) {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.run("truncate", "-s", Long.toString(size), image.toString());
        Program.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        OwnDisk disk = new OwnDisk(image, root);
        disk.mount();
        Runtime.getRuntime().addShutdownHook(new Thread(disk::letGo, "let-go"));
        return disk;
    }

    /** Where it is mounted. */
    public Path root() {
        return root;
    }

    /** Leaves at most this much room; what it took before stays taken. */
    public void fillTo(long left) {
        long room = root.toFile().getUsableSpace() - left;
        if (room > BLOCK) {
            // The file system needs some of it for itself.
            Program.run(
                    "fallocate",
                    "-l",
                    Long.toString(room - room / 50),
                    filler("bulk", left).toString());
        }
        try (OutputStream rest = Files.newOutputStream(filler("rest", left))) {
            byte[] block = new byte[BLOCK];
            while (root.toFile().getUsableSpace() > left) {
                rest.write(block);
            }
        } catch (IOException full) {
            // As full as can be.
            return;
        }
    }

    /** Gives the room back, for good. */
    public void free() {
        try (Stream<Path> files = Files.list(root)) {
            for (Path file : files.filter(one -> one.getFileName().toString().startsWith(FILLER))
                    .toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Or they would be back after a power cut.
        Program.run("sync", "-f", root.toString());
    }

    /** The power goes: nothing is written any more, what was not synced never was. */
    public void cutPower() {
        Program.run("xfs_io", "-x", "-c", "shutdown", root.toString());
    }

    /** The power is back. Whoever used the disk must be gone. */
    public void powerOn() {
        unmount();
        mount();
    }

    private Path filler(String what, long left) {
        return root.resolve(FILLER + what + "-" + left);
    }

    private void mount() {
        Program.run("mount", "-o", "loop", image.toString(), root.toString());
        mounted = true;
    }

    /** Whoever is interrupted leaves no mount behind. */
    private void letGo() {
        if (mounted) {
            Program.run("umount", "-l", root.toString());
        }
    }

    private void unmount() {
        long end = System.nanoTime() + UNMOUNT.toNanos();
        while (true) {
            try {
                Program.run("umount", root.toString());
                mounted = false;
                return;
            } catch (IllegalStateException busy) {
                if (System.nanoTime() > end) {
                    throw busy;
                }
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        }
    }

    @Override
    public void close() {
        unmount();
        try {
            Files.deleteIfExists(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

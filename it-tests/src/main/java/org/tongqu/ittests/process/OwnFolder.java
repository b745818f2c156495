package org.tongqu.ittests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder that is moved to a disk of its own, which is then mounted in its place, as an operator may do; {@link #close} moves it back.
 * Nobody may use the folder while it moves. Needs what {@link OwnDisk} needs.
 */
public final class OwnFolder implements AutoCloseable {
    private final Path folder;
    private final OwnDisk disk;

    private OwnFolder(Path folder, OwnDisk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /**
     * Moves a folder.
     *
     * @param image file to be made for the disk, on another disk
     * @param size of the disk in bytes
     */
    public static OwnFolder move(Path folder, Path image, long size) {
        Path aside = aside(folder);
        try {
            Files.move(folder, aside);
            OwnDisk disk = OwnDisk.create(image, folder, size);
            Files.delete(folder.resolve("lost+found"));
            copy(aside, folder);
            Program.run("rm", "-r", aside.toString());
            return new OwnFolder(folder, disk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The disk. */
    public OwnDisk disk() {
        return disk;
    }

    @Override
    public void close() {
        Path aside = aside(folder);
        copy(folder, aside);
        disk.close();
        try {
            Files.delete(folder);
            Files.move(aside, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path aside(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".aside");
    }

    /** And it stays there, whatever becomes of the power next. */
    private static void copy(Path from, Path to) {
        Program.run("cp", "-aT", from.toString(), to.toString());
        Program.run("sync", "--file-system", to.toString());
    }
}

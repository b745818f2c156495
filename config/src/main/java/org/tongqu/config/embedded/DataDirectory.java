package org.tongqu.config.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The data directory (数据目录), held by this process alone until closed or dead. Created with mode 0700 if it is not there.
 */
public final class DataDirectory implements AutoCloseable {
    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the directory.
     *
     * @throws StartRefused if another process holds it, or it cannot be written
     */
    public static DataDirectory lock(Path directory) throws StartRefused {
        Path root = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new StartRefused(
                        "数据目录 " + root + " 正被另一个网关使用 / data directory " + root + " is in use by another gateway");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(root, channel, lock);
        } catch (IOException e) {
            throw new StartRefused("数据目录不可写 / data directory cannot be written: " + root, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    /** Its absolute path. */
    public Path root() {
        return root;
    }

    /** A path below it. */
    public Path resolve(String name) {
        return root.resolve(name);
    }

    /** Lets the directory go. */
    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}

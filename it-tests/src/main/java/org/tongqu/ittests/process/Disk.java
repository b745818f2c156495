package org.tongqu.ittests.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the disk under a folder is and can do. */
public final class Disk {
    private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs", "devtmpfs");
    private static final int BLOCK = 4096;

    private Disk() {}

    /**
     * Whether what is written below this folder is kept in memory only, by the longest mount point in {@code /proc/mounts}.
     *
     * @throws IOException if the folder does not exist
     */
    public static boolean isMemory(Path folder) throws IOException {
        Path real = folder.toRealPath();
        String type = "";
        int longest = -1;
        List<String> mounts = Files.readAllLines(Path.of("/proc/mounts"));
        for (String mount : mounts) {
            String[] fields = mount.split(" ", -1);
            Path point = Path.of(fields[1].replace("\\040", " "));
            if (real.startsWith(point) && point.getNameCount() >= longest) {
                longest = point.getNameCount();
                type = fields[2];
            }
        }
        return MEMORY.contains(type);
    }

    /**
     * How many times a second a block of 4 KiB can be written and synced, one after the other ({@code fdatasync}).
     *
     * @param folder where a file is made and removed
     */
    public static double syncsPerSecond(Path folder, Duration time) throws IOException {
        Path file = Files.createTempFile(folder, "sync", ".probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            long start = System.nanoTime();
            long end = start + time.toNanos();
            long syncs = 0;
            while (System.nanoTime() < end) {
                block.clear();
                channel.write(block, syncs % 256 * BLOCK);
                channel.force(false);
                syncs++;
            }
            return syncs * 1e9 / (System.nanoTime() - start);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}

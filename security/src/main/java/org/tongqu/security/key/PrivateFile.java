package org.tongqu.security.key;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Files that only their owner may read (0600). A write is whole or not at all, and on the disk when it returns. One process
 * at a time, as the lock on the data directory ensures.
 */
public final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_READS = PosixFilePermissions.fromString("r--------");

    private PrivateFile() {}

    /**
     * Writes or replaces a file, making its directories (0700) if needed.
     *
     * @throws KeyFileProblem if it cannot be written
     */
    public static void replace(Path file, byte[] content) {
        Path target = file.toAbsolutePath();
        Path directory = target.resolveSibling("");
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        try {
            makeDirectories(directory);
            Files.deleteIfExists(fresh);
            try (FileChannel channel = FileChannel.open(
                    fresh, EnumSet.of(CREATE_NEW, WRITE), PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                ByteBuffer octets = ByteBuffer.wrap(content);
                while (octets.hasRemaining()) {
                    channel.write(octets);
                }
                channel.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel names = FileChannel.open(directory, READ)) {
                names.force(true);
            }
        } catch (IOException e) {
            throw new KeyFileProblem(file, "cannot be written", e);
        }
    }

    /**
     * The content.
     *
     * @throws KeyFileProblem if it cannot be read, or if others than its owner may read it
     */
    public static byte[] read(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!permissions.equals(OWNER_ONLY) && !permissions.equals(OWNER_READS)) {
                throw new KeyFileProblem(file, "others than its owner may use it; run chmod 600");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new KeyFileProblem(file, "cannot be read", e);
        }
    }

    /**
     * The secret in this file, written as hex; makes a random one if the file is not there.
     *
     * @param octets how long the secret is
     * @param random where a new one comes from
     * @throws KeyFileProblem if it cannot be read or written, others may read it, or it is not hex of that length
     */
    public static byte[] openOrCreateSecret(Path file, int octets, SecureRandom random) {
        if (!Files.exists(file)) {
            byte[] secret = new byte[octets];
            random.nextBytes(secret);
            replace(file, latin1(HexFormat.of().formatHex(secret) + "\n"));
            return secret;
        }
        String text = new String(read(file), StandardCharsets.ISO_8859_1).strip();
        if (text.length() != 2 * octets) {
            throw new KeyFileProblem(file, "expected " + 2 * octets + " hex digits");
        }
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException notHex) {
            // Without its cause, whose message could show a part of the secret.
            throw new KeyFileProblem(file, "expected " + 2 * octets + " hex digits");
        }
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void makeDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }
}

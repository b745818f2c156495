package org.tongqu.adapters.files;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.CipherOutputStream;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.tongqu.record.Digest;
import org.tongqu.record.port.Digests;

/**
 * Copies of files that are being taken in, where nobody else can change or read them: encrypted under a key that only this process has, so
 * that what a crash leaves behind is nothing. Thread-safe.
 */
public final class Spool {
    private static final int KEY_OCTETS = 32;
    private static final int BLOCK_OCTETS = 16;
    private static final int AT_ONCE = 64 * 1024;

    private final Path folder;
    private final Digests digests;
    private final SecureRandom random;

    /**
     * A spool in this folder, which is its own: what an earlier process left there is deleted.
     *
     * @throws UncheckedIOException if the folder cannot be used
     */
    public Spool(Path folder, Digests digests, SecureRandom random) {
        this.folder = folder;
        this.digests = digests;
        this.random = random;
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
                for (Path copy : left) {
                    Files.delete(copy);
                }
            }
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    /** A stream has more than it may. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Copies a stream to its end.
     *
     * @throws TooLarge if it has more than this many octets
     */
    Copied copy(InputStream from, long most) throws IOException {
        byte[] key = new byte[KEY_OCTETS];
        byte[] start = new byte[BLOCK_OCTETS];
        random.nextBytes(key);
        random.nextBytes(start);
        Path path = Files.createTempFile(folder, "file", ".tmp");
        try {
            Digests.Running digest = digests.running();
            long size = 0;
            try (OutputStream out = new CipherOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(path)), cipher(Cipher.ENCRYPT_MODE, key, start))) {
                byte[] octets = new byte[AT_ONCE];
                for (int read = from.read(octets); read >= 0; read = from.read(octets)) {
                    size += read;
                    if (size > most) {
                        throw new TooLarge();
                    }
                    digest.update(octets, 0, read);
                    out.write(octets, 0, read);
                }
            }
            return new Copied(path, key, start, digest.end(), size);
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(path);
            throw failed;
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] start) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(start));
            return cipher;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("AES is missing", missing);
        }
    }

    /** A copy; to be closed, which deletes it. */
    static final class Copied implements AutoCloseable {
        private final Path path;
        private final byte[] key;
        private final byte[] start;
        private final Digest digest;
        private final long size;

        private Copied(Path path, byte[] key, byte[] start, Digest digest, long size) {
            this.path = path;
            this.key = key;
            this.start = start;
            this.digest = digest;
            this.size = size;
        }

        Digest digest() {
            return digest;
        }

        long size() {
            return size;
        }

        /** From its beginning; to be closed. */
        InputStream open() throws IOException {
            return new CipherInputStream(
                    new BufferedInputStream(Files.newInputStream(path), AT_ONCE),
                    cipher(Cipher.DECRYPT_MODE, key, start));
        }

        @Override
        public void close() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException kept) {
                throw new UncheckedIOException(kept);
            }
        }
    }
}

package org.tongqu.config.embedded;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** Files that only their owner may read (0600), never seen by others even while they are written. */
public final class SecretFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private SecretFile() {}

    /** The text of a secret file; created with 64 random hex digits if it is not there. */
    public static String readOrCreate(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            write(file, HexFormat.of().formatHex(bytes) + "\n");
        }
        return Files.readString(file).strip();
    }

    /** Writes a secret file that is not there yet; a file that is there is left as it is. */
    public static void write(Path file, String text) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path whole = Files.createTempFile(parent, ".secret", "", OWNER_ONLY);
        Files.writeString(whole, text);
        try {
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException alreadyThere) {
            return;
        } finally {
            Files.delete(whole);
        }
    }
}

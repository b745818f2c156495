package org.tongqu.config.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.tongqu.record.schema.Schemas;

/** A site's directory under construction, with real certificates. */
final class SiteFolder {
    private final Path root;

    SiteFolder(Path root) {
        this.root = root;
        for (String name : new String[] {"sm2.pem", "p256.pem", "rsa.pem", "ed.pem", "ca.crl"}) {
            copyOfResource(name, root.resolve("keys").resolve(name));
        }
    }

    SiteFolder with(String file, String text) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LoadedSite load() throws InvalidSite {
        return new SiteLoader(Schemas.shipped()).load(root, Path.of("/data"), 7);
    }

    static void copyOfResource(String name, Path to) {
        try (InputStream in = Objects.requireNonNull(SiteFolder.class.getResourceAsStream("/certificates/" + name))) {
            Files.createDirectories(to.getParent());
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

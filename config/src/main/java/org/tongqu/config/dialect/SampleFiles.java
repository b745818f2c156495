package org.tongqu.config.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tongqu.record.Digest;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.failure.Rejection;
import org.tongqu.security.digest.Sm3;

/**
 * The files of a dialect's samples: what lies in {@code samples/files} is what records refer to by its digest, and what an address in a
 * message points to that ends with its name. Nothing is fetched.
 */
final class SampleFiles implements ReceivedFiles, SentFiles {
    static final String FOLDER = "files";

    private final Sm3 digests = new Sm3();
    private final Map<String, byte[]> byName = new TreeMap<>();
    private final Map<Digest, byte[]> byDigest =
            new TreeMap<>((a, b) -> a.value().compareTo(b.value()));

    SampleFiles(Path samples) {
        Path folder = samples.resolve(FOLDER);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                byte[] octets = Files.readAllBytes(file);
                byName.put(String.valueOf(file.getFileName()), octets);
                byDigest.put(digests.sm3(octets), octets);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Received keep(byte[] octets) {
        return new Received(digests.sm3(octets), octets.length);
    }

    @Override
    public Received fetch(URI where) {
        String path = String.valueOf(where.getPath());
        byte[] octets = byName.get(path.substring(path.lastIndexOf('/') + 1));
        if (octets == null) {
            throw Rejection.untranslatable("url", "samples/files 中没有这个文件", "There is no such file in samples/files.");
        }
        return keep(octets);
    }

    /** As the door would make it, but for the last name. */
    @Override
    public String address(Digest material) {
        byte[] octets = read(material);
        return byName.entrySet().stream()
                .filter(file -> Arrays.equals(file.getValue(), octets))
                .map(file -> "https://gateway.example/" + file.getKey())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public byte[] read(Digest material) {
        byte[] octets = byDigest.get(material);
        if (octets == null) {
            throw Rejection.untranslatable(
                    "x-material", "samples/files 中没有这份材料", "There is no such material in samples/files.");
        }
        return octets;
    }
}

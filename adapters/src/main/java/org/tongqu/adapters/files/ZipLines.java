package org.tongqu.adapters.files;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.adapters.dialect.FileShape.Kind;
import org.tongqu.record.Digest;
import org.tongqu.record.port.Digests;

/**
 * Lines of the files in a zip. Its first entry is {@code manifest.txt}, with a line {@code sm3:<64 hexadecimal digits> <size> <name>} for each
 * of the others: exactly those are there. Nothing is unpacked to the disk, and no more is unpacked than a file may have.
 */
final class ZipLines implements Lines {
    static final String MANIFEST = "manifest.txt";

    private static final int LONGEST_MANIFEST = 64 * 1024;

    private final ZipInputStream zip;
    private final FileShape shape;
    private final Charset charset;
    private final Digests digests;
    private final Map<String, OkFile> left = new HashMap<>();
    private long unpacked;
    private @Nullable Entry entry;

    ZipLines(InputStream in, FileShape shape, Charset charset, Digests digests) throws IOException, UnusableFile {
        this.zip = new ZipInputStream(in, charset);
        this.shape = shape;
        this.charset = charset;
        this.digests = digests;
        readManifest();
    }

    private void readManifest() throws IOException, UnusableFile {
        ZipEntry first = entry();
        if (first == null || !first.getName().equals(MANIFEST)) {
            throw refused(
                    "",
                    "manifest",
                    "不是 ZIP，或第一项不是 " + MANIFEST,
                    "It is no zip, or its first entry is not " + MANIFEST + ".");
        }
        byte[] octets = manifest();
        for (String line : new String(octets, StandardCharsets.UTF_8).lines().toList()) {
            Optional<OkFile> said = OkFile.read(line.getBytes(StandardCharsets.UTF_8));
            if (octets.length > LONGEST_MANIFEST
                    || said.isEmpty()
                    || !FileName.isShaped(said.get().name())
                    || left.put(said.get().name(), said.get()) != null) {
                throw refused(
                        MANIFEST,
                        "manifest",
                        "清单每行写成 sm3:<64 位十六进制> <字节数> <文件名>",
                        "Write each line as sm3:<64 hexadecimal digits> <size> <name>.");
            }
        }
    }

    private byte[] manifest() throws IOException, UnusableFile {
        try {
            return new Counted().readNBytes(LONGEST_MANIFEST + 1);
        } catch (ZipException | EOFException broken) {
            throw damaged();
        }
    }

    private static UnusableFile damaged() {
        return refused("", "zip", "ZIP 已损坏", "The zip is damaged.");
    }

    private @Nullable ZipEntry entry() throws IOException, UnusableFile {
        try {
            return zip.getNextEntry();
        } catch (ZipException | EOFException | IllegalArgumentException broken) {
            throw damaged();
        }
    }

    @Override
    public @Nullable Line next() throws IOException, UnusableFile {
        try {
            while (true) {
                Entry open = entry == null ? opened() : entry;
                if (open == null) {
                    return null;
                }
                Line line = open.next();
                if (line != null) {
                    return line;
                }
                open.end();
                entry = null;
            }
        } catch (Spool.TooLarge bomb) {
            throw refused("", "too-large", "展开后超过上限", "It is larger than allowed when it is unpacked.");
        } catch (ZipException | EOFException broken) {
            throw damaged();
        }
    }

    private @Nullable Entry opened() throws IOException, UnusableFile {
        ZipEntry found = entry();
        if (found == null) {
            if (!left.isEmpty()) {
                throw refused("", "manifest", "缺少清单中的文件", "Files of the manifest are missing.");
            }
            return null;
        }
        OkFile said = left.remove(found.getName());
        Optional<Kind> kind = said == null ? Optional.empty() : shape.named(said.name());
        if (said == null || kind.isEmpty()) {
            throw refused(
                    "",
                    "entry",
                    "ZIP 中有清单没有写、重复或文件名不合约定的项",
                    "The zip has an entry that the manifest has not, twice, or whose name is none agreed on.");
        }
        Entry open = new Entry(said, kind.get());
        entry = open;
        return open;
    }

    private static UnusableFile refused(String place, String rule, String zh, String en) {
        return new UnusableFile(FileFault.ofFile(place, rule, zh, en));
    }

    @Override
    public void close() {
        // The stream is whoever opened it's.
    }

    /** The file that is being unpacked. */
    private final class Entry {
        private final OkFile said;
        private final Digests.Running digest = digests.running();
        private final Counted octets = new Counted(digest);
        private final Lines lines;

        Entry(OkFile said, Kind kind) throws IOException, UnusableFile {
            this.said = said;
            try {
                this.lines = Lines.of(octets, shape, kind, charset);
            } catch (UnusableFile broken) {
                throw within(broken);
            }
        }

        @Nullable
        Line next() throws IOException, UnusableFile {
            try {
                Line line = lines.next();
                return line == null ? null : new Line(said.name() + ":" + line.place(), line.kind(), line.fields());
            } catch (UnusableFile broken) {
                throw within(broken);
            }
        }

        private UnusableFile within(UnusableFile broken) {
            return new UnusableFile(broken.faults().stream()
                    .map(fault -> new FileFault(said.name() + ":" + fault.place(), fault.code(), fault.error()))
                    .toList());
        }

        void end() throws IOException, UnusableFile {
            octets.transferTo(OutputStream.nullOutputStream());
            Digest found = digest.end();
            if (octets.size != said.size() || !found.equals(said.digest())) {
                throw refused(
                        said.name(), "digest", "内容与清单的大小或 SM3 不一致", "Its size or SM3 is not that of the manifest.");
            }
        }
    }

    /** What is unpacked, counted over all entries; its end is the entry's, and closing it closes nothing. */
    private final class Counted extends FilterInputStream {
        private final Digests.@Nullable Running digest;
        private long size;

        Counted() {
            super(zip);
            this.digest = null;
        }

        Counted(Digests.Running digest) {
            super(zip);
            this.digest = digest;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] octets, int from, int length) throws IOException {
            int read = super.read(octets, from, length);
            if (read > 0) {
                size += read;
                unpacked += read;
                if (unpacked > shape.mostOctets()) {
                    throw new Spool.TooLarge();
                }
                if (digest != null) {
                    digest.update(octets, from, read);
                }
            }
            return read;
        }

        @Override
        public void close() {
            // The next entry follows.
        }
    }
}

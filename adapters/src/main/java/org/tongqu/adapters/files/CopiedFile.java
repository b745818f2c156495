package org.tongqu.adapters.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.adapters.dialect.FileShape.Kind;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.Digest;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Digests;

/** A file of a dialect as it was when it was copied. For one thread at a time; to be closed. */
final class CopiedFile implements AutoCloseable {
    private final Spool.Copied octets;
    private final Dialect dialect;
    private final FileShape shape;
    private final FileName name;
    private final OkFile said;
    private final Digests digests;
    private @Nullable InputStream in;
    private @Nullable Lines lines;

    /** @param said what lay beside it */
    CopiedFile(Spool.Copied octets, Dialect dialect, FileShape shape, FileName name, OkFile said, Digests digests) {
        this.octets = octets;
        this.dialect = dialect;
        this.shape = shape;
        this.name = name;
        this.said = said;
        this.digests = digests;
    }

    FileName name() {
        return name;
    }

    Digest digest() {
        return octets.digest();
    }

    OkFile said() {
        return said;
    }

    /** What turns out at the end to be no file must not have been taken in half. */
    void requireReadable() throws UnusableFile {
        try (InputStream whole = octets.open();
                Lines all = open(whole)) {
            while (all.next() != null) {
                // Reading is enough.
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** All of it, of a file that is not of lines. */
    byte[] whole() {
        try (InputStream all = octets.open()) {
            return all.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Lines open(InputStream whole) throws IOException, UnusableFile {
        if (shape.isZipped()) {
            return new ZipLines(whole, shape, dialect.charset(), digests);
        }
        Kind kind = shape.named(name.value()).orElseThrow();
        return Lines.of(whole, shape, kind, dialect.charset());
    }

    /**
     * Its next lines.
     *
     * @param most how many
     * @param mostOctets no further line is read after so many octets
     * @return empty after the last
     */
    List<FileLine> next(int most, long mostOctets) {
        List<FileLine> next = new ArrayList<>();
        long size = 0;
        try {
            Lines open = lines == null ? begun() : lines;
            while (next.size() < most && size < mostOctets) {
                Lines.Line line = open.next();
                if (line == null) {
                    return next;
                }
                FileLine message = message(line);
                size += message.message().length;
                next.add(message);
            }
            return next;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (UnusableFile changed) {
            throw new IllegalStateException("a copy that was readable before", changed);
        }
    }

    private Lines begun() throws IOException, UnusableFile {
        InputStream whole = octets.open();
        in = whole;
        Lines open = open(whole);
        lines = open;
        return open;
    }

    private FileLine message(Lines.Line line) {
        String subject = line.kind().subject().isEmpty()
                ? ""
                : line.fields().path(line.kind().subject()).asString("");
        return new FileLine(line.place(), line.kind().call(), subject, octets(line));
    }

    /** What the charset does not have came as an escape of JSON or XML, and stays one. */
    private byte[] octets(Lines.Line line) {
        String text = StrictJson.writeText(line.fields());
        try {
            return dialect.encode(text);
        } catch (Untranslatable escaped) {
            StringBuilder ascii = new StringBuilder();
            text.chars().forEach(c -> ascii.append(c < 0x80 ? Character.toString(c) : "\\u%04x".formatted(c)));
            return ascii.toString().getBytes(StandardCharsets.US_ASCII);
        }
    }

    @Override
    public void close() {
        try {
            if (in != null) {
                in.close();
            }
        } catch (IOException unread) {
            throw new UncheckedIOException(unread);
        } finally {
            octets.close();
        }
    }
}

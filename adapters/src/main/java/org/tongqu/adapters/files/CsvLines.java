package org.tongqu.adapters.files;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.adapters.dialect.FileShape.Column;
import org.tongqu.adapters.dialect.FileShape.Kind;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/** Lines of CSV (RFC 4180). Strict: each has a field for every column, quotes are closed. */
final class CsvLines implements Lines {
    private static final int LONGEST_RECORD = 4 << 20;

    private final CloseableIterator<CsvRecord> records;
    private final Kind kind;
    private final Charset charset;
    private final Quotes quotes;
    private final List<String> names;
    private long last;

    CsvLines(InputStream in, FileShape shape, Kind kind, Charset charset) throws IOException, UnusableFile {
        this.kind = kind;
        this.charset = charset;
        this.quotes = new Quotes(Decoded.of(in, charset));
        this.records = CsvReader.builder()
                .fieldSeparator(shape.separator())
                .commentStrategy(CommentStrategy.NONE)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(LONGEST_RECORD)
                .ofCsvRecord(quotes)
                .iterator();
        this.names = shape.hasHeader()
                ? header()
                : kind.columns().stream().map(Column::name).toList();
    }

    private List<String> header() throws IOException, UnusableFile {
        CsvRecord first = read();
        List<String> named = first == null
                ? List.of()
                : first.getFields().stream().map(String::strip).toList();
        Set<String> expected =
                new HashSet<>(kind.columns().stream().map(Column::name).toList());
        if (named.size() != expected.size() || !new HashSet<>(named).equals(expected)) {
            List<String> missing = kind.columns().stream()
                    .map(Column::name)
                    .filter(name -> !named.contains(name))
                    .toList();
            throw new UnusableFile(FileFault.ofFile(
                    "1",
                    "header",
                    "标题行应恰好是约定的 " + expected.size() + " 列；缺少 " + missing,
                    "The line of names must have exactly the " + expected.size() + " columns; missing: " + missing
                            + "."));
        }
        return named;
    }

    @Override
    public @Nullable Line next() throws IOException, UnusableFile {
        CsvRecord record = read();
        if (record == null) {
            return null;
        }
        String place = Long.toString(record.getStartingLineNumber());
        if (record.getFieldCount() != names.size()) {
            throw new UnusableFile(FileFault.ofFile(
                    place,
                    "columns",
                    "应有 " + names.size() + " 列，这一行有 " + record.getFieldCount() + " 列",
                    "It must have " + names.size() + " fields and has " + record.getFieldCount() + "."));
        }
        ObjectNode fields = StrictJson.object();
        for (int i = 0; i < names.size(); i++) {
            String value = record.getField(i);
            if (!value.isEmpty()) {
                fields.put(names.get(i), value);
            }
        }
        return new Line(place, kind, fields);
    }

    private @Nullable CsvRecord read() throws IOException, UnusableFile {
        try {
            if (!records.hasNext()) {
                requireClosedQuotes();
                return null;
            }
            CsvRecord record = records.next();
            last = record.getStartingLineNumber();
            return record;
        } catch (CsvParseException | UncheckedIOException broken) {
            if (Decoded.isOtherCharset(broken)) {
                throw Decoded.otherCharset(charset, last + 1);
            }
            if (broken instanceof UncheckedIOException unreadable) {
                throw unreadable.getCause();
            }
            throw noCsv(last + 1);
        }
    }

    /** The reader takes the end of the file for the end of a quote, and all lines before it for one field. */
    private void requireClosedQuotes() throws UnusableFile {
        if (quotes.areOpen) {
            throw noCsv(last);
        }
    }

    private static UnusableFile noCsv(long line) {
        return new UnusableFile(FileFault.ofFile(
                Long.toString(line),
                "csv",
                "不是合格的 CSV：检查引号和分隔符",
                "It is no CSV that can be read: check quotes and separators."));
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    /** Text of which every second quote closes what the one before opened. */
    private static final class Quotes extends FilterReader {
        private boolean areOpen;

        Quotes(Reader text) {
            super(text);
        }

        @Override
        public int read(char[] characters, int from, int length) throws IOException {
            int read = super.read(characters, from, length);
            for (int i = from; i < from + read; i++) {
                areOpen ^= characters[i] == '"';
            }
            return read;
        }
    }
}

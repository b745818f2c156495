package org.tongqu.adapters.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.adapters.dialect.FileShape.Column;
import org.tongqu.adapters.dialect.FileShape.Kind;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** Files that we write. Stateless. */
final class Written {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+([.][0-9]+)?");

    private Written() {}

    /**
     * The octets of a file of one message.
     *
     * @param message an object of columns
     * @throws Untranslatable if it does not fit into the file
     */
    static byte[] file(Dialect dialect, FileShape shape, Kind kind, JsonNode message) throws Untranslatable {
        String text =
                switch (shape.form()) {
                    case CSV -> csv(shape, kind, message);
                    case FIXED_WIDTH -> fixedWidth(kind, message, dialect.charset()) + shape.lineEnd();
                    case JSON_LINES -> StrictJson.writeText(message) + shape.lineEnd();
                    case XML -> xml(kind, message, dialect.charset(), shape.lineEnd());
                };
        return dialect.encode(shape.isMarked() ? "\uFEFF" + text : text);
    }

    private static String csv(FileShape shape, Kind kind, JsonNode message) throws Untranslatable {
        List<String> cells = new ArrayList<>();
        for (Column column : kind.columns()) {
            cells.add(guarded(value(message, column)));
        }
        StringWriter text = new StringWriter();
        try (CsvWriter writer = writer(text, shape.separator(), shape.lineEnd())) {
            if (shape.hasHeader()) {
                writer.writeRecord(kind.columns().stream().map(Column::name).toList());
            }
            writer.writeRecord(cells);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    static CsvWriter writer(StringWriter text, char separator, String lineEnd) {
        return CsvWriter.builder()
                .fieldSeparator(separator)
                .quoteStrategy(QuoteStrategies.ALWAYS)
                .lineDelimiter(LineDelimiter.of(lineEnd))
                .build(text);
    }

    /**
     * A value that a spreadsheet takes for a value: one that begins like a formula gets an apostrophe in front, unless it is a plain
     * number.
     */
    static String guarded(String value) {
        boolean isFormula = !value.isEmpty()
                && "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20".indexOf(value.charAt(0)) >= 0
                && !NUMBER.matcher(value).matches();
        return isFormula ? "'" + value : value;
    }

    private static String fixedWidth(Kind kind, JsonNode message, Charset charset) throws Untranslatable {
        StringBuilder line = new StringBuilder();
        for (Column column : kind.columns()) {
            String value = value(message, column);
            int free = column.width() - value.getBytes(charset).length;
            if (free < 0 || value.chars().anyMatch(c -> c < ' ')) {
                throw new Untranslatable(List.of(new FieldError(
                        "/" + column.name(),
                        "width",
                        "超过列宽 " + column.width() + " 字节，或含换行",
                        "It is longer than the column's " + column.width() + " octets, or has line breaks.")));
            }
            line.append(value).append(" ".repeat(free));
        }
        return line.toString();
    }

    private static String xml(Kind kind, JsonNode message, Charset charset, String lineEnd) throws Untranslatable {
        JsonNode document =
                StrictJson.object().set(kind.root(), StrictJson.object().set(kind.element(), message));
        return "<?xml version=\"1.0\" encoding=\"" + charset.name() + "\"?>" + lineEnd
                + MessageFormat.XML.write(document) + lineEnd;
    }

    private static String value(JsonNode message, Column column) throws Untranslatable {
        JsonNode found = message.get(column.name());
        if (found == null || found.isNull()) {
            return "";
        }
        if (found.isContainer()) {
            throw new Untranslatable(List.of(
                    new FieldError("/" + column.name(), "columns", "一列只能是一个值", "A column holds one value only.")));
        }
        return found.asString();
    }
}

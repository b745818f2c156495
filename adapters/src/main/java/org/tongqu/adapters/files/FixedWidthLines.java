package org.tongqu.adapters.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.FileShape.Column;
import org.tongqu.adapters.dialect.FileShape.Kind;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/** Lines of columns of fixed widths, in octets of the charset; spaces around a value do not count. */
final class FixedWidthLines implements Lines {
    private final TextLines lines;
    private final Kind kind;
    private final Charset charset;

    FixedWidthLines(InputStream in, Kind kind, Charset charset) throws IOException, UnusableFile {
        this.lines = new TextLines(in, charset);
        this.kind = kind;
        this.charset = charset;
    }

    @Override
    public @Nullable Line next() throws IOException, UnusableFile {
        String text = lines.next();
        if (text == null) {
            return null;
        }
        String place = Long.toString(lines.number());
        byte[] octets = text.getBytes(charset);
        int width = kind.columns().stream().mapToInt(Column::width).sum();
        if (octets.length != width) {
            throw new UnusableFile(FileFault.ofFile(
                    place,
                    "width",
                    "应有 " + width + " 字节，这一行有 " + octets.length,
                    "It must have " + width + " octets and has " + octets.length + "."));
        }
        ObjectNode fields = StrictJson.object();
        int from = 0;
        for (Column column : kind.columns()) {
            String value = new String(octets, from, column.width(), charset).strip();
            if (value.indexOf('\uFFFD') >= 0) {
                throw new UnusableFile(FileFault.ofFile(
                        place,
                        "width",
                        "列 " + column.name() + " 的边界切断了一个字",
                        "The edge of column " + column.name() + " cuts a character."));
            }
            if (!value.isEmpty()) {
                fields.put(column.name(), value);
            }
            from += column.width();
        }
        return new Line(place, kind, fields);
    }

    @Override
    public void close() {
        // The stream is whoever opened it's.
    }
}

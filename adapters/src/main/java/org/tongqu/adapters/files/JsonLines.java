package org.tongqu.adapters.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.FileShape.Kind;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/** An object of JSON on each line. */
final class JsonLines implements Lines {
    private final TextLines lines;
    private final Kind kind;

    JsonLines(InputStream in, Kind kind, Charset charset) throws IOException, UnusableFile {
        this.lines = new TextLines(in, charset);
        this.kind = kind;
    }

    @Override
    public @Nullable Line next() throws IOException, UnusableFile {
        String text = lines.next();
        if (text == null) {
            return null;
        }
        String place = Long.toString(lines.number());
        try {
            if (StrictJson.parse(text) instanceof ObjectNode object) {
                return new Line(place, kind, object);
            }
        } catch (MalformedJson malformed) {
            throw noObject(place, malformed.rule());
        }
        throw noObject(place, "object");
    }

    private static UnusableFile noObject(String place, String rule) {
        return new UnusableFile(
                FileFault.ofFile(place, "json:" + rule, "这一行不是合格的 JSON 对象", "The line is no object of strict JSON."));
    }

    @Override
    public void close() {
        // The stream is whoever opened it's.
    }
}

package org.tongqu.adapters.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.adapters.dialect.FileShape.Kind;
import tools.jackson.databind.node.ObjectNode;

/** Reads a file line by line. For one thread. */
interface Lines extends AutoCloseable {
    /**
     * The next line; null after the last.
     *
     * @throws UnusableFile if the file is not written as it should be
     * @throws IOException if it cannot be read
     */
    @Nullable
    Line next() throws IOException, UnusableFile;

    @Override
    void close() throws IOException;

    /**
     * One message.
     *
     * @param place where it stands
     * @param kind of the file
     * @param fields by the names of columns; what is empty is left out
     */
    record Line(String place, Kind kind, ObjectNode fields) {}

    /** The lines of a file that is no zip; whoever opened the stream closes it. */
    static Lines of(InputStream in, FileShape shape, Kind kind, Charset charset) throws UnusableFile, IOException {
        return switch (shape.form()) {
            case CSV -> new CsvLines(in, shape, kind, charset);
            case FIXED_WIDTH -> new FixedWidthLines(in, kind, charset);
            case JSON_LINES -> new JsonLines(in, kind, charset);
            case XML -> new XmlLines(in, kind, charset);
        };
    }
}

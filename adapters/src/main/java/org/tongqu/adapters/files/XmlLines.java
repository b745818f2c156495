package org.tongqu.adapters.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.FileShape.Kind;
import org.tongqu.adapters.dialect.XmlElements;
import tools.jackson.databind.node.ObjectNode;

/** Elements of one name below a root. */
final class XmlLines implements Lines {
    private final XmlElements elements;
    private final Kind kind;
    private final Charset charset;

    XmlLines(InputStream in, Kind kind, Charset charset) throws IOException, UnusableFile {
        this.kind = kind;
        this.charset = charset;
        this.elements = new XmlElements(Decoded.of(in, charset), kind.root(), kind.element());
    }

    @Override
    public @Nullable Line next() throws IOException, UnusableFile {
        try {
            ObjectNode element = elements.next();
            return element == null ? null : new Line(Long.toString(elements.line()), kind, element);
        } catch (XmlElements.Malformed malformed) {
            if (Decoded.isOtherCharset(malformed)) {
                throw Decoded.otherCharset(charset, malformed.line());
            }
            throw new UnusableFile(FileFault.ofFile(
                    Long.toString(malformed.line()),
                    "xml",
                    "不是约定的 XML：根 " + kind.root() + "，其下只有 " + kind.element() + "，不含 DOCTYPE",
                    "It is not the XML agreed on: " + kind.element() + " alone below " + kind.root()
                            + ", without DOCTYPE."));
        }
    }

    @Override
    public void close() {
        // The stream is whoever opened it's.
    }
}

package org.tongqu.adapters.dialect;

import java.io.Reader;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The elements of one name below the root of a document, one after the other, read as messages in XML are. For one thread. */
public final class XmlElements {
    private final Reader text;
    private final String root;
    private final String element;
    private @Nullable XMLStreamReader reader;
    private long line = 1;

    /**
     * Reads nothing yet.
     *
     * @param root of the document
     * @param element below it; there may be no other
     */
    public XmlElements(Reader text, String root, String element) {
        this.text = text;
        this.root = root;
        this.element = element;
    }

    /** It is not the XML that it should be. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final long line;

        Malformed(long line, @Nullable Throwable cause) {
            super("malformed", cause);
            this.line = line;
        }

        /** Where, from 1. */
        public long line() {
            return line;
        }
    }

    /** On which line the last one begins, from 1. */
    public long line() {
        return line;
    }

    /**
     * The next one; null after the last.
     *
     * @throws Malformed if it is not well-formed, or another element stands there
     */
    public @Nullable ObjectNode next() throws Malformed {
        try {
            XMLStreamReader open = reader == null ? begun() : reader;
            int event = open.nextTag();
            line = open.getLocation().getLineNumber();
            if (event == XMLStreamConstants.END_ELEMENT) {
                XmlText.readOut(open);
                return null;
            }
            require(open, element);
            JsonNode read = XmlText.element(open, 2);
            return read instanceof ObjectNode fields ? withoutEmpty(fields) : StrictJson.object();
        } catch (XMLStreamException | RuntimeException malformed) {
            throw new Malformed(line, malformed);
        }
    }

    /** An empty element says as much as none. */
    private static ObjectNode withoutEmpty(ObjectNode fields) {
        fields.removeIf(value -> value.isString() && value.stringValue().isBlank());
        return fields;
    }

    private XMLStreamReader begun() throws XMLStreamException, Malformed {
        XMLStreamReader open = XmlText.reader(text);
        reader = open;
        open.nextTag();
        require(open, root);
        return open;
    }

    private void require(XMLStreamReader open, String name) throws Malformed {
        if (!open.getLocalName().equals(name)) {
            throw new Malformed(open.getLocation().getLineNumber(), null);
        }
    }
}

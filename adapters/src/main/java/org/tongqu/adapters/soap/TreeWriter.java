package org.tongqu.adapters.soap;

import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Makes a tree of what a reader passes: elements with their attributes and namespaces, and text, which is one node between two tags. */
final class TreeWriter {
    private final Document document = Trees.empty();
    private final StringBuilder text = new StringBuilder();
    private Node at = document;

    /** What was made. */
    Document document() {
        return document;
    }

    /** The element at which the reader is begins. */
    void begin(XMLStreamReader reader) {
        endText();
        Element element = document.createElementNS(
                orNull(reader.getNamespaceURI()), qualified(reader.getPrefix(), reader.getLocalName()));
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            String prefix = reader.getNamespacePrefix(i);
            String name = orNull(prefix) == null ? "xmlns" : "xmlns:" + prefix;
            String namespace = reader.getNamespaceURI(i);
            element.setAttributeNS(Namespaces.DECLARATIONS, name, namespace == null ? "" : namespace);
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.setAttributeNS(
                    orNull(reader.getAttributeNamespace(i)),
                    qualified(reader.getAttributePrefix(i), reader.getAttributeLocalName(i)),
                    reader.getAttributeValue(i));
        }
        at.appendChild(element);
        at = element;
    }

    /** The element that began last and has not ended ends. */
    void end() {
        endText();
        at = at.getParentNode();
    }

    /** The text at which the reader is; outside of the outermost element there are only blanks, which are left out. */
    void text(XMLStreamReader reader) {
        if (at != document) {
            text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
        }
    }

    private void endText() {
        if (!text.isEmpty()) {
            at.appendChild(document.createTextNode(text.toString()));
            text.setLength(0);
        }
    }

    private static String qualified(@Nullable String prefix, String name) {
        return orNull(prefix) == null ? name : prefix + ":" + name;
    }

    private static @Nullable String orNull(@Nullable String name) {
        return name == null || name.isEmpty() ? null : name;
    }
}

package org.tongqu.adapters.soap;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Messages as trees, made by a reader that knows no document types and fetches nothing. Stateless. */
final class Trees {
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
    private static final DocumentBuilderFactory BUILDERS = builders();
    private static final DOMImplementation TREES = builder().getDOMImplementation();

    private Trees() {}

    /** What the reader keeps to, by name. */
    static SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>();
        try {
            settings.put(
                    "tree-secure-processing",
                    Boolean.toString(BUILDERS.getFeature(XMLConstants.FEATURE_SECURE_PROCESSING)));
            settings.put("tree-document-types-refused", Boolean.toString(BUILDERS.getFeature(NO_DOCTYPE)));
        } catch (ParserConfigurationException never) {
            throw new IllegalStateException("the reader of this Java can do this", never);
        }
        settings.put(
                "tree-external-access",
                BUILDERS.getAttribute(XMLConstants.ACCESS_EXTERNAL_DTD)
                        + String.valueOf(BUILDERS.getAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA)));
        return settings;
    }

    /** A tree with nothing in it, which takes names as they come: for what a reader has looked at already. */
    static Document empty() {
        Document document = TREES.createDocument(null, null, null);
        document.setStrictErrorChecking(false);
        return document;
    }

    /**
     * The tree of a text.
     *
     * @throws Rejection {@code MALFORMED} if it cannot be read
     */
    static Document read(String text) {
        try {
            DocumentBuilder builder = builder();
            builder.setErrorHandler(null);
            builder.setEntityResolver((publicId, systemId) -> {
                throw new SAXException("nothing is fetched");
            });
            return builder.parse(new InputSource(new StringReader(text)));
        } catch (SAXException unreadable) {
            throw new Rejection(ProblemCode.MALFORMED, "The message is no XML that can be read.");
        } catch (IOException never) {
            throw new IllegalStateException("a text in memory can be read", never);
        }
    }

    /** The elements directly below one, in order. */
    static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    /** Those of one name among the elements directly below one. */
    static List<Element> children(Element parent, String namespace, String name) {
        return children(parent).stream()
                .filter(child -> is(child, namespace, name))
                .toList();
    }

    /** The only one of its name directly below; empty if there is none. */
    static Optional<Element> child(Element parent, String namespace, String name) {
        List<Element> found = children(parent, namespace, name);
        if (found.size() > 1) {
            throw new Rejection(ProblemCode.MALFORMED, "The element " + name + " stands more than once.");
        }
        return found.stream().findFirst();
    }

    static boolean is(Element element, String namespace, String name) {
        return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
    }

    /** Whether there is text between the elements of one. */
    static boolean hasText(Element element) {
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            boolean isText = child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE;
            if (isText && !child.getNodeValue().isBlank()) {
                return true;
            }
        }
        return false;
    }

    private static synchronized DocumentBuilder builder() {
        try {
            return BUILDERS.newDocumentBuilder();
        } catch (ParserConfigurationException never) {
            throw new IllegalStateException(never);
        }
    }

    private static DocumentBuilderFactory builders() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setCoalescing(true);
            return factory;
        } catch (ParserConfigurationException never) {
            throw new IllegalStateException("the reader of this Java can do this", never);
        }
    }
}

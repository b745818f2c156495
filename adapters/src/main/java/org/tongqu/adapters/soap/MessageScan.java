package org.tongqu.adapters.soap;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

/**
 * Reads a message, once: no document type, no processing instruction, no entity but the five of XML, and everything within bounds. What was
 * looked at is the tree that is made of it, so that no other reader can see another message. Comments are no part of it. Nothing is ever
 * fetched. For one message.
 */
final class MessageScan {
    static final int MOST_DEPTH = 96;
    /** Attributes count as elements: each costs about as much. */
    static final int MOST_ELEMENTS = 100_000;

    static final int MOST_ATTRIBUTES = 32;
    /** Declared by the elements that are open at once: each prefix is looked for among them. */
    static final int MOST_NAMESPACES = 64;

    static final int LONGEST_ATTRIBUTE = 64 * 1024;
    static final int LONGEST_NAME = 256;
    private static final int BODY_DEPTH = 2;
    private static final XMLInputFactory READERS = readers();

    private final XMLStreamReader2 reader;
    private final TreeWriter tree = new TreeWriter();
    private final Place password = new Place();
    private final Place body = new Place();
    private @Nullable String envelope;
    private int elements;
    private int namespaces;

    private MessageScan(XMLStreamReader2 reader) {
        this.reader = reader;
    }

    /** Where in the text an element's content stands. */
    private final class Place {
        private SoapMessage.@Nullable Span span;
        private int depth;
        private int from;

        boolean isOpen() {
            return depth > 0;
        }

        void begin() throws XMLStreamException {
            depth = reader.getDepth();
            from = (int) reader.getLocationInfo().getEndingCharOffset();
        }

        void end() {
            if (depth == reader.getDepth()) {
                span = new SoapMessage.Span(
                        from, Math.max(from, (int) reader.getLocationInfo().getStartingCharOffset()));
                depth = 0;
            }
        }
    }

    /**
     * The message in these octets.
     *
     * @throws Rejection {@code MALFORMED} if it is no SOAP message in UTF-8 that can be read; {@code TOO_LARGE} if it is not within bounds
     */
    static SoapMessage scan(byte[] octets) {
        String came = text(octets);
        boolean isMarked = came.startsWith(SoapMessage.MARK);
        String text = isMarked ? came.substring(SoapMessage.MARK.length()) : came;
        try {
            XMLStreamReader2 reader = (XMLStreamReader2) READERS.createXMLStreamReader(new StringReader(text));
            return new MessageScan(reader).message(isMarked, text);
        } catch (XMLStreamException unreadable) {
            int line = unreadable.getLocation() == null
                    ? 0
                    : unreadable.getLocation().getLineNumber();
            throw malformed("The message is no XML that can be read, or deeper or wider than is taken here; line "
                    + line + ".");
        }
    }

    /** The bounds in force, by name. */
    static SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("document-types", String.valueOf(READERS.getProperty(XMLInputFactory.SUPPORT_DTD)));
        settings.put(
                "external-entities",
                String.valueOf(READERS.getProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES)));
        settings.put("most-depth", Integer.toString(MOST_DEPTH));
        settings.put("most-elements", Integer.toString(MOST_ELEMENTS));
        settings.put(
                "most-attributes",
                String.valueOf(READERS.getProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT)));
        settings.put("most-namespaces", Integer.toString(MOST_NAMESPACES));
        settings.put(
                "longest-attribute-characters",
                String.valueOf(READERS.getProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE)));
        settings.put("longest-name-characters", Integer.toString(LONGEST_NAME));
        return settings;
    }

    private SoapMessage message(boolean isMarked, String text) throws XMLStreamException {
        requireUtf8(reader.getCharacterEncodingScheme());
        if ("1.1".equals(reader.getVersion())) {
            throw malformed("Send the message in XML 1.0.");
        }
        while (reader.hasNext()) {
            take(reader.next());
        }
        SoapVersion version = SoapVersion.ofNamespace(String.valueOf(envelope))
                .orElseThrow(() -> malformed("The message is no SOAP 1.1 or SOAP 1.2 envelope."));
        return new SoapMessage(isMarked, text, version, tree.document(), body.span, password.span);
    }

    private void take(int event) throws XMLStreamException {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> begin();
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.DTD -> throw malformed("A document type (DOCTYPE) is not taken here.");
            case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                throw malformed("A processing instruction is not taken here.");
            case XMLStreamConstants.ENTITY_REFERENCE -> throw malformed("An entity is not taken here.");
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> tree.text(reader);
            default -> {
                // What begins and ends the document, and comments.
            }
        }
    }

    private void begin() throws XMLStreamException {
        if (envelope == null) {
            envelope = reader.getLocalName().equals("Envelope") ? reader.getNamespaceURI() : "";
        }
        elements += 1 + reader.getAttributeCount();
        if (elements > MOST_ELEMENTS) {
            throw new Rejection(
                    ProblemCode.TOO_LARGE, "At most " + MOST_ELEMENTS + " elements and attributes at once.");
        }
        namespaces += reader.getNamespaceCount();
        if (namespaces > MOST_NAMESPACES) {
            throw malformed("More than " + MOST_NAMESPACES + " namespaces are declared at once.");
        }
        requireShort(reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            requireShort(reader.getAttributeLocalName(i));
        }
        if (!password.isOpen()
                && reader.getLocalName().equals("Password")
                && Namespaces.SECURITY.equals(reader.getNamespaceURI())) {
            if (password.span != null) {
                throw malformed("More than one password.");
            }
            password.begin();
        }
        boolean isBody = reader.getDepth() == BODY_DEPTH
                && reader.getLocalName().equals("Body")
                && String.valueOf(envelope).equals(reader.getNamespaceURI());
        if (isBody && body.span == null) {
            body.begin();
        }
        tree.begin(reader);
    }

    private void end() {
        namespaces -= reader.getNamespaceCount();
        password.end();
        body.end();
        tree.end();
    }

    private static void requireShort(String name) {
        if (name.length() > LONGEST_NAME) {
            throw malformed("A name is longer than " + LONGEST_NAME + " characters.");
        }
    }

    private static String text(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException otherCharset) {
            throw malformed("The message is not in UTF-8.");
        }
    }

    private static void requireUtf8(@Nullable String stated) {
        if (stated != null && !stated.equalsIgnoreCase("UTF-8")) {
            throw malformed("Send the message in UTF-8.");
        }
    }

    private static Rejection malformed(String detail) {
        return new Rejection(ProblemCode.MALFORMED, detail);
    }

    private static XMLInputFactory readers() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(WstxInputProperties.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MOST_DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MOST_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, LONGEST_ATTRIBUTE);
        return factory;
    }
}

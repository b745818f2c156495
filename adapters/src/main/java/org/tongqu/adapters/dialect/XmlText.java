package org.tongqu.adapters.dialect;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.JsonPointers;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A message in XML, read without document types, entities of its own, and anything from outside. */
final class XmlText {
    private static final int MOST_DEPTH = 64;
    private static final XMLInputFactory READERS = readers();
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();

    private XmlText() {}

    /** What readers are set to, by name. */
    static SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("reader", READERS.getClass().getSimpleName());
        settings.put("document-types", text(XMLInputFactory.SUPPORT_DTD));
        settings.put("external-entities", text(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES));
        settings.put("entities-replaced", text(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES));
        settings.put("most-depth", text(WstxInputProperties.P_MAX_ELEMENT_DEPTH));
        settings.put("most-attributes", text(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT));
        settings.put("longest-attribute-characters", text(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE));
        return settings;
    }

    private static String text(String property) {
        return String.valueOf(READERS.getProperty(property));
    }

    static JsonNode read(String text) throws Untranslatable {
        try {
            XMLStreamReader reader = reader(text);
            reader.nextTag();
            ObjectNode document = StrictJson.object();
            document.set(reader.getLocalName(), element(reader, 1));
            readOut(reader);
            return document;
        } catch (XMLStreamException malformed) {
            throw malformed(malformed);
        }
    }

    /** Before the root element of a text. */
    static XMLStreamReader reader(String text) throws XMLStreamException {
        return READERS.createXMLStreamReader(new StringReader(text.stripLeading()));
    }

    /** Before the root element of a text that is read as it comes. */
    static XMLStreamReader reader(Reader text) throws XMLStreamException {
        return READERS.createXMLStreamReader(text);
    }

    /** What stands behind the root element is read too, or it would not have to be XML. */
    static void readOut(XMLStreamReader reader) throws XMLStreamException {
        while (reader.hasNext()) {
            reader.next();
        }
    }

    static Untranslatable malformed(XMLStreamException malformed) {
        int line = malformed.getLocation() == null ? 0 : malformed.getLocation().getLineNumber();
        return new Untranslatable(List.of(new FieldError(
                "", "xml", "不是合格的 XML，第 " + line + " 行", "It is no XML that can be read, line " + line + ".")));
    }

    /** A writer of elements in this text. */
    static XMLStreamWriter writer(StringWriter text) throws XMLStreamException {
        return WRITERS.createXMLStreamWriter(text);
    }

    static String write(JsonNode message) throws Untranslatable {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = writer(text);
            members(writer, message, "");
            writer.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }

    /** The element whose start was read, to its end; one without elements in it is its text. */
    static JsonNode element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > MOST_DEPTH) {
            throw new XMLStreamException("too deep", reader.getLocation());
        }
        ObjectNode members = StrictJson.object();
        StringBuilder text = new StringBuilder();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT ->
                    add(members, reader.getLocalName(), element(reader, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new XMLStreamException("document type", reader.getLocation());
                default -> {
                    // Comments and processing instructions say nothing.
                }
            }
        }
        return members.isEmpty() ? JsonNodeFactory.instance.stringNode(text.toString()) : members;
    }

    private static void add(ObjectNode members, String name, JsonNode value) {
        JsonNode there = members.get(name);
        if (there == null) {
            members.set(name, value);
        } else if (there instanceof ArrayNode list) {
            list.add(value);
        } else {
            members.set(name, JsonNodeFactory.instance.arrayNode().add(there).add(value));
        }
    }

    static void members(XMLStreamWriter writer, JsonNode node, String place) throws XMLStreamException, Untranslatable {
        for (var member : node.properties()) {
            String at = JsonPointers.child(place, member.getKey());
            Iterable<JsonNode> values = member.getValue().isArray() ? member.getValue() : List.of(member.getValue());
            for (JsonNode value : values) {
                writer.writeStartElement(member.getKey());
                if (value.isObject()) {
                    members(writer, value, at);
                } else {
                    text(writer, value.asString(), at);
                }
                writer.writeEndElement();
            }
        }
    }

    /** A carriage return would be read as a line feed unless it is written as a reference. */
    static void text(XMLStreamWriter writer, String text, String place) throws XMLStreamException, Untranslatable {
        if (text.codePoints().anyMatch(c -> !isOfXml(c))) {
            throw new Untranslatable(List.of(new FieldError(
                    place,
                    "xml-character",
                    "含有 XML 不允许的控制字符，请在来源系统删除",
                    "It holds a control character that XML does not allow: remove it where it comes from.")));
        }
        String[] parts = text.split("\r", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                writer.writeEntityRef("#13");
            }
            writer.writeCharacters(parts[i]);
        }
    }

    /** XML 1.0, production 2. */
    private static boolean isOfXml(int c) {
        return c == 0x9
                || c == 0xA
                || c == 0xD
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }

    private static XMLInputFactory readers() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MOST_DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MOST_DEPTH);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, 64 * 1024);
        return factory;
    }
}

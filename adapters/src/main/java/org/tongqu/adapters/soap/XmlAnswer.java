package org.tongqu.adapters.soap;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.JsonNode;

/** What the service answers with, as it is written. For one answer, on one thread. */
final class XmlAnswer {
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;

    /** What is written into an element. */
    @FunctionalInterface
    interface Content {
        void to(XmlAnswer answer);
    }

    private XmlAnswer() {
        try {
            writer = WRITERS.createXMLStreamWriter(text);
        } catch (XMLStreamException never) {
            throw new IllegalStateException(never);
        }
    }

    /** One element of the service's namespace with what is in it, as text. */
    static String element(String name, Content content) {
        XmlAnswer answer = new XmlAnswer();
        try {
            answer.writer.writeStartElement(name);
            answer.writer.writeDefaultNamespace(Namespaces.EXCHANGE);
            content.to(answer);
            answer.writer.writeEndElement();
            answer.writer.close();
            return answer.text.toString();
        } catch (XMLStreamException never) {
            throw new IllegalStateException("a text in memory can be written", never);
        }
    }

    /** Whether XML has every character of a text. */
    static boolean canSay(String text) {
        return text.codePoints().allMatch(XmlAnswer::isOfXml);
    }

    /** An element with others in it. */
    XmlAnswer with(String name, Content content) {
        try {
            writer.writeStartElement(name);
            content.to(this);
            writer.writeEndElement();
            return this;
        } catch (XMLStreamException never) {
            throw new IllegalStateException(never);
        }
    }

    /** An element with text in it; characters that XML does not have are left out. */
    XmlAnswer text(String name, String value) {
        return with(name, inside -> inside.characters(value));
    }

    /** A sealed thing; its octets in base 64, since XML would change line ends and has not every character. */
    XmlAnswer sealed(String name, SealedText sealed) {
        return with(name, inside -> inside.text(
                        "payload",
                        Base64.getEncoder().encodeToString(sealed.payload().getBytes(StandardCharsets.UTF_8)))
                .text("protected", sealed.seal().protectedHeader())
                .text("signature", sealed.seal().signature()));
    }

    /** The members of an object, each an element; the items of a list as {@code item}. */
    XmlAnswer members(JsonNode object) {
        object.properties().forEach(member -> value(member.getKey(), member.getValue()));
        return this;
    }

    /** One value as an element; null is left out. */
    XmlAnswer value(String name, JsonNode value) {
        if (value.isNull()) {
            return this;
        }
        return with(name, inside -> {
            if (value.isObject()) {
                inside.members(value);
            } else if (value.isArray()) {
                value.forEach(item -> inside.value(RecordXml.ITEM, item));
            } else {
                inside.characters(value.asString());
            }
        });
    }

    /** A carriage return would be read as a line feed unless it is written as a reference. */
    private void characters(String value) {
        StringBuilder kept = new StringBuilder();
        try {
            for (int c : value.codePoints().filter(XmlAnswer::isOfXml).toArray()) {
                if (c == '\r') {
                    writer.writeCharacters(kept.toString());
                    kept.setLength(0);
                    writer.writeEntityRef("#13");
                } else {
                    kept.appendCodePoint(c);
                }
            }
            writer.writeCharacters(kept.toString());
        } catch (XMLStreamException never) {
            throw new IllegalStateException(never);
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
}

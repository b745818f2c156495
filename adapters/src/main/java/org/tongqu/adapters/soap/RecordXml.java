package org.tongqu.adapters.soap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.JsonPointers;
import org.tongqu.record.json.StrictJson;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The XML form of a record: elements by the names of its JSON form, the items of a list as {@code item}, and in {@code data} one element by
 * the name of the type. What its schema does not know is taken along, so that the schema refuses it by its place, as over REST. For one
 * record.
 */
final class RecordXml {
    /** The attributes in the order of the JSON that is made; those of other namespaces follow, {@code data} is last. */
    static final List<String> ATTRIBUTES = List.of(
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "dataschema",
            "purpose",
            "to",
            "correlation",
            "priority",
            "deadline");

    static final String ITEM = "item";
    private static final String PRIORITY = "priority";
    private static final String DATA = "data";
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final int LONGEST_NUMBER = 400;
    /** Whoever has more wrong than this sees it by these; a message may hold two hundred thousand elements. */
    static final int MOST_ERRORS = 50;

    private final DataSchemas schemas;
    private final List<FieldError> errors = new ArrayList<>();

    private RecordXml(DataSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * The envelope of a record, whether it is valid or not.
     *
     * @param record the element {@code record}
     * @param schemas of the types that may stand in {@code data}
     * @throws Rejection {@code MALFORMED} with JSON pointers if something stands twice, is text where elements belong, or is of no place in
     *     JSON; it ends with the fiftieth error
     */
    static byte[] envelope(Element record, DataSchemas schemas) {
        RecordXml reading = new RecordXml(schemas);
        ObjectNode envelope = reading.record(record);
        if (!reading.errors.isEmpty()) {
            throw reading.malformed();
        }
        return StrictJson.write(envelope);
    }

    private Rejection malformed() {
        return new Rejection(
                ProblemCode.MALFORMED, "The record is not of the form that the WSDL states; see errors.", errors);
    }

    private ObjectNode record(Element record) {
        Map<String, Element> known = new LinkedHashMap<>();
        Map<String, JsonNode> further = new LinkedHashMap<>();
        requireNoText(record, "");
        requireNoAttributes(record, "");
        for (Element child : Trees.children(record)) {
            String name = child.getLocalName();
            String place = JsonPointers.child("", name);
            boolean isTwice = known.containsKey(name) || further.containsKey(name);
            if (isTwice) {
                wrong(place, "twice", "出现了两次", "stands twice");
            } else if (Namespaces.EXCHANGE.equals(child.getNamespaceURI())) {
                known.put(name, child);
            } else if (ATTRIBUTES.contains(name) || name.equals(DATA)) {
                wrong(
                        place,
                        "namespace",
                        "应在命名空间 " + Namespaces.EXCHANGE,
                        "belongs to the namespace " + Namespaces.EXCHANGE);
            } else {
                further.put(name, text(child, place));
            }
        }
        ObjectNode envelope = StrictJson.object();
        for (String name : ATTRIBUTES) {
            Element attribute = known.get(name);
            if (attribute != null) {
                String place = JsonPointers.child("", name);
                envelope.set(name, name.equals(PRIORITY) ? number(attribute, place) : text(attribute, place));
            }
        }
        known.forEach((name, element) -> {
            if (!ATTRIBUTES.contains(name) && !name.equals(DATA)) {
                wrong(
                        JsonPointers.child("", name),
                        "unknown",
                        "没有这个属性；扩展属性用其他命名空间",
                        "no such attribute; one of your own" + " belongs to another namespace");
            }
        });
        further.forEach(envelope::set);
        Element data = known.get(DATA);
        if (data != null) {
            envelope.set(DATA, data(data, envelope.path("type").asString("")));
        }
        return envelope;
    }

    private JsonNode data(Element data, String type) {
        String place = "/" + DATA;
        requireNoText(data, place);
        requireNoAttributes(data, place);
        List<Element> inside = Trees.children(data);
        if (inside.size() != 1 || !Trees.is(inside.get(0), Namespaces.EXCHANGE, type)) {
            wrong(place, "type", "data 中应有且仅有一个以 type 命名的元素", "must hold exactly one element, named as the type");
            return StrictJson.object();
        }
        return value(inside.get(0), schemas.find(type), place);
    }

    private JsonNode value(Element element, JsonNode schema, String place) {
        return switch (schema.path("type").asString("")) {
            case "object" -> object(element, schema.path("properties"), place);
            case "array" -> list(element, schema.path("items"), place);
            case "integer", "number" -> number(element, place);
            case "boolean" -> flag(element, place);
            default ->
                Trees.children(element).isEmpty()
                        ? text(element, place)
                        : object(element, MissingNode.getInstance(), place);
        };
    }

    /** Members in the order of the schema, so that the same record is the same octets in whatever order its elements came. */
    private ObjectNode object(Element element, JsonNode properties, String place) {
        Map<String, Element> members = new LinkedHashMap<>();
        requireNoText(element, place);
        requireNoAttributes(element, place);
        for (Element child : Trees.children(element)) {
            String name = child.getLocalName();
            if (!Namespaces.EXCHANGE.equals(child.getNamespaceURI())) {
                wrong(
                        JsonPointers.child(place, name),
                        "namespace",
                        "应在命名空间 " + Namespaces.EXCHANGE,
                        "belongs to the namespace " + Namespaces.EXCHANGE);
            } else if (isNil(child)) {
                requireNothing(child, JsonPointers.child(place, name));
            } else if (members.putIfAbsent(name, child) != null) {
                wrong(JsonPointers.child(place, name), "twice", "出现了两次", "stands twice");
            }
        }
        ObjectNode object = StrictJson.object();
        properties.forEachEntry((name, schema) -> {
            Element child = members.get(name);
            if (child != null) {
                put(object, child, schema, place);
            }
        });
        members.forEach((name, child) -> {
            if (!properties.has(name)) {
                put(object, child, MissingNode.getInstance(), place);
            }
        });
        return object;
    }

    private void put(ObjectNode object, Element child, JsonNode schema, String place) {
        String name = child.getLocalName();
        object.set(name, value(child, schema, JsonPointers.child(place, name)));
    }

    private ArrayNode list(Element element, JsonNode items, String place) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        requireNoText(element, place);
        requireNoAttributes(element, place);
        for (Element child : Trees.children(element)) {
            String at = JsonPointers.child(place, Integer.toString(list.size()));
            if (!Trees.is(child, Namespaces.EXCHANGE, ITEM)) {
                wrong(at, "item", "列表的每一项写作 item", "each item of a list is written as item");
            }
            list.add(value(child, items, at));
        }
        return list;
    }

    /** What is no number stays text, which the schema then refuses. */
    private JsonNode number(Element element, String place) {
        String text = plain(element, place).strip();
        return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches()
                ? StrictJson.parse(text)
                : JsonNodeFactory.instance.stringNode(text);
    }

    private JsonNode flag(Element element, String place) {
        String text = plain(element, place).strip();
        return switch (text) {
            case "true", "1" -> JsonNodeFactory.instance.booleanNode(true);
            case "false", "0" -> JsonNodeFactory.instance.booleanNode(false);
            default -> JsonNodeFactory.instance.stringNode(text);
        };
    }

    private JsonNode text(Element element, String place) {
        return JsonNodeFactory.instance.stringNode(plain(element, place));
    }

    private String plain(Element element, String place) {
        requireNoAttributes(element, place);
        if (!Trees.children(element).isEmpty()) {
            wrong(place, "text", "应只有文本，没有子元素", "must be text alone, without elements");
            return "";
        }
        return element.getTextContent();
    }

    private void requireNoText(Element element, String place) {
        if (Trees.hasText(element)) {
            wrong(place, "elements", "子元素之间不得有文本", "must have no text between its elements");
        }
    }

    private void requireNoAttributes(Element element, String place) {
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            boolean says = !Namespaces.DECLARATIONS.equals(attribute.getNamespaceURI())
                    && !Namespaces.INSTANCE.equals(attribute.getNamespaceURI());
            if (says) {
                wrong(place, "attribute", "不得有 XML 属性", "must have no XML attributes");
                return;
            }
        }
    }

    private void requireNothing(Element nil, String place) {
        if (Trees.hasText(nil) || !Trees.children(nil).isEmpty()) {
            wrong(place, "nil", "写了 xsi:nil 就不得有内容", "must be empty, as it says xsi:nil");
        }
    }

    private static boolean isNil(Element element) {
        String nil = element.getAttributeNS(Namespaces.INSTANCE, "nil").strip();
        return nil.equals("true") || nil.equals("1");
    }

    private void wrong(String place, String rule, String zh, String en) {
        errors.add(new FieldError(place, rule, zh, en));
        if (errors.size() == MOST_ERRORS) {
            throw malformed();
        }
    }
}

package org.tongqu.adapters.soap;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.tongqu.record.schema.QuerySchema;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;

/**
 * XML Schema types of what stands in {@code data}, made from the JSON schemas, so that the two cannot differ. An object's members come in any
 * order ({@code xs:all}), a list's items as {@code item}. What XML Schema cannot say stands as documentation: code tables, identifiers with
 * check digits, groups of members. For one text.
 */
final class DataTypes {
    private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z";
    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    private final StringBuilder text = new StringBuilder();

    private DataTypes() {}

    /** The types {@code Data}, {@code Question} and {@code Result}, and one of each type of record, question and result. */
    static String of(Schemas schemas) {
        DataTypes types = new DataTypes();
        types.choice("Data", "record", schemas.types());
        for (String type : schemas.types()) {
            types.type(
                    "record." + type,
                    schemas.find(type).map(RecordSchema::document).orElseThrow());
        }
        types.questions(schemas, "Question", "question", QuerySchema::question);
        types.questions(schemas, "Result", "result", QuerySchema::result);
        return types.text.toString();
    }

    private void questions(Schemas schemas, String name, String prefix, Function<QuerySchema, RecordSchema> part) {
        choice(name, prefix, schemas.queries());
        for (String type : schemas.queries()) {
            type(
                    prefix + "." + type,
                    schemas.query(type).map(part).map(RecordSchema::document).orElseThrow());
        }
    }

    private void choice(String name, String prefix, Set<String> types) {
        text.append("<xs:complexType name=\"").append(name).append("\"><xs:choice>\n");
        types.forEach(type -> text.append("<xs:element name=\"")
                .append(type)
                .append("\" type=\"t:")
                .append(prefix)
                .append('.')
                .append(type)
                .append("\"/>\n"));
        text.append("</xs:choice></xs:complexType>\n");
    }

    private void type(String name, JsonNode schema) {
        text.append("<xs:complexType name=\"").append(name).append("\">");
        documentation(schema);
        members(schema);
        text.append("</xs:complexType>\n");
    }

    private void members(JsonNode schema) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.stringValue()));
        text.append("<xs:all>\n");
        schema.path("properties")
                .forEachEntry((name, member) -> element(name, member, required.contains(name) ? "1" : "0", "1"));
        text.append("</xs:all>");
    }

    private void element(String name, JsonNode schema, String least, String most) {
        text.append("<xs:element name=\"")
                .append(name)
                .append("\" minOccurs=\"")
                .append(least);
        text.append("\" maxOccurs=\"").append(most).append("\">");
        documentation(schema);
        switch (schema.path("type").asString("")) {
            case "object" -> {
                text.append("<xs:complexType>");
                members(schema);
                text.append("</xs:complexType>");
            }
            case "array" -> {
                text.append("<xs:complexType><xs:sequence>\n");
                element(
                        RecordXml.ITEM,
                        schema.required("items"),
                        Integer.toString(schema.path("minItems").asInt(0)),
                        schema.has("maxItems") ? schema.path("maxItems").asString() : "unbounded");
                text.append("</xs:sequence></xs:complexType>");
            }
            case "integer" -> simple("integer", schema);
            case "number" -> simple("decimal", schema);
            case "boolean" -> simple("boolean", schema);
            default -> simple("string", schema);
        }
        text.append("</xs:element>\n");
    }

    private void simple(String base, JsonNode schema) {
        text.append("<xs:simpleType><xs:restriction base=\"xs:").append(base).append("\">");
        facet(schema, "minLength", "minLength");
        facet(schema, "maxLength", "maxLength");
        facet(schema, "minimum", "minInclusive");
        facet(schema, "maximum", "maxInclusive");
        schema.path("enum").forEach(value -> facet("enumeration", value.asString()));
        String format = schema.path("format").asString("");
        if (format.equals("date-time")) {
            facet("pattern", TIME);
        } else if (format.equals("date")) {
            facet("pattern", DAY);
        }
        whole(schema.path("pattern").asString("")).ifPresent(pattern -> facet("pattern", pattern));
        text.append("</xs:restriction></xs:simpleType>");
    }

    /** A pattern of XML Schema is always of the whole text; one that it cannot say is left to the JSON schema. */
    private static Optional<String> whole(String pattern) {
        boolean canBeSaid =
                pattern.startsWith("^") && pattern.endsWith("$") && !pattern.contains("(?") && !pattern.contains("\\b");
        return canBeSaid ? Optional.of(pattern.substring(1, pattern.length() - 1)) : Optional.empty();
    }

    private void facet(JsonNode schema, String keyword, String facet) {
        JsonNode value = schema.get(keyword);
        if (value != null) {
            facet(facet, value.asString());
        }
    }

    private void facet(String facet, String value) {
        text.append("<xs:")
                .append(facet)
                .append(" value=\"")
                .append(Envelopes.escaped(value))
                .append("\"/>");
    }

    private void documentation(JsonNode schema) {
        StringBuilder words = new StringBuilder(schema.path("title").asString(""));
        String english = schema.path("x-title-en").asString("");
        if (!english.isEmpty()) {
            words.append(" · ").append(english);
        }
        note(words, schema, "x-code", "; code table ");
        note(words, schema, "x-identifier", "; identifier ");
        if (schema.has("oneOf")) {
            words.append("; exactly one of several groups of members, see the JSON schema");
        }
        if (!words.isEmpty()) {
            text.append("<xs:annotation><xs:documentation>")
                    .append(Envelopes.escaped(words.toString()))
                    .append("</xs:documentation></xs:annotation>");
        }
    }

    private static void note(StringBuilder words, JsonNode schema, String keyword, String before) {
        JsonNode value = schema.get(keyword);
        if (value != null) {
            words.append(before).append(value.asString(""));
        }
    }
}

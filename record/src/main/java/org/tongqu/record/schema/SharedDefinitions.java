package org.tongqu.record.schema;

import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The definitions that several schemas share. Inlining them makes every schema whole: a partner gets one document that
 * needs no other, and the compiled schema follows no references.
 */
final class SharedDefinitions {

    private static final String PREFIX = "../common.json#/$defs/";

    private final JsonNode definitions;

    SharedDefinitions(JsonNode common) {
        this.definitions = common.required("$defs");
    }

    /** A copy in which every reference is replaced by what it points to; keywords beside a reference win. */
    JsonNode inlinedInto(JsonNode schema) {
        if (schema.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            schema.forEach(item -> copy.add(inlinedInto(item)));
            return copy;
        }
        if (!schema.isObject()) {
            return schema;
        }
        ObjectNode copy = StrictJson.object();
        JsonNode reference = schema.get("$ref");
        if (reference != null) {
            copy.setAll((ObjectNode) inlinedInto(definition(reference.stringValue())));
        }
        schema.forEachEntry((keyword, value) -> {
            if (!keyword.equals("$ref")) {
                copy.set(keyword, inlinedInto(value));
            }
        });
        return copy;
    }

    private JsonNode definition(String reference) {
        if (!reference.startsWith(PREFIX)) {
            throw new IllegalStateException("A schema may refer to " + PREFIX + " only, not to " + reference);
        }
        return definitions.required(reference.substring(PREFIX.length()));
    }
}

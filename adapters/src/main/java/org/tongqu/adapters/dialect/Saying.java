package org.tongqu.adapters.dialect;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What we say to a partner's system that calls us, in its own form. Immutable; the tree is not to be changed.
 *
 * @param status of HTTP
 * @param tree the answer, with <code>{time}</code>, <code>{code}</code> and <code>{words}</code> in texts for what they name
 */
public record Saying(int status, JsonNode tree) {
    /** The answer with these words put in. */
    public JsonNode with(Map<String, String> values) {
        return filled(tree, values);
    }

    private static JsonNode filled(JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(member -> object.set(member.getKey(), filled(member.getValue(), values)));
            return object;
        }
        if (node.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> array.add(filled(item, values)));
            return array;
        }
        if (!node.isString()) {
            return node;
        }
        String text = node.stringValue();
        for (var value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return JsonNodeFactory.instance.stringNode(text);
    }
}

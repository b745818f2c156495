package org.tongqu.adapters.dialect;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What we say to a partner's system that calls us, in its own form. Immutable; the tree is not to be changed.
 *
 * @param status of HTTP
 * @param headers beside those that every answer has, with what they say
 * @param tree the answer, with <code>{time}</code>, <code>{code}</code> and <code>{words}</code> in texts for what they name, and
 *     <code>{/field}</code> for what stands in the message at this JSON pointer
 */
public record Saying(int status, Map<String, String> headers, JsonNode tree) {
    private static final Pattern QUOTE = Pattern.compile("\\{((?:/[^/{}]+)+)}");

    /** Copies the map. */
    public Saying {
        headers = Map.copyOf(headers);
    }

    /** What the header of this name says, in whatever case it is written; an empty text if there is none. */
    public String header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** Whether it quotes from the message. */
    public boolean quotes() {
        return QUOTE.matcher(tree.toString()).find();
    }

    /**
     * The answer with these words put in.
     *
     * @param quotes what stands in the message at a JSON pointer; an empty text if nothing is to be quoted
     */
    public JsonNode with(Map<String, String> values, UnaryOperator<String> quotes) {
        return filled(tree, values, quotes);
    }

    private static JsonNode filled(JsonNode node, Map<String, String> values, UnaryOperator<String> quotes) {
        if (node.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(member -> object.set(member.getKey(), filled(member.getValue(), values, quotes)));
            return object;
        }
        if (node.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> array.add(filled(item, values, quotes)));
            return array;
        }
        if (!node.isString()) {
            return node;
        }
        String text = QUOTE.matcher(node.stringValue())
                .replaceAll(quote -> Matcher.quoteReplacement(quotes.apply(quote.group(1))));
        for (var value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return JsonNodeFactory.instance.stringNode(text);
    }
}

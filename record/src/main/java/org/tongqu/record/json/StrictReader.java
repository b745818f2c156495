package org.tongqu.record.json;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Iterator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Builds the tree of one text, checking every name, string and number on the way. Used once. */
final class StrictReader {

    private static final int DIGITS_OF_INT = 9;
    private static final int DIGITS_OF_LONG = 18;

    private final JsonParser parser;

    StrictReader(JsonParser parser) {
        this.parser = parser;
    }

    JsonNode document() {
        try (parser) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw refused("syntax");
            }
            JsonNode value = value(first, 0);
            refuseMore();
            return value;
        } catch (StreamConstraintsException limit) {
            throw refused(ruleOf(limit));
        } catch (JacksonException broken) {
            throw refused("syntax");
        }
    }

    private void refuseMore() {
        JsonToken more;
        try {
            more = parser.nextToken();
        } catch (JacksonException notEvenAToken) {
            throw refused("trailing-tokens");
        }
        if (more != null) {
            throw refused("trailing-tokens");
        }
    }

    private JsonNode value(JsonToken token, int depth) {
        return switch (token) {
            case START_OBJECT -> object(deeper(depth));
            case START_ARRAY -> array(deeper(depth));
            case VALUE_STRING -> StringNode.valueOf(checked(parser.getString()));
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.instance;
            default -> throw refused("syntax");
        };
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            checked(name);
            if (object.replace(name, value(parser.nextToken(), depth)) != null) {
                throw refused("duplicate-key");
            }
        }
        return object;
    }

    private ArrayNode array(int depth) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token, depth));
        }
        return array;
    }

    private int deeper(int depth) {
        if (depth == StrictJson.MAX_DEPTH) {
            throw refused("depth");
        }
        return depth + 1;
    }

    private JsonNode integer() {
        int length = parser.getStringLength();
        if (length <= DIGITS_OF_INT) {
            return IntNode.valueOf(parser.getIntValue());
        }
        if (length <= DIGITS_OF_LONG) {
            return LongNode.valueOf(parser.getLongValue());
        }
        if (length > StrictJson.MAX_NUMBER_LENGTH
                || !Double.isFinite(parser.getBigIntegerValue().doubleValue())) {
            throw refused("number");
        }
        return BigIntegerNode.valueOf(parser.getBigIntegerValue());
    }

    private JsonNode decimal() {
        if (parser.getStringLength() > StrictJson.MAX_NUMBER_LENGTH) {
            throw refused("number");
        }
        BigDecimal value;
        try {
            value = new BigDecimal(parser.getString());
        } catch (NumberFormatException exponentBeyondInt) {
            throw refused("number");
        }
        // The bound on the scale comes first: it keeps the conversions below, and all later ones, short.
        if (Math.abs((long) value.scale()) > StrictJson.MAX_NUMBER_LENGTH) {
            throw refused("number");
        }
        double nearest = value.doubleValue();
        if (!Double.isFinite(nearest) || (nearest == 0 && value.signum() != 0)) {
            throw refused("number");
        }
        return DecimalNode.valueOf(value);
    }

    private String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw refused("nul-character");
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw refused("lone-surrogate");
                }
                i++;
            }
        }
        return text;
    }

    private static String ruleOf(StreamConstraintsException limit) {
        String message = String.valueOf(limit.getOriginalMessage());
        if (message.contains("nesting depth")) {
            return "depth";
        }
        return message.contains("Number") ? "number" : "length";
    }

    private MalformedJson refused(String rule) {
        TokenStreamLocation location = parser.currentLocation();
        return new MalformedJson(rule, pointer(), location.getLineNr(), location.getColumnNr());
    }

    private String pointer() {
        ArrayDeque<TokenStreamContext> path = new ArrayDeque<>();
        for (TokenStreamContext context = parser.streamReadContext(); context != null; context = context.getParent()) {
            path.push(context);
        }
        String pointer = "";
        for (Iterator<TokenStreamContext> contexts = path.iterator(); contexts.hasNext(); ) {
            TokenStreamContext context = contexts.next();
            String name = context.currentName();
            if (context.inObject() && name != null) {
                pointer = JsonPointers.shownChild(pointer, name);
            } else if (context.inArray() && context.hasCurrentIndex()) {
                pointer = JsonPointers.child(pointer, context.getCurrentIndex());
            }
        }
        return pointer;
    }
}

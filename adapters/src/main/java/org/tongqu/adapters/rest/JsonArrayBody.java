package org.tongqu.adapters.rest;

import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Reads a body that must be a JSON array of bounded length. */
final class JsonArrayBody {
    private JsonArrayBody() {}

    /**
     * The array in these octets.
     *
     * @throws Rejection {@code MALFORMED} if it is none; {@code SCHEMA_VIOLATION} if U+0000 is in it; {@code TOO_LARGE} if it has more items than that
     */
    static ArrayNode read(byte[] octets, int mostItems) {
        JsonNode body;
        try {
            body = StrictJson.parse(octets);
        } catch (MalformedJson refused) {
            throw refused.rejection();
        }
        if (!(body instanceof ArrayNode items)) {
            throw new Rejection(ProblemCode.MALFORMED, "The body must be a JSON array.");
        }
        if (items.size() > mostItems) {
            throw new Rejection(ProblemCode.TOO_LARGE, "At most " + mostItems + " items at once.");
        }
        return items;
    }
}

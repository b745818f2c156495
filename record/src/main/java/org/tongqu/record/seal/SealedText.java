package org.tongqu.record.seal;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sealed thing inside JSON: a flattened JWS with {@code b64:false}. The UTF-8 octets of the unescaped payload string are
 * the sealed bytes.
 *
 * @param payload the exact text that is sealed
 * @param seal the seal over its UTF-8 octets
 */
public record SealedText(String payload, Seal seal) {
    private static final Set<String> MEMBERS = Set.of("payload", "protected", "signature");

    /**
     * Reads a flattened JWS.
     *
     * @throws IllegalArgumentException unless it is an object of exactly the three string members
     */
    public static SealedText fromJson(JsonNode node) {
        if (!node.isObject() || !Set.copyOf(node.propertyNames()).equals(MEMBERS)) {
            throw new IllegalArgumentException("not a flattened JWS, expected payload, protected, signature");
        }
        return new SealedText(text(node, "payload"), new Seal(text(node, "protected"), text(node, "signature")));
    }

    private static String text(JsonNode node, String member) {
        JsonNode value = node.get(member);
        if (value == null || !value.isString()) {
            throw new IllegalArgumentException("not a flattened JWS, " + member + " must be a string");
        }
        return value.stringValue();
    }

    /** The sealed octets. */
    public byte[] octets() {
        return payload.getBytes(StandardCharsets.UTF_8);
    }

    /** This as a flattened JWS. */
    public ObjectNode toJson() {
        return StrictJson.object()
                .put("payload", payload)
                .put("protected", seal.protectedHeader())
                .put("signature", seal.signature());
    }
}

package org.tongqu.record.seal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The protected header of a seal, exactly: {@code alg kid typ aud iat b64 crit}; the gateway's own also carries {@code org
 * dlv rule gap att} where they apply. Anything else, also {@code jku x5u jwk x5c}, makes the seal invalid.
 *
 * @param alg the algorithm
 * @param kid the signer's key
 * @param typ what the seal is for
 * @param aud site id, or the receiving party
 * @param issuedAt {@code iat}, in whole seconds
 * @param org where a delivered body comes from; null but in deliveries
 * @param dlv the delivery id; null but in deliveries
 * @param rule the sharing rule that let it through; null but in deliveries
 * @param gap record ids of the same key that this party will not get; empty if none
 * @param att how the sender was authenticated if it could not seal ({@code channel}); else null
 */
public record SealHeader(
        SealAlgorithm alg,
        KeyId kid,
        SealType typ,
        String aud,
        Instant issuedAt,
        @Nullable Origin org,
        @Nullable String dlv,
        @Nullable String rule,
        List<String> gap,
        @Nullable String att) {
    private static final Set<String> EVERYONES = Set.of("alg", "kid", "typ", "aud", "iat", "b64", "crit");
    private static final Set<String> THE_GATEWAYS = Set.of("org", "dlv", "rule", "gap", "att");

    /** Copies the list. */
    public SealHeader {
        gap = List.copyOf(gap);
    }

    /** A header without the gateway's own members. */
    public static SealHeader plain(SealAlgorithm alg, KeyId kid, SealType typ, String aud, Instant issuedAt) {
        return new SealHeader(alg, kid, typ, aud, issuedAt, null, null, null, List.of(), null);
    }

    /**
     * Reads the protected part of a seal, strictly.
     *
     * @throws IllegalArgumentException if it is not base64url of such a header; the message says what is wrong
     */
    public static SealHeader read(Seal seal) {
        JsonNode node;
        try {
            node = StrictJson.parse(Base64.getUrlDecoder().decode(seal.protectedHeader()));
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("protected header is not JSON: " + e.rule(), e);
        }
        if (!node.isObject()) {
            throw new IllegalArgumentException("protected header is not an object");
        }
        for (String member : node.propertyNames()) {
            if (!EVERYONES.contains(member) && !THE_GATEWAYS.contains(member)) {
                throw new IllegalArgumentException("protected header has an unknown member");
            }
        }
        requireUnencodedPayload(node);
        return new SealHeader(
                SealAlgorithm.ofWire(string(node, "alg"))
                        .orElseThrow(() -> new IllegalArgumentException("alg is not accepted")),
                KeyId.parse(string(node, "kid")),
                SealType.ofWire(string(node, "typ"))
                        .orElseThrow(() -> new IllegalArgumentException("typ is not accepted")),
                string(node, "aud"),
                seconds(node),
                node.has("org") ? origin(node.get("org")) : null,
                optional(node, "dlv"),
                optional(node, "rule"),
                node.has("gap") ? strings(node.get("gap")) : List.of(),
                optional(node, "att"));
    }

    /** This header as the base64url text of the seal's protected part. */
    public String encode() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(StrictJson.write(toJson()));
    }

    private ObjectNode toJson() {
        ObjectNode node = StrictJson.object()
                .put("alg", alg.wire())
                .put("kid", kid.toString())
                .put("typ", typ.wire())
                .put("aud", aud)
                .put("iat", issuedAt.getEpochSecond())
                .put("b64", false);
        node.putArray("crit").add("b64");
        if (org != null) {
            ObjectNode origin = node.putObject("org")
                    .put("sender", org.record().sender().value())
                    .put("id", org.record().id());
            putIfThere(origin, "kid", org.kid());
            putIfThere(
                    origin, "digest", org.digest() == null ? null : org.digest().value());
            putIfThere(
                    origin, "commit", org.commit() == null ? null : org.commit().value());
        }
        putIfThere(node, "dlv", dlv);
        putIfThere(node, "rule", rule);
        if (!gap.isEmpty()) {
            ArrayNode ids = node.putArray("gap");
            gap.forEach(ids::add);
        }
        putIfThere(node, "att", att);
        return node;
    }

    private static void putIfThere(ObjectNode node, String member, @Nullable String value) {
        if (value != null) {
            node.put(member, value);
        }
    }

    private static void requireUnencodedPayload(JsonNode node) {
        JsonNode b64 = node.get("b64");
        JsonNode crit = node.get("crit");
        if (b64 == null || !b64.isBoolean() || b64.booleanValue()) {
            throw new IllegalArgumentException("b64 must be false");
        }
        if (crit == null || !strings(crit).equals(List.of("b64"))) {
            throw new IllegalArgumentException("crit must be [\"b64\"]");
        }
    }

    private static Instant seconds(JsonNode node) {
        JsonNode iat = node.get("iat");
        if (iat == null
                || !iat.isIntegralNumber()
                || !iat.canConvertToLong()
                || iat.longValue() < 0
                || iat.longValue() > 253_402_300_799L) {
            throw new IllegalArgumentException("iat must be whole seconds since 1970");
        }
        return Instant.ofEpochSecond(iat.longValue());
    }

    private static Origin origin(JsonNode node) {
        String digest = optional(node, "digest");
        String commit = optional(node, "commit");
        return new Origin(
                new RecordId(new PartyId(string(node, "sender")), string(node, "id")),
                optional(node, "kid"),
                digest == null ? null : new Digest(digest),
                commit == null ? null : new Digest(commit));
    }

    private static List<String> strings(JsonNode node) {
        if (!node.isArray()) {
            throw new IllegalArgumentException("expected an array of strings");
        }
        List<String> values = new ArrayList<>();
        for (JsonNode item : node) {
            if (!item.isString()) {
                throw new IllegalArgumentException("expected an array of strings");
            }
            values.add(item.stringValue());
        }
        return values;
    }

    private static String string(JsonNode node, String member) {
        String value = optional(node, member);
        if (value == null) {
            throw new IllegalArgumentException(member + " is missing");
        }
        return value;
    }

    private static @Nullable String optional(JsonNode node, String member) {
        JsonNode value = node.get(member);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw new IllegalArgumentException(member + " must be a string");
        }
        return value.stringValue();
    }
}

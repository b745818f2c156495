package org.tongqu.record.sharing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the granted fields out of a record's data, and nothing else: what no pattern names is not there. Immutable, compiled
 * once per rule, thread-safe.
 */
public final class Projection {
    private final Node root;

    private Projection(Node root) {
        this.root = root;
    }

    /** Compiles a grant of fields. A field named twice keeps the stricter form: a mask beats the plain value. */
    public static Projection of(Grant.Fields grant) {
        Node root = new Node();
        for (Grant.Field field : grant.fields()) {
            root.grant(segments(field.pattern()), 0, field.mask());
        }
        return new Projection(root);
    }

    /** The granted part of the data; an empty object if none of it is there. */
    public ObjectNode apply(ObjectNode data) {
        JsonNode granted = root.project(data);
        return granted instanceof ObjectNode object ? object : StrictJson.object();
    }

    private static List<String> segments(String pattern) {
        List<String> segments = new ArrayList<>();
        for (String part : pattern.substring(1).split("/", -1)) {
            segments.add(part.replace("~1", "/").replace("~0", "~"));
        }
        return segments;
    }

    /** One step of the patterns: what is granted here, and what below. */
    private static final class Node {
        private final Map<String, Node> below = new TreeMap<>();
        private boolean granted;
        private @Nullable Mask mask;

        void grant(List<String> segments, int at, Optional<Mask> asked) {
            if (at < segments.size()) {
                below.computeIfAbsent(segments.get(at), s -> new Node()).grant(segments, at + 1, asked);
                return;
            }
            granted = true;
            if (asked.isPresent()) {
                mask = asked.get();
            }
        }

        @Nullable
        JsonNode project(JsonNode value) {
            if (granted && below.isEmpty()) {
                return mask == null ? value.deepCopy() : masked(value, mask);
            }
            if (value instanceof ObjectNode object) {
                return projectObject(object);
            }
            if (value instanceof ArrayNode array) {
                return projectArray(array);
            }
            return null;
        }

        private @Nullable JsonNode projectObject(ObjectNode object) {
            ObjectNode out = StrictJson.object();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                Node step = below.get(member.getKey());
                JsonNode kept = step != null
                        ? step.project(member.getValue())
                        : granted ? new Node().whole(mask).project(member.getValue()) : null;
                if (kept != null) {
                    out.set(member.getKey(), kept);
                }
            }
            return out.isEmpty() && !granted ? null : out;
        }

        private @Nullable JsonNode projectArray(ArrayNode array) {
            Node step = below.get("*");
            if (step == null) {
                return granted ? new Node().whole(mask).project(array) : null;
            }
            ArrayNode out = StrictJson.object().putArray("items");
            for (JsonNode item : array) {
                JsonNode kept = step.project(item);
                if (kept != null) {
                    out.add(kept);
                }
            }
            return out;
        }

        private Node whole(@Nullable Mask inherited) {
            granted = true;
            mask = inherited;
            return this;
        }

        private static JsonNode masked(JsonNode value, Mask mask) {
            if (value instanceof ObjectNode object) {
                ObjectNode out = StrictJson.object();
                object.properties().forEach(m -> out.set(m.getKey(), masked(m.getValue(), mask)));
                return out;
            }
            if (value instanceof ArrayNode array) {
                ArrayNode out = StrictJson.object().putArray("items");
                array.forEach(item -> out.add(masked(item, mask)));
                return out;
            }
            return out(value, mask);
        }

        private static JsonNode out(JsonNode value, Mask mask) {
            String text = value.isString() ? mask.apply(value.stringValue()) : Mask.ALL.apply("x");
            return StrictJson.object().put("masked", text).get("masked");
        }
    }
}

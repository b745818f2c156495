package org.tongqu.ittests.history;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Events as lines of JSON, and back. */
final class EventLine {
    private EventLine() {}

    static String write(Event event) {
        ObjectNode node = StrictJson.object().put("at", event.at());
        if (event instanceof Event.Invoke e) {
            node.put("kind", "invoke")
                    .put("record", e.record())
                    .put("key", e.key())
                    .put("digest", e.digest());
            ArrayNode parties = node.putArray("parties");
            e.sortedParties().forEach(parties::add);
        } else if (event instanceof Event.Ok e) {
            node.put("kind", "ok").put("record", e.record()).put("sequence", e.sequence());
        } else if (event instanceof Event.Fail e) {
            node.put("kind", "fail").put("record", e.record()).put("why", e.why());
        } else if (event instanceof Event.Info e) {
            node.put("kind", "info").put("record", e.record()).put("why", e.why());
        } else if (event instanceof Event.Got e) {
            node.put("kind", "got").put("party", e.party()).put("record", e.record());
            node.put("delivery", e.delivery()).put("digest", e.digest()).put("answered", e.answered());
        } else if (event instanceof Event.Kill e) {
            node.put("kind", "kill").put("target", e.target()).put("backAt", e.backAt());
        } else if (event instanceof Event.Cut e) {
            node.put("kind", "cut").put("party", e.party()).put("until", e.until());
        } else if (event instanceof Event.SentAgain e) {
            node.put("kind", "sent-again").put("delivery", e.delivery());
        } else if (event instanceof Event.Left e) {
            node.put("kind", "left").put("record", e.record()).put("party", e.party());
            node.put("state", e.state());
        }
        return StrictJson.writeText(node);
    }

    /** @throws IllegalArgumentException if the line is no event */
    static Event read(String line) {
        JsonNode node = StrictJson.parse(line);
        long at = node.path("at").asLong();
        return switch (text(node, "kind")) {
            case "invoke" ->
                new Event.Invoke(at, text(node, "record"), text(node, "key"), text(node, "digest"), parties(node));
            case "ok" ->
                new Event.Ok(at, text(node, "record"), node.path("sequence").asLong());
            case "fail" -> new Event.Fail(at, text(node, "record"), text(node, "why"));
            case "info" -> new Event.Info(at, text(node, "record"), text(node, "why"));
            case "got" ->
                new Event.Got(
                        at,
                        text(node, "party"),
                        text(node, "record"),
                        text(node, "delivery"),
                        nullable(node, "digest"),
                        node.path("answered").asBoolean());
            case "kill" -> new Event.Kill(at, node.path("backAt").asLong(), text(node, "target"));
            case "cut" -> new Event.Cut(at, node.path("until").asLong(), text(node, "party"));
            case "sent-again" -> new Event.SentAgain(at, text(node, "delivery"));
            case "left" -> new Event.Left(at, text(node, "record"), text(node, "party"), text(node, "state"));
            default -> throw new IllegalArgumentException("unknown kind of event");
        };
    }

    private static Set<String> parties(JsonNode node) {
        Set<String> parties = new TreeSet<>();
        node.path("parties").forEach(party -> parties.add(party.stringValue()));
        return parties;
    }

    private static String text(JsonNode node, String member) {
        JsonNode value = node.get(member);
        if (value == null || !value.isString()) {
            throw new IllegalArgumentException("event without " + member);
        }
        return value.stringValue();
    }

    private static @Nullable String nullable(JsonNode node, String member) {
        JsonNode value = node.get(member);
        return value == null || value.isNull() ? null : value.stringValue();
    }
}

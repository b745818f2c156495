package org.tongqu.adapters.dialect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages of a record as they are sealed and kept, so that a later attempt tells the same and nobody takes them for anything else:
 * {@code {"tongqu-dialect":"guizhou-rest","calls":[{"call":"baseInfo","path":"/baseInfo","message":"…"}]}}, in UTF-8.
 *
 * @param family of the dialect
 * @param messages in the order in which they are told
 */
public record KeptMessages(String family, List<Message> messages) {
    /** Copies the list. */
    public KeptMessages {
        messages = List.copyOf(messages);
    }

    /**
     * One of them.
     *
     * @param call the partner's name of the call
     * @param path of the call
     * @param text the message
     */
    public record Message(String call, String path, String text) {
        /** The call alone. */
        @Override
        public String toString() {
            return "message of " + call;
        }
    }

    byte[] toOctets() {
        ObjectNode kept = StrictJson.object().put(Translator.KEPT_AS, family);
        ArrayNode calls = kept.putArray("calls");
        for (Message message : messages) {
            calls.addObject()
                    .put("call", message.call())
                    .put("path", message.path())
                    .put("message", message.text());
        }
        return StrictJson.write(kept);
    }

    /** What was kept; empty if it is anything else. */
    static Optional<KeptMessages> read(byte[] octets) {
        try {
            JsonNode kept = StrictJson.parse(new String(octets, StandardCharsets.UTF_8));
            JsonNode family = kept.get(Translator.KEPT_AS);
            if (family == null || !family.isString()) {
                return Optional.empty();
            }
            List<Message> messages = new ArrayList<>();
            for (JsonNode call : kept.path("calls")) {
                messages.add(new Message(
                        call.path("call").asString(""),
                        call.path("path").asString(""),
                        call.path("message").asString("")));
            }
            return Optional.of(new KeptMessages(family.stringValue(), messages));
        } catch (MalformedJson somethingElse) {
            return Optional.empty();
        }
    }
}

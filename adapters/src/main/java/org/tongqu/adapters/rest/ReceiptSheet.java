package org.tongqu.adapters.rest;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.port.Inbox.ReceiptResult;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Receipts as they were handed in, so that every one gets its result at its own place, also those that are no sealed thing and
 * therefore count as badly sealed (401).
 *
 * @param lines one per item, in order; empty where the item is no flattened JWS
 */
record ReceiptSheet(List<Optional<SealedText>> lines) {
    static ReceiptSheet of(ArrayNode items) {
        List<Optional<SealedText>> lines = new ArrayList<>();
        items.forEach(item -> lines.add(sealed(item)));
        return new ReceiptSheet(List.copyOf(lines));
    }

    /** Those that can be verified, in order. */
    List<SealedText> sealed() {
        return lines.stream().flatMap(Optional::stream).toList();
    }

    /**
     * The answer: one result per line.
     *
     * @param results one per sealed line, in order
     */
    ArrayNode answer(List<ReceiptResult> results) {
        Iterator<ReceiptResult> next = results.iterator();
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        for (Optional<SealedText> line : lines) {
            ReceiptResult result = line.isPresent()
                    ? next.next()
                    : new ReceiptResult("", ProblemCode.SEAL_INVALID.status(), ProblemCode.SEAL_INVALID.name());
            answer.addObject()
                    .put("delivery", result.delivery())
                    .put("status", result.status())
                    .put("code", result.code());
        }
        return answer;
    }

    private static Optional<SealedText> sealed(JsonNode item) {
        try {
            return Optional.of(SealedText.fromJson(item));
        } catch (IllegalArgumentException notSealed) {
            return Optional.empty();
        }
    }
}

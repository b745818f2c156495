package org.tongqu.ittests.load;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A delivery that reached a sink.
 *
 * @param at when its last octet was read, in nanoseconds of the machine's monotonic clock
 * @param delivery {@code Delivery-Id}; empty text if absent
 * @param attempt {@code Attempt}; 0 if absent
 * @param seal the gateway's seal; empty if absent
 * @param sealOfSender the sender's own; empty if absent
 * @param body as it came
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy per message would be measured.
public record Arrival(
        long at, String delivery, int attempt, Optional<String> seal, Optional<String> sealOfSender, byte[] body) {
    private static final int HEAD = 2_000;

    static Arrival of(HttpMessage request, long at) {
        return new Arrival(
                at,
                request.header("delivery-id").orElse(""),
                request.header("attempt").map(Integer::parseInt).orElse(0),
                request.header("seal"),
                request.header("seal-of-sender"),
                request.body());
    }

    /** The record's id: CloudEvents {@code id}. */
    public String id() {
        return member("\"id\":\"");
    }

    /** The record's identity, {@code sender/id}. */
    public String record() {
        return member("\"source\":\"/parties/") + "/" + id();
    }

    /** The first text behind these characters; the envelope comes before the data, so this needs no parser. */
    private String member(String start) {
        String head = new String(body, 0, Math.min(body.length, HEAD), StandardCharsets.UTF_8);
        int from = head.indexOf(start);
        int to = from < 0 ? -1 : head.indexOf('"', from + start.length());
        if (to < 0) {
            throw new IllegalArgumentException("a delivery without envelope");
        }
        return head.substring(from + start.length(), to);
    }
}

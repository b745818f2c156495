package org.tongqu.ittests.load;

import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.security.digest.Sm3;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A party that fetches from its inbox and answers with sealed receipts, over one connection. Not thread-safe. */
public final class FetchingParty implements AutoCloseable {
    private static final String RECEIPTS = "/v1/inbox/receipts";

    private final HttpConnection connection;
    private final PartySealer sealer;
    private final Clock clock;
    private final Sm3 digests = new Sm3();

    /** Fetches over this connection, whose time-out must be longer than any wait. */
    public FetchingParty(HttpConnection connection, PartySealer sealer, Clock clock) {
        this.connection = connection;
        this.sealer = sealer;
        this.clock = clock;
    }

    /**
     * One delivery from the inbox.
     *
     * @param at when it was read, in nanoseconds of the machine's monotonic clock
     * @param delivery its id
     * @param attempt its number
     * @param content what the gateway sealed
     * @param sealOfSender whether the sender's own seal came with it
     */
    public record Fetched(long at, String delivery, int attempt, SealedText content, boolean sealOfSender) {
        /** The record's identity, {@code sender/id}. */
        public String record() {
            JsonNode event = StrictJson.parse(content.payload());
            return event.path("source").asString().substring("/parties/".length()) + "/"
                    + event.path("id").asString();
        }
    }

    /**
     * Takes leases.
     *
     * @param max at most this many, 1 to 500
     * @param wait for the first, 0 to 30 s
     * @param lease in seconds, 10 to 600
     * @throws IOException if there is no answer, or another than 200
     */
    public List<Fetched> fetch(int max, int wait, int lease) throws IOException {
        String target = "/v1/inbox?max=" + max + "&wait=" + wait + "&lease=" + lease;
        HttpMessage answer = connection.exchange("GET", target, sealer.proof("GET", target), new byte[0]);
        if (answer.status() != 200) {
            throw new IOException("the inbox answers " + answer.status());
        }
        long at = System.nanoTime();
        List<Fetched> fetched = new ArrayList<>();
        for (JsonNode delivery : StrictJson.parse(answer.body()).path("deliveries")) {
            fetched.add(new Fetched(
                    at,
                    delivery.path("delivery").asString(),
                    delivery.path("attempt").asInt(),
                    SealedText.fromJson(delivery.path("content")),
                    delivery.path("senderSeal").isObject()));
        }
        return fetched;
    }

    /**
     * Confirms these.
     *
     * @return the status of each, in their order
     * @throws IOException if there is no answer, or another than 200
     */
    public List<Integer> confirm(List<Fetched> fetched) throws IOException {
        return answer(fetched, "DELIVERED");
    }

    /**
     * Refuses these for good.
     *
     * @return the status of each, in their order
     * @throws IOException if there is no answer, or another than 200
     */
    public List<Integer> refuse(List<Fetched> fetched) throws IOException {
        return answer(fetched, "REFUSED");
    }

    private List<Integer> answer(List<Fetched> fetched, String outcome) throws IOException {
        ArrayNode receipts = StrictJson.object().putArray("receipts");
        for (Fetched one : fetched) {
            receipts.add(sealer.sealed(receipt(one, outcome), SealType.ACK).toJson());
        }
        Map<String, String> headers = new HashMap<>(sealer.proof("POST", RECEIPTS));
        headers.put("Content-Type", "application/json");
        HttpMessage answer = connection.exchange("POST", RECEIPTS, headers, StrictJson.write(receipts));
        if (answer.status() != 200) {
            throw new IOException("receipts are answered " + answer.status());
        }
        List<Integer> statuses = new ArrayList<>();
        StrictJson.parse(answer.body())
                .forEach(item -> statuses.add(item.path("status").asInt()));
        return statuses;
    }

    private String receipt(Fetched one, String outcome) {
        return StrictJson.writeText(StrictJson.object()
                .put("delivery", one.delivery())
                .put("outcome", outcome)
                .put("digest", digests.sm3(one.content().octets()).value())
                .put("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString()));
    }

    @Override
    public void close() {
        connection.close();
    }
}

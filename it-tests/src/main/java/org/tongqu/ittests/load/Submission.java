package org.tongqu.ittests.load;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.security.seal.SealCheck;
import tools.jackson.databind.JsonNode;

/** Submits records as one party over one connection, and believes a receipt only if it holds. Not thread-safe. */
public final class Submission implements AutoCloseable {
    private static final String MEDIA_TYPE = "application/cloudevents+json";

    private final HttpConnection connection;
    private final PartySealer sealer;
    private final SealCheck gateway;

    /** Submits over this connection. */
    public Submission(HttpConnection connection, PartySealer sealer, SealCheck gateway) {
        this.connection = connection;
        this.sealer = sealer;
        this.gateway = gateway;
    }

    /**
     * What the gateway said.
     *
     * @param status of the answer
     * @param receipt verified; empty if there was none or it does not hold
     * @param text of the body, as it came
     */
    public record Outcome(int status, Optional<JsonNode> receipt, String text) {
        /** Whether the record is accepted, provably. */
        public boolean isAccepted() {
            return receipt.isPresent();
        }

        /** Whether trying again may help: the gateway said so. */
        public boolean isRetryable() {
            return status == 503 || status == 429 || status == 409 || status >= 500;
        }

        /** The receipt's number within the key; 0 without a receipt. */
        public long sequence() {
            return receipt.map(r -> r.path("sequence").asLong()).orElse(0L);
        }

        /** The problem's code; empty text if there is none. */
        public String code() {
            try {
                return StrictJson.parse(text).path("code").asString("");
            } catch (MalformedJson e) {
                return "";
            }
        }
    }

    /**
     * Seals and submits.
     *
     * @throws IOException if there is no answer: it is unknown whether the record was accepted
     */
    public Outcome submit(byte[] body) throws IOException {
        String seal = sealer.seal(body, SealType.RECORD).text();
        HttpMessage answer =
                connection.exchange("POST", "/v1/records", Map.of("Content-Type", MEDIA_TYPE, "Seal", seal), body);
        return new Outcome(answer.status(), receipt(answer), answer.text());
    }

    private Optional<JsonNode> receipt(HttpMessage answer) {
        if (answer.status() != 200 && answer.status() != 202) {
            return Optional.empty();
        }
        try {
            SealedText sealed = SealedText.fromJson(StrictJson.parse(answer.body()));
            gateway.verify(
                    sealed.seal(),
                    sealed.octets(),
                    SealType.RECEIPT,
                    sealer.party().value());
            return Optional.of(StrictJson.parse(sealed.payload()));
        } catch (MalformedJson | IllegalArgumentException | Rejection e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}

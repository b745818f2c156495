package org.tongqu.record.delivery;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * What a party says about a delivery (回执): the payload of its receipt.
 *
 * @param delivery which delivery
 * @param outcome taken or refused
 * @param digest of the body the party received
 * @param code the party's code for a refusal; null if none
 * @param reason the party's words for a refusal; null if none
 * @param at when, as the party says; null if not said
 */
public record PartyReceipt(
        DeliveryId delivery,
        Outcome outcome,
        Digest digest,
        @Nullable String code,
        @Nullable String reason,
        @Nullable Instant at) {
    private static final int LONGEST_WORDS = 500;
    private static final Pattern HARMFUL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\s]+");

    /** The two things a party can say. */
    public enum Outcome {
        /** Taken over; the party is responsible from now on. */
        DELIVERED,
        /** Not taken, finally. */
        REFUSED
    }

    /**
     * The party's code and reason in a line that does no harm in a log, a page or a notice: at most 500 characters, without
     * control or format characters; empty if it gave neither.
     */
    public String words() {
        String said = Stream.of(code, reason).filter(Objects::nonNull).collect(Collectors.joining(": "));
        String line = HARMFUL.matcher(said).replaceAll(" ").strip();
        if (line.length() <= LONGEST_WORDS) {
            return line;
        }
        boolean splits = Character.isHighSurrogate(line.charAt(LONGEST_WORDS - 1));
        return line.substring(0, splits ? LONGEST_WORDS - 1 : LONGEST_WORDS);
    }

    /**
     * Reads the payload of a receipt.
     *
     * @throws IllegalArgumentException if it is not one; the message says what is wrong, never a value
     */
    public static PartyReceipt read(byte[] payload) {
        JsonNode node;
        try {
            node = StrictJson.parse(payload);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("receipt is not JSON: " + e.rule(), e);
        }
        return of(node);
    }

    /**
     * The receipt in this object.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static PartyReceipt of(JsonNode node) {
        return new PartyReceipt(
                new DeliveryId(required(node, "delivery")),
                outcome(required(node, "outcome")),
                new Digest(required(node, "digest")),
                text(node, "code").orElse(null),
                text(node, "reason").orElse(null),
                text(node, "at").map(PartyReceipt::instant).orElse(null));
    }

    private static Outcome outcome(String wire) {
        return switch (wire) {
            case "DELIVERED" -> Outcome.DELIVERED;
            case "REFUSED" -> Outcome.REFUSED;
            default -> throw new IllegalArgumentException("outcome must be DELIVERED or REFUSED");
        };
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("at must be RFC 3339", e);
        }
    }

    private static String required(JsonNode node, String member) {
        return text(node, member).orElseThrow(() -> new IllegalArgumentException(member + " is missing"));
    }

    private static Optional<String> text(JsonNode node, String member) {
        JsonNode value = node.get(member);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw new IllegalArgumentException(member + " must be a string");
        }
        return Optional.of(value.stringValue());
    }
}

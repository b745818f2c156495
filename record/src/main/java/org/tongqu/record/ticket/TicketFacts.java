package org.tongqu.record.ticket;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.life.Awaited;
import org.tongqu.record.life.ObjectState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of a ticket between its records: whose it is, its numbers at other levels, what is asked for, until when. Read from a
 * state, changed by one step, and made a state again; the state it was read from stays as it was. Not thread-safe.
 */
final class TicketFacts {
    static final String UPPER_NO = "upperNo";
    static final String LOWER_NO = "lowerNo";

    /** The state of a ticket of which it is not known where it stands: its earlier records are older than the states. */
    private static final String NOT_KNOWN = "0";

    private final ObjectNode facts;
    private @Nullable TicketStage stage;

    private TicketFacts(@Nullable TicketStage stage, ObjectNode facts) {
        this.stage = stage;
        this.facts = facts;
    }

    static TicketFacts none() {
        return new TicketFacts(null, StrictJson.object());
    }

    static TicketFacts of(ObjectState state) {
        return new TicketFacts(
                state.name().equals(NOT_KNOWN) ? null : TicketStage.ofCode(state.name()),
                state.facts().deepCopy());
    }

    /** @param awaited what has to come next, until when; null if nothing has to */
    ObjectState state(@Nullable Awaited awaited) {
        Set<String> aliases = new TreeSet<>();
        text(UPPER_NO).ifPresent(aliases::add);
        text(LOWER_NO).ifPresent(aliases::add);
        return new ObjectState(stage == null ? NOT_KNOWN : stage.code(), aliases, facts, awaited);
    }

    /** Where it stands; empty if that is not known. */
    Optional<TicketStage> stage() {
        return Optional.ofNullable(stage);
    }

    void enter(TicketStage next) {
        stage = next;
    }

    /** The party of this part; empty if there is none, or it is not known. */
    Optional<PartyId> party(String part) {
        return text(part).map(PartyId::new);
    }

    /** To whom it was dispatched; empty if that is not known. */
    Optional<Set<PartyId>> handlers() {
        JsonNode found = facts.path("handlers");
        if (!found.isArray()) {
            return Optional.empty();
        }
        Set<PartyId> handlers = new TreeSet<>();
        found.forEach(one -> handlers.add(new PartyId(one.stringValue())));
        return Optional.of(handlers);
    }

    void handlers(Set<PartyId> handlers) {
        ArrayNode array = facts.putArray("handlers");
        handlers.stream().map(PartyId::value).sorted().forEach(array::add);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(facts.get(name)).map(JsonNode::stringValue);
    }

    Optional<Instant> time(String name) {
        return text(name).map(Instant::parse);
    }

    /** Keeps a value; null leaves what is there. */
    void keep(String name, @Nullable Object value) {
        if (value != null) {
            facts.put(name, value.toString());
        }
    }

    void forget(String name) {
        facts.remove(name);
    }

    boolean is(String name) {
        return facts.path(name).asBoolean(false);
    }

    void mark(String name, boolean value) {
        facts.put(name, value);
    }

    int count(String name) {
        return facts.path(name).asInt(0);
    }

    void count(String name, int value) {
        facts.put(name, value);
    }

    /** How many of these wait for an answer. */
    int open(TicketRequest request) {
        return count(name(request));
    }

    void open(TicketRequest request, int many) {
        count(name(request), many);
    }

    /** Nothing of these waits any more. */
    void drop(TicketRequest... requests) {
        Arrays.stream(requests).forEach(request -> forget(name(request)));
    }

    private static String name(TicketRequest request) {
        return "open-" + request.name();
    }
}

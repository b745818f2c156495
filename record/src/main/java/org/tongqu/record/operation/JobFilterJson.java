package org.tongqu.record.operation;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A filter as JSON: an object with the members of {@link JobFilter}, those without a condition left out. */
public final class JobFilterJson {
    private static final Set<String> MEMBERS =
            Set.of("lanes", "types", "subject", "code", "states", "acceptedFrom", "acceptedUntil", "deliveries");

    private JobFilterJson() {}

    /** The filter as JSON. */
    public static ObjectNode write(JobFilter filter) {
        ObjectNode json = StrictJson.object();
        add(json, "lanes", filter.lanes());
        add(json, "types", filter.types());
        add(json, "subject", filter.subject());
        add(json, "code", filter.code());
        add(json, "states", filter.states());
        add(json, "acceptedFrom", filter.acceptedFrom());
        add(json, "acceptedUntil", filter.acceptedUntil());
        add(
                json,
                "deliveries",
                filter.deliveries().stream().map(DeliveryId::value).toList());
        return json;
    }

    /**
     * A filter from JSON; what is absent is no filter at all. Strict, since a mistyped condition would be no condition, and the job
     * about far more than was meant.
     *
     * @throws IllegalArgumentException naming the member that is wrong or not known
     */
    public static JobFilter read(JsonNode json) {
        if (json.isMissingNode()) {
            return JobFilter.ALL;
        }
        if (!json.isObject()) {
            throw new IllegalArgumentException("filter must be an object");
        }
        for (String name : json.propertyNames()) {
            if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException("filter has no condition " + name);
            }
        }
        return new JobFilter(
                set(json, "lanes", PartyId::new),
                set(json, "types", RecordType::parse),
                text(json, "subject"),
                text(json, "code"),
                set(json, "states", DeliveryState::valueOf),
                time(json, "acceptedFrom"),
                time(json, "acceptedUntil"),
                set(json, "deliveries", DeliveryId::new));
    }

    private static void add(ObjectNode json, String name, Collection<?> values) {
        if (!values.isEmpty()) {
            ArrayNode array = json.putArray(name);
            values.stream().map(Object::toString).sorted().forEach(array::add);
        }
    }

    private static void add(ObjectNode json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    private static <T> Set<T> set(JsonNode json, String name, Function<String, T> read) {
        Set<T> values = new LinkedHashSet<>();
        JsonNode array = json.path(name);
        if (!array.isMissingNode() && !array.isArray()) {
            throw new IllegalArgumentException(name + " must be an array");
        }
        for (JsonNode value : array) {
            values.add(read(name, text(name, value), read));
        }
        if (!array.isMissingNode() && values.isEmpty()) {
            throw new IllegalArgumentException(name + " names nothing");
        }
        return values;
    }

    @Nullable
    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isMissingNode() ? null : text(name, value);
    }

    private static String text(String name, JsonNode value) {
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new IllegalArgumentException(name + " must be text");
        }
        return value.stringValue();
    }

    @Nullable
    private static Instant time(JsonNode json, String name) {
        String text = text(json, name);
        return text == null ? null : read(name, text, Instant::parse);
    }

    private static <T> T read(String name, String text, Function<String, T> read) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new IllegalArgumentException(name + " cannot be " + text, wrong);
        }
    }
}

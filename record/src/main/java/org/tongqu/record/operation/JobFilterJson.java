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
     * A filter from JSON; members that it does not know are ignored.
     *
     * @throws IllegalArgumentException naming the member that is wrong
     */
    public static JobFilter read(JsonNode json) {
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
        for (JsonNode value : json.path(name)) {
            values.add(read(name, value.asString(""), read));
        }
        return values;
    }

    @Nullable
    private static String text(JsonNode json, String name) {
        return json.path(name).isString() ? json.path(name).stringValue() : null;
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

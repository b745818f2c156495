package org.tongqu.adapters.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.JsonPointers;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages that are one record together (EIP: Aggregator): those of one identity belong together, and the record is there when one
 * of each has come, in whatever order. What several of them say of one field must be the same. Immutable.
 *
 * @param type of the record
 * @param parts one table for each message, each of a call of its own
 */
public record Aggregation(RecordType type, List<FieldTable> parts) {
    /** Copies the list. */
    public Aggregation {
        parts = List.copyOf(parts);
    }

    /** The aggregations of these tables, by what their parts together are called: the type of the record. */
    public static Map<String, Aggregation> of(List<FieldTable> tables) {
        Map<String, List<FieldTable>> parts = new LinkedHashMap<>();
        for (FieldTable table : tables) {
            if (table.isPart()) {
                parts.computeIfAbsent(table.type().toString(), type -> new ArrayList<>())
                        .add(table);
            }
        }
        Map<String, Aggregation> aggregations = new LinkedHashMap<>();
        parts.forEach((name, together) ->
                aggregations.put(name, new Aggregation(together.get(0).type(), together)));
        return aggregations;
    }

    /** The calls of the parts. */
    public List<String> calls() {
        return parts.stream().map(FieldTable::message).toList();
    }

    /**
     * The messages as the data of the record.
     *
     * @param messages by their calls, one of each
     * @throws Untranslatable naming every field that cannot be translated, with the call in front, every one of which two messages say
     *     different things, and every call of which there is no message
     */
    public ObjectNode toOurs(Map<String, JsonNode> messages, ReceivedFiles files, Trace trace) throws Untranslatable {
        List<FieldError> errors = new ArrayList<>();
        List<ReadPart> read = new ArrayList<>();
        for (FieldTable part : parts) {
            read.add(ReadPart.of(part, messages.get(part.message()), files, trace));
        }
        read.forEach(part -> part.addErrors(errors));
        merged(read, errors);
        Untranslatable.refuse(errors);
        read.forEach(ReadPart::takeFiles);
        read.forEach(part -> part.addErrors(errors));
        ObjectNode data = merged(read, errors);
        Untranslatable.refuse(errors);
        return data;
    }

    private static ObjectNode merged(List<ReadPart> read, List<FieldError> errors) {
        ObjectNode data = StrictJson.object();
        read.forEach(part -> merge(data, part.data, part.place, "", errors));
        return data;
    }

    /** One message being read; its files are taken last, if nothing is wrong with any of them: they cost more than all the rest. */
    private static final class ReadPart {
        private final String place;
        private final ObjectNode data = StrictJson.object();
        private final List<FieldError> errors = new ArrayList<>();
        private Optional<Reading> reading = Optional.empty();

        private ReadPart(String place) {
            this.place = place;
        }

        static ReadPart of(FieldTable table, @Nullable JsonNode message, ReceivedFiles files, Trace trace) {
            ReadPart part = new ReadPart(JsonPointers.child("", table.message()));
            if (message == null) {
                part.errors.add(FieldTable.missing(""));
            } else {
                part.reading = table.reading(message, part.data, files, trace, part.errors);
            }
            return part;
        }

        void takeFiles() {
            reading.ifPresent(Reading::takeFiles);
        }

        void addErrors(List<FieldError> all) {
            errors.forEach(error -> all.add(error.at(place + error.pointer())));
        }
    }

    /**
     * The envelope around the messages, with the same content for the same messages.
     *
     * @param source whose system sent them
     * @throws Untranslatable as {@link #toOurs} says, and if what the envelope needs is missing
     */
    public ObjectNode toEnvelope(PartyId source, Map<String, JsonNode> messages, ReceivedFiles files)
            throws Untranslatable {
        ObjectNode data = toOurs(messages, files, Trace.NONE);
        FieldTable timed = parts.stream()
                .filter(part -> arrival(part).time() != null)
                .findFirst()
                .orElseThrow();
        List<FieldError> errors = new ArrayList<>();
        FieldPath time = Objects.requireNonNull(arrival(timed).time());
        return Envelopes.around(
                source,
                type,
                recordId(messages),
                arrival(parts.get(0)).subject(),
                Envelopes.text(time, data, this::pointer, errors),
                data,
                this::pointer,
                errors);
    }

    private Optional<String> pointer(FieldPath canonical) {
        return parts.stream()
                .flatMap(part ->
                        part
                                .pointerOf(canonical)
                                .map(pointer -> JsonPointers.child("", part.message()) + pointer)
                                .stream())
                .findFirst();
    }

    private static Arrival arrival(FieldTable part) {
        return Objects.requireNonNull(part.arrival());
    }

    /** All of them must be parts of one record; tables whose identities do not correspond would never meet. */
    private String recordId(Map<String, JsonNode> messages) throws Untranslatable {
        List<FieldError> errors = new ArrayList<>();
        String id = "";
        for (FieldTable part : parts) {
            String own = part.recordId(Objects.requireNonNull(messages.get(part.message())));
            if (!id.isEmpty() && !own.equals(id)) {
                errors.add(new FieldError(
                        JsonPointers.child("", part.message()),
                        "identity",
                        "与其他报文不是同一条记录的，检查各表的 identity",
                        "It is no part of the same record as the others; check the identities of the tables."));
            }
            id = own;
        }
        Untranslatable.refuse(errors);
        return id;
    }

    private static void merge(ObjectNode into, ObjectNode from, String place, String at, List<FieldError> errors) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            String pointer = JsonPointers.child(at, field.getKey());
            JsonNode known = into.get(field.getKey());
            if (known == null) {
                into.set(field.getKey(), field.getValue().deepCopy());
            } else if (known instanceof ObjectNode ours && field.getValue() instanceof ObjectNode theirs) {
                merge(ours, theirs, place, pointer, errors);
            } else if (!known.equals(field.getValue())) {
                errors.add(new FieldError(
                        place,
                        "contradiction",
                        "各部分在 " + pointer + " 上不一致，可重报其中任何一条",
                        "The parts say different things of " + pointer + "; any of them may be told anew."));
            }
        }
    }
}

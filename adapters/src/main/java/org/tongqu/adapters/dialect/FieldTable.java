package org.tongqu.adapters.dialect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.JsonPointers;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of a partner and one type of record, field by field, compiled. Absent, null and empty are the same: nothing. What the
 * partner's message has beyond the table is not taken over. Immutable and thread-safe.
 *
 * @param message the partner's name of the call
 * @param type of the record
 * @param root where the partner's fields stand in its message
 * @param isInList whether a list of one stands there instead
 * @param rows in the order in which the partner's message is written
 * @param path of the call, below the address of whoever is called, with a slash in front
 * @param direction which way its messages go: told to the partner, taken from it, or both
 * @param arrival what makes an envelope around it when it comes to us; null if it does not
 */
public record FieldTable(
        String message,
        RecordType type,
        FieldPath root,
        boolean isInList,
        List<Row> rows,
        String path,
        Direction direction,
        @Nullable Arrival arrival) {
    /** Copies the list. */
    public FieldTable {
        rows = List.copyOf(rows);
    }

    /**
     * The partner's message as the data of a record; whether the schema allows it is for the schema to say.
     *
     * @param files takes in the files of the message
     * @throws Untranslatable naming every field that cannot be translated
     */
    public ObjectNode toOurs(JsonNode message, ReceivedFiles files, Trace trace) throws Untranslatable {
        List<FieldError> errors = new ArrayList<>();
        ObjectNode data = StrictJson.object();
        reading(message, data, files, trace, errors).ifPresent(Reading::takeFiles);
        Untranslatable.refuse(errors);
        return data;
    }

    /** Reads everything but the files; nothing if there is no message of this table. */
    Optional<Reading> reading(
            JsonNode message, ObjectNode data, ReceivedFiles files, Trace trace, List<FieldError> errors) {
        ObjectNode fields = fields(message, errors);
        if (fields == null) {
            return Optional.empty();
        }
        Reading reading = new Reading(trace, files, errors);
        reading.read(rows, fields, data, place());
        return Optional.of(reading);
    }

    /** The same at another path. */
    public FieldTable at(String otherPath) {
        return new FieldTable(message, type, root, isInList, rows, otherPath, direction, arrival);
    }

    /** The same with messages that come otherwise. */
    public FieldTable arriving(Arrival otherwise) {
        return new FieldTable(message, type, root, isInList, rows, path, direction, otherwise);
    }

    /** Whether its messages come to us and are parts of a record only. */
    public boolean isPart() {
        return arrival != null && arrival.isPart();
    }

    /**
     * The data of a record as the partner's message.
     *
     * @param telling what the message says beside
     * @param files the materials to which it refers
     * @throws Untranslatable naming every field that cannot be translated
     */
    public JsonNode toTheirs(JsonNode data, Telling telling, SentFiles files, Trace trace) throws Untranslatable {
        List<FieldError> errors = new ArrayList<>();
        ObjectNode fields = StrictJson.object();
        new Writing(trace, files, errors).telling(telling).write(rows, data, fields, "");
        Untranslatable.refuse(errors);
        JsonNode whole = isInList ? JsonNodeFactory.instance.arrayNode().add(fields) : fields;
        if (root.equals(FieldPath.ROOT)) {
            return whole;
        }
        ObjectNode message = StrictJson.object();
        root.put(message, whole);
        return message;
    }

    /** Whether its messages come, are records by themselves, and do not say when it happened. */
    boolean isTimedByArrival() {
        return arrival != null && !arrival.isPart() && arrival.time() == null;
    }

    /** Whether a message can be one of this call: its fields stand where this table expects them, the required ones too, no constant is another. */
    public boolean recognises(JsonNode message) {
        ObjectNode fields = fields(message, new ArrayList<>());
        return fields != null && rows.stream().allMatch(row -> isPossible(row, fields));
    }

    /** Whether a message says itself that it is one of this table: a constant stands in it, and no other value in the place of one. */
    boolean isNamedBy(JsonNode message) {
        List<Boolean> said = constantsIn(message);
        return !said.isEmpty() && !said.contains(false);
    }

    /** How many of its constants stand in a message. */
    long constantsSaidBy(JsonNode message) {
        return constantsIn(message).stream().filter(Boolean::booleanValue).count();
    }

    /** Of each constant in whose place something stands, whether it is the constant. */
    private List<Boolean> constantsIn(JsonNode message) {
        ObjectNode fields = fields(message, new ArrayList<>());
        return fields == null
                ? List.of()
                : rows.stream()
                        .filter(Row.Constant.class::isInstance)
                        .map(Row.Constant.class::cast)
                        .flatMap(constant ->
                                Optional.ofNullable(constant.partner().find(fields)).map(constant::isSaidBy).stream())
                        .toList();
    }

    /** How many constants another value stands for: a message with one wrong is told so by the table that it nearly fits. */
    long contradictions(JsonNode message) {
        ObjectNode fields = fields(message, new ArrayList<>());
        return fields == null
                ? rows.size()
                : rows.stream()
                        .filter(row -> row instanceof Row.Constant && !isPossible(row, fields))
                        .count();
    }

    private static boolean isPossible(Row row, ObjectNode fields) {
        if (row instanceof Row.Constant constant) {
            JsonNode value = constant.partner().find(fields);
            return value == null || constant.isSaidBy(value);
        }
        if (row instanceof Row.Envelope beside) {
            return !beside.isRequired() || beside.partner().find(fields) != null;
        }
        if (row instanceof Row.Attachment attachment) {
            return !attachment.isRequired() || attachment.partner().find(fields) != null;
        }
        if (row instanceof Row.Nested nested) {
            return !nested.isRequired() || nested.partner().find(fields) != null;
        }
        return !(row instanceof Row.Field field && field.isMissedIn(fields));
    }

    /**
     * The envelope around a message that came, with the same content for the same message.
     *
     * @param source whose system sent it
     * @param cameAt when it came, for messages that do not say when it happened
     * @param files takes in the files of the message
     * @throws Untranslatable naming every field that cannot be translated or is missing
     * @throws IllegalStateException if it is no table of messages that come and are records by themselves
     */
    public ObjectNode toEnvelope(PartyId source, JsonNode message, Instant cameAt, ReceivedFiles files)
            throws Untranslatable {
        if (arrival == null || arrival.isPart()) {
            throw new IllegalStateException(this.message + " makes no record by itself");
        }
        List<FieldError> errors = new ArrayList<>();
        ObjectNode data = StrictJson.object();
        Optional<Reading> reading = reading(message, data, files, Trace.NONE, errors);
        reading.ifPresent(Reading::takeFiles);
        Untranslatable.refuse(errors);
        String id = recordId(message, data, arrival, errors);
        String time = arrival.time() == null
                ? TimeForms.ours(cameAt)
                : Envelopes.text(arrival.time(), data, this::pointerOf, errors);
        ObjectNode envelope =
                Envelopes.around(source, type, id, arrival.subject(), time, data, this::pointerOf, errors);
        reading.flatMap(Reading::correlation).ifPresent(said -> envelope.put("correlation", said));
        return envelope;
    }

    /**
     * The id of the record that a message is, or is a part of; no file of it is touched.
     *
     * @throws Untranslatable naming every field that cannot be translated or is missing
     * @throws IllegalStateException if it is no table of messages that come
     */
    public String recordId(JsonNode message) throws Untranslatable {
        if (arrival == null) {
            throw new IllegalStateException(this.message + " does not come");
        }
        List<FieldError> errors = new ArrayList<>();
        ObjectNode data = StrictJson.object();
        reading(message, data, ReceivedFiles.NONE, Trace.NONE, errors);
        Untranslatable.refuse(errors);
        String id = recordId(message, data, arrival, errors);
        Untranslatable.refuse(errors);
        return id;
    }

    /** What tells a message from others of the same identity, as one text; empty if its identity does that. */
    String discerning(JsonNode message) {
        if (arrival == null || arrival.discerning().isEmpty()) {
            return "";
        }
        ObjectNode fields = fields(message, new ArrayList<>());
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        for (FieldPath path : arrival.discerning()) {
            JsonNode value = fields == null ? null : path.find(fields);
            values.add(
                    value == null || value.isContainer() ? "" : value.asString().strip());
        }
        return StrictJson.writeText(values);
    }

    private String recordId(JsonNode message, ObjectNode data, Arrival makes, List<FieldError> errors) {
        ObjectNode fields = Objects.requireNonNull(fields(message, errors));
        List<String> identity = new ArrayList<>();
        for (FieldPath path : makes.identity()) {
            JsonNode value = identifying(path, fields, data);
            if (value == null || value.isContainer()) {
                errors.add(missing(place() + path.pointer()));
            } else {
                identity.add(value.asString().strip());
            }
        }
        return MessageIdentity.of(makes.name(), identity);
    }

    /**
     * Where a line reads the field, what it became: one and the same value can be written in several ways. What is left out counts as
     * what we would say there.
     */
    private @Nullable JsonNode identifying(FieldPath path, ObjectNode fields, ObjectNode data) {
        Optional<Row.Field> line = rows.stream()
                .filter(row -> row instanceof Row.Field field
                        && field.direction().reads()
                        && field.partner().equals(path))
                .map(Row.Field.class::cast)
                .findFirst();
        if (line.isEmpty()) {
            return path.find(fields);
        }
        JsonNode became = line.get().canonical().find(data);
        return became == null && line.get().otherwise() instanceof Row.Constant constant ? constant.value() : became;
    }

    /** Where in the partner's message a field of ours comes from; empty if nothing makes it. */
    Optional<String> pointerOf(FieldPath canonical) {
        return rows.stream()
                .filter(row ->
                        row instanceof Row.Field field && field.canonical().equals(canonical))
                .map(row -> place() + ((Row.Field) row).partner().pointer())
                .findFirst();
    }

    private String place() {
        return isInList ? JsonPointers.child(root.pointer(), 0) : root.pointer();
    }

    private @Nullable ObjectNode fields(JsonNode message, List<FieldError> errors) {
        JsonNode found = root.find(message);
        JsonNode one = isInList && found instanceof ArrayNode list ? list.size() == 1 ? list.get(0) : null : found;
        if (one instanceof ObjectNode fields) {
            return fields;
        }
        errors.add(new FieldError(
                root.pointer(),
                "shape",
                "这里应有" + (isInList ? "只含一项的列表" : "一个结构") + "，见 " + this.message,
                (isInList ? "A list of one" : "A structure") + " must stand here, see " + this.message + "."));
        return null;
    }

    static FieldError missing(String pointer) {
        return new FieldError(pointer, "required", "缺少该字段", "This field is missing.");
    }
}

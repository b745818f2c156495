package org.tongqu.adapters.dialect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.RecordType;
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
 */
public record FieldTable(String message, RecordType type, FieldPath root, boolean isInList, List<Row> rows) {
    /** Copies the list. */
    public FieldTable {
        rows = List.copyOf(rows);
    }

    /**
     * The partner's message as the data of a record; whether the schema allows it is for the schema to say.
     *
     * @throws Untranslatable naming every field that cannot be translated
     */
    public ObjectNode toOurs(JsonNode message, Trace trace) throws Untranslatable {
        List<FieldError> errors = new ArrayList<>();
        ObjectNode data = StrictJson.object();
        ObjectNode fields = fields(message, errors);
        if (fields != null) {
            read(rows, fields, data, place(), trace, errors);
        }
        refuse(errors);
        return data;
    }

    /**
     * The data of a record as the partner's message.
     *
     * @throws Untranslatable naming every field that cannot be translated
     */
    public ObjectNode toTheirs(JsonNode data, Trace trace) throws Untranslatable {
        List<FieldError> errors = new ArrayList<>();
        ObjectNode fields = StrictJson.object();
        write(rows, data, fields, "", trace, errors);
        refuse(errors);
        if (root.equals(FieldPath.ROOT)) {
            return fields;
        }
        ObjectNode message = StrictJson.object();
        root.put(message, isInList ? JsonNodeFactory.instance.arrayNode().add(fields) : fields);
        return message;
    }

    /** Whether a message can be one of this call: its fields stand where this table expects them, the required ones too, no constant is another. */
    public boolean recognises(JsonNode message) {
        ObjectNode fields = fields(message, new ArrayList<>());
        return fields != null && rows.stream().allMatch(row -> isPossible(row, fields));
    }

    private static boolean isPossible(Row row, ObjectNode fields) {
        if (row instanceof Row.Constant constant) {
            JsonNode value = constant.partner().find(fields);
            return value == null || constant.isSaidBy(value);
        }
        return !(row instanceof Row.Field field
                && field.isRequired()
                && field.direction().reads()
                && field.partner().find(fields) == null);
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

    private static void read(
            List<Row> rows, ObjectNode from, ObjectNode to, String place, Trace trace, List<FieldError> errors) {
        for (Row row : rows) {
            if (row instanceof Row.Field field && field.direction().reads()) {
                readField(field, from, to, place, trace, errors);
            } else if (row instanceof Row.Constant constant) {
                readConstant(constant, from, place, trace, errors);
            } else if (row instanceof Row.Each each) {
                readEach(each, from, to, place, trace, errors);
            }
        }
    }

    private static void readField(
            Row.Field field, ObjectNode from, ObjectNode to, String place, Trace trace, List<FieldError> errors) {
        JsonNode value = field.partner().find(from);
        if (value != null) {
            try {
                JsonNode ours = field.converter().toOurs(value);
                field.canonical().put(to, ours);
                trace.translated(field, Direction.IN, value, ours);
            } catch (Unconvertible refused) {
                errors.add(error(place + field.partner().pointer(), refused));
            }
        } else if (field.isRequired()) {
            errors.add(missing(place + field.partner().pointer()));
        }
    }

    private static void readConstant(
            Row.Constant constant, ObjectNode from, String place, Trace trace, List<FieldError> errors) {
        JsonNode value = constant.partner().find(from);
        if (value == null) {
            return;
        }
        if (constant.isSaidBy(value)) {
            trace.translated(constant, Direction.IN, value, value);
        } else {
            String only = constant.value().asString();
            errors.add(new FieldError(
                    place + constant.partner().pointer(),
                    "constant",
                    "这里只能是 " + only + "，别的值是另一种记录",
                    "Only " + only + " may stand here; another value is another type of record."));
        }
    }

    private static void readEach(
            Row.Each each, ObjectNode from, ObjectNode to, String place, Trace trace, List<FieldError> errors) {
        JsonNode found = each.partner().find(from);
        if (found == null || found.isArray() && found.isEmpty()) {
            return;
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        List<JsonNode> theirs =
                found instanceof ArrayNode list ? list.valueStream().toList() : List.of(found);
        for (int i = 0; i < theirs.size(); i++) {
            String at = found.isArray()
                    ? JsonPointers.child(place + each.partner().pointer(), i)
                    : place + each.partner().pointer();
            if (theirs.get(i) instanceof ObjectNode item) {
                read(each.rows(), item, items.addObject(), at, trace, errors);
            } else {
                errors.add(new FieldError(at, "shape", "这里应有一个结构", "A structure must stand here."));
            }
        }
        each.canonical().put(to, items);
        trace.translated(each, Direction.IN, found, items);
    }

    private static void write(
            List<Row> rows, JsonNode from, ObjectNode to, String place, Trace trace, List<FieldError> errors) {
        for (Row row : rows) {
            if (row instanceof Row.Constant constant) {
                constant.partner().put(to, constant.value());
                trace.translated(row, Direction.OUT, constant.value(), constant.value());
            } else if (row instanceof Row.Field field && field.direction().writes()) {
                JsonNode value = field.canonical().find(from);
                if (value != null) {
                    try {
                        JsonNode theirs = field.converter().toTheirs(value);
                        field.partner().put(to, theirs);
                        trace.translated(row, Direction.OUT, theirs, value);
                    } catch (Unconvertible refused) {
                        errors.add(error(place + field.canonical().pointer(), refused));
                    }
                } else if (field.isRequired()) {
                    errors.add(missing(place + field.canonical().pointer()));
                }
            } else if (row instanceof Row.Each each) {
                writeEach(each, from, to, place, trace, errors);
            }
        }
    }

    private static void writeEach(
            Row.Each each, JsonNode from, ObjectNode to, String place, Trace trace, List<FieldError> errors) {
        JsonNode found = each.canonical().find(from);
        if (found == null || found.isEmpty()) {
            return;
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < found.size(); i++) {
            String at = JsonPointers.child(place + each.canonical().pointer(), i);
            write(each.rows(), found.get(i), items.addObject(), at, trace, errors);
        }
        each.partner().put(to, items);
        trace.translated(each, Direction.OUT, items, found);
    }

    private static FieldError error(String pointer, Unconvertible refused) {
        return new FieldError(pointer, refused.rule(), refused.zh(), refused.en());
    }

    private static FieldError missing(String pointer) {
        return new FieldError(pointer, "required", "缺少该字段", "This field is missing.");
    }

    private static void refuse(List<FieldError> errors) throws Untranslatable {
        if (!errors.isEmpty()) {
            throw new Untranslatable(errors);
        }
    }
}

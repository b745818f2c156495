package org.tongqu.record.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.tongqu.record.Digest;
import org.tongqu.record.json.JsonPointers;
import tools.jackson.databind.JsonNode;

/**
 * The schema of one record type; describes the whole {@code data} of the record. Immutable and thread-safe.
 *
 * <p>Besides JSON Schema 2020-12 it enforces {@code x-code} (the value is in that code table), {@code x-identifier} (the
 * value is such an identifier), {@code x-identifier-by} (which one, a code beside it says), and the formats
 * {@code date-time} (RFC 3339 in UTC with milliseconds and {@code Z}) and {@code date}. {@code x-material} says that a field refers to
 * a material, {@code x-secret} of a field of a question that who asks has to know its value.
 */
public final class RecordSchema {
    private static final String GROUPS = "oneOf";

    private final String type;
    private final JsonNode document;
    private final Schema structure;
    private final FieldCheck values;
    private final FieldMarks marks;

    private RecordSchema(String type, JsonNode document, Schema structure, FieldCheck values, FieldMarks marks) {
        this.type = type;
        this.document = document;
        this.structure = structure;
        this.values = values;
        this.marks = marks;
    }

    static RecordSchema compile(String type, JsonNode document, SchemaRegistry registry, CodeTables codes) {
        SchemaFields fields = SchemaFields.of(type, document, codes);
        Schema structure = registry.getSchema(document);
        structure.initializeValidators();
        return new RecordSchema(type, document, structure, fields.check(), fields.marks());
    }

    /** The record type, {@code family.event}. */
    public String type() {
        return type;
    }

    /** The id of this version, ends in {@code /major.minor}. */
    public String id() {
        return document.required("$id").stringValue();
    }

    /** The schema itself, whole: it refers to no other document. Not to be changed. */
    public JsonNode document() {
        return document;
    }

    /** A complete valid {@code data} of this type. Not to be changed. */
    public JsonNode example() {
        return document.required("examples").required(0);
    }

    /** Pointer, relative to {@code data}, to the field that must equal the record's {@code subject}. */
    public String subjectPointer() {
        return document.required("x-subject").stringValue();
    }

    /** The fields and their marks. */
    public FieldMarks marks() {
        return marks;
    }

    /** Every field as a pointer pattern such as {@code /materials/}{@code *}{@code /name}, objects and arrays included. */
    public SortedSet<String> fields() {
        return marks.fields();
    }

    /** The fields that hold a value of their own, as pointer patterns. */
    public SortedSet<String> leafPatterns() {
        return marks.leafPatterns();
    }

    /** The materials that the data refers to, by pointer relative to {@code data}; what is masked or no digest refers to none. */
    public SortedMap<String, Digest> materials(JsonNode data) {
        SortedMap<String, Digest> found = new TreeMap<>();
        for (String pattern : marks.materials()) {
            JsonPointers.forEach(data, pattern, (pointer, value) -> {
                if (Digest.isShaped(value)) {
                    found.put(pointer, new Digest(value));
                }
            });
        }
        return found;
    }

    /** Like {@link #validate(JsonNode, String, LocalDate)}, by the newest code tables, with pointers relative to {@code data}. */
    public List<Violation> validate(JsonNode data) {
        return validate(data, "", LocalDate.MAX);
    }

    /**
     * Every rule the data breaks, by place; empty when it is valid.
     *
     * @param data the record's {@code data}
     * @param prefix what to put before every pointer, for example {@code /data}
     * @param day the version of each code table in force on this day counts; before the first one, the first
     */
    public List<Violation> validate(JsonNode data, String prefix, LocalDate day) {
        List<Violation> violations = new ArrayList<>();
        for (Error error : structure.validate(data)) {
            Violation violation = isOfOneGroup(error)
                    ? Violations.of(GROUPS, prefix + error.getInstanceLocation(), "")
                    : Violations.of(error.getKeyword(), place(error, prefix), schemaValue(error));
            if (!violations.contains(violation)) {
                violations.add(violation);
            }
        }
        values.check(data, prefix, day, violations);
        return List.copyOf(violations);
    }

    /** Of several groups of fields exactly one is needed: each by itself would be told as missing. */
    private static boolean isOfOneGroup(Error error) {
        return error.getKeyword().equals(GROUPS)
                || error.getEvaluationPath().toString().contains("/" + GROUPS + "/");
    }

    private static String place(Error error, String prefix) {
        String pointer = prefix + error.getInstanceLocation();
        String property = error.getProperty();
        return property == null ? pointer : JsonPointers.shownChild(pointer, property);
    }

    private static String schemaValue(Error error) {
        JsonNode bound = error.getSchemaNode();
        return bound != null && bound.isValueNode() ? bound.asString() : "";
    }
}

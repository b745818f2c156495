package org.tongqu.adapters.dialect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.JsonPointers;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of a partner that answers one type of question, field by field, compiled: the question is written, the results are read.
 * Immutable and thread-safe.
 *
 * @param message the partner's name of the call
 * @param type of the question
 * @param path of the call, below the address of whoever is asked
 * @param root where the question's fields stand in the partner's message
 * @param purpose where the purpose (使用事由) stands below the root; null if the partner does not ask for it
 * @param question the fields of the question
 * @param results where the results stand in the answer: a list, or one alone
 * @param result the fields of each result
 */
public record QueryTable(
        String message,
        RecordType type,
        String path,
        FieldPath root,
        @Nullable FieldPath purpose,
        List<Row> question,
        FieldPath results,
        List<Row> result) {
    /** Copies the lists. */
    public QueryTable {
        question = List.copyOf(question);
        result = List.copyOf(result);
    }

    /** Whether a question has all that this call needs. */
    public boolean fits(JsonNode data) {
        return question.stream()
                .noneMatch(row -> row instanceof Row.Field field
                        && field.isRequired()
                        && field.canonical().find(data) == null);
    }

    /**
     * The question as the partner's message.
     *
     * @param data of the question
     * @param saidPurpose what it is for
     * @throws Untranslatable naming every field that cannot be told
     */
    public ObjectNode toTheirs(JsonNode data, String saidPurpose, Trace trace) throws Untranslatable {
        List<FieldError> errors = new ArrayList<>();
        ObjectNode fields = StrictJson.object();
        new Writing(trace, SentFiles.NONE, errors).write(question, data, fields, "");
        if (purpose != null) {
            purpose.put(fields, JsonNodeFactory.instance.stringNode(saidPurpose));
        }
        Untranslatable.refuse(errors);
        if (root.equals(FieldPath.ROOT)) {
            return fields;
        }
        ObjectNode message = StrictJson.object();
        root.put(message, fields);
        return message;
    }

    /**
     * The results in the partner's answer; none if nothing stands there.
     *
     * @throws Untranslatable naming every field that cannot be translated
     */
    public List<ObjectNode> toOurs(JsonNode answer, Trace trace) throws Untranslatable {
        List<FieldError> errors = new ArrayList<>();
        List<ObjectNode> ours = new ArrayList<>();
        JsonNode found = results.find(answer);
        if (found == null) {
            return ours;
        }
        List<JsonNode> theirs = found.isArray() ? found.valueStream().toList() : List.of(found);
        for (int i = 0; i < theirs.size(); i++) {
            String at = found.isArray() ? JsonPointers.child(results.pointer(), i) : results.pointer();
            if (theirs.get(i) instanceof ObjectNode one) {
                ObjectNode made = StrictJson.object();
                new Reading(trace, ReceivedFiles.NONE, errors).read(result, one, made, at);
                ours.add(made);
            } else {
                errors.add(new FieldError(at, "shape", "这里应有一个结构", "A structure must stand here."));
            }
        }
        Untranslatable.refuse(errors);
        return ours;
    }
}

package org.tongqu.adapters.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.JsonPointers;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call by which questions of one type are asked, field by field, compiled. When we ask, the question is written and the results are
 * read; when a partner's system asks us it is the other way round. Immutable and thread-safe.
 *
 * @param message the partner's name of the call
 * @param type of the question
 * @param path of the call, below the address of whoever is asked
 * @param root where the question's fields stand in the partner's message
 * @param purpose where the purpose (使用事由) stands below the root; null if the partner does not ask for it
 * @param standing what every question of this call is for, where it has no field for that; empty if nobody may ask us by it then
 * @param question the fields of the question
 * @param results where the results stand in the answer: a list, or one alone
 * @param isOne whether we write one alone; read is either
 * @param result the fields of each result
 */
public record QueryTable(
        String message,
        RecordType type,
        String path,
        FieldPath root,
        @Nullable FieldPath purpose,
        String standing,
        List<Row> question,
        FieldPath results,
        boolean isOne,
        List<Row> result) {
    /** Copies the lists. */
    public QueryTable {
        question = List.copyOf(question);
        result = List.copyOf(result);
    }

    /** The same at another path. */
    public QueryTable at(String otherPath) {
        return new QueryTable(message, type, otherPath, root, purpose, standing, question, results, isOne, result);
    }

    /** Whether a partner's system may ask us by this call: only where it says what for, or the call itself does. */
    public boolean isCallable() {
        return purpose != null || !standing.isEmpty();
    }

    /** Whether files stand in its messages, or in its answers if {@code isAnswer}: then these may be large. */
    public boolean hasFiles(boolean isAnswer) {
        return (isAnswer ? result : question)
                .stream()
                        .anyMatch(row ->
                                row instanceof Row.Attachment attachment && attachment.carrier() == Row.Carrier.BASE64);
    }

    /**
     * The question of a partner's message.
     *
     * @param files takes in the files of the message
     * @throws Untranslatable naming every field that cannot be translated or is missing
     * @throws IllegalStateException if it is not {@link #isCallable callable}
     */
    public PartnerQuestion question(JsonNode message, ReceivedFiles files, Trace trace) throws Untranslatable {
        if (!isCallable()) {
            throw new IllegalStateException(this.message + " does not say what a question is for");
        }
        List<FieldError> errors = new ArrayList<>();
        ObjectNode data = StrictJson.object();
        String saidPurpose = "";
        if (root.find(message) instanceof ObjectNode fields) {
            Reading reading = new Reading(trace, files, errors);
            reading.read(question, fields, data, root.pointer());
            saidPurpose = purpose == null ? standing : purpose(purpose, fields, errors);
            reading.takeFiles();
        } else {
            errors.add(new FieldError(root.pointer(), "shape", "这里应有一个结构", "A structure must stand here."));
        }
        Untranslatable.refuse(errors);
        return new PartnerQuestion(type, saidPurpose, data);
    }

    private String purpose(FieldPath where, ObjectNode fields, List<FieldError> errors) {
        JsonNode said = where.find(fields);
        if (said == null || said.isContainer()) {
            errors.add(FieldTable.missing(root.pointer() + where.pointer()));
            return "";
        }
        return said.asString().strip();
    }

    /**
     * Results as the partner's system is told them: a list, or one alone; fields that a rule withholds are left out.
     *
     * @param files the materials to which they refer
     * @throws Untranslatable naming every field that cannot be told, or if there are several where one alone can be
     */
    public JsonNode results(List<? extends JsonNode> ours, SentFiles files, Trace trace) throws Untranslatable {
        List<FieldError> errors = new ArrayList<>();
        ArrayNode theirs = JsonNodeFactory.instance.arrayNode();
        if (isOne && ours.size() > 1) {
            errors.add(new FieldError("/results", "one", "这个接口只能回答一个结果", "This call can answer one result only."));
        }
        for (int i = 0; i < ours.size(); i++) {
            Writing.inPart(trace, files, errors)
                    .write(result, ours.get(i), theirs.addObject(), JsonPointers.child("/results", i));
        }
        Untranslatable.refuse(errors);
        return isOne ? theirs.get(0) : theirs;
    }

    /** Puts results into an answer, where its callers look for them; none are an empty list, or nothing where one alone is answered. */
    public void put(Optional<JsonNode> theirs, ObjectNode answer) {
        theirs.or(() -> isOne ? Optional.empty() : Optional.of(JsonNodeFactory.instance.arrayNode()))
                .ifPresent(results -> this.results.put(answer, results));
    }

    /** Whether a question has all that this call needs. */
    public boolean fits(JsonNode data) {
        return question.stream()
                .noneMatch(row -> row instanceof Row.Field field
                                && field.isRequired()
                                && field.canonical().find(data) == null
                        || row instanceof Row.Attachment attachment
                                && attachment.isRequired()
                                && attachment.digest().find(data) == null);
    }

    /**
     * The question as the partner's message.
     *
     * @param data of the question
     * @param saidPurpose what it is for
     * @param files the materials to which it refers
     * @throws Untranslatable naming every field that cannot be told
     */
    public ObjectNode toTheirs(JsonNode data, String saidPurpose, SentFiles files, Trace trace) throws Untranslatable {
        List<FieldError> errors = new ArrayList<>();
        ObjectNode fields = StrictJson.object();
        new Writing(trace, files, errors).write(question, data, fields, "");
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
     * @param files takes in the files of the answer
     * @throws Untranslatable naming every field that cannot be translated
     */
    public List<ObjectNode> toOurs(JsonNode answer, ReceivedFiles files, Trace trace) throws Untranslatable {
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
                Reading reading = new Reading(trace, files, errors);
                reading.read(result, one, made, at);
                reading.takeFiles();
                ours.add(made);
            } else {
                errors.add(new FieldError(at, "shape", "这里应有一个结构", "A structure must stand here."));
            }
        }
        Untranslatable.refuse(errors);
        return ours;
    }
}

package org.tongqu.config.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.config.dialect.UntakenFields;
import org.tongqu.config.dialect.UntouchedFiles;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.schema.Violation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Shows what becomes of a question, and of what a provider answers to it, field by field. Nobody is asked. */
final class QuestionScreen {
    private static final UntouchedFiles FILES = new UntouchedFiles();

    private final Dialect dialect;
    private final PrintWriter out;

    QuestionScreen(Dialect dialect, PrintWriter out) {
        this.dialect = dialect;
        this.out = out;
    }

    /**
     * What the partner is asked.
     *
     * @param type of the question
     * @param question {@code {"purpose":…,"data":{…}}}, as samples have it
     * @param call the partner's name of the call; null for the one that the gateway takes
     * @throws IllegalArgumentException if it is no such question
     * @throws Untranslatable naming every field that cannot be told
     */
    int asked(RecordType type, JsonNode question, @Nullable String call) throws Untranslatable {
        if (!question.path("purpose").isString() || !question.path("data").isObject()) {
            throw new IllegalArgumentException("查询应写成 {\"purpose\":\"事由\",\"data\":{…}} / a question is written so");
        }
        JsonNode data = question.path("data");
        Optional<QueryTable> table = call == null
                ? dialect.query(type, data)
                : dialect.queries().stream()
                        .filter(one -> one.type().equals(type) && one.message().equals(call))
                        .findFirst();
        if (table.isEmpty()) {
            return noSuchCall();
        }
        if (!isValid(Schemas.shipped().query(type.toString()).orElseThrow().question(), data, "")) {
            return ExitCode.REFUSED;
        }
        out.printf("%s → %s%n", type, table.get().message());
        String text = dialect.format()
                .write(table.get().toTheirs(data, question.path("purpose").asString(), FILES, new RowScreen(out)));
        dialect.encode(text);
        if (table.get().purpose() != null) {
            out.printf(
                    "  purpose = %s  →  %s%n",
                    question.path("purpose"), table.get().purpose());
        }
        out.println(text);
        return ExitCode.DONE;
    }

    /**
     * What the results in an answer become.
     *
     * @param call the partner's name of the call that it answers
     * @param answer as it came; of SOAP the envelope, or what stands in it
     * @throws Untranslatable naming every field that cannot be translated, or if it is no answer of this format
     */
    int answered(String call, byte[] answer) throws Untranslatable {
        Optional<QueryTable> known = dialect.queries().stream()
                .filter(one -> one.message().equals(call))
                .findFirst();
        if (known.isEmpty()) {
            return noSuchCall();
        }
        QueryTable table = known.get();
        String text = dialect.answer(answer);
        String heard = dialect.heard(text);
        JsonNode said = dialect.answers().format().read(heard.isEmpty() ? text : heard);
        out.printf("%s → %s%n", call, table.type());
        List<ObjectNode> results = table.toOurs(said, FILES, new RowScreen(out));
        RecordSchema schema =
                Schemas.shipped().query(table.type().toString()).orElseThrow().result();
        boolean isValid = true;
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (ObjectNode result : results) {
            isValid &= isValid(schema, result, "/results/" + all.size());
            all.add(result);
        }
        UntakenFields.of(table, said).forEach(field -> out.println(UntakenFields.shown(field)));
        out.println(StrictJson.writeText(all));
        return isValid ? ExitCode.DONE : ExitCode.REFUSED;
    }

    /**
     * What a question of the partner's becomes.
     *
     * @param call the partner's name of the call by which it asks
     * @param message as it comes
     * @throws Untranslatable naming every field that cannot be translated
     */
    int heard(String call, byte[] message) throws Untranslatable {
        Optional<QueryTable> known = asking(call);
        if (known.isEmpty()) {
            return noSuchCall();
        }
        JsonNode said = dialect.format().read(dialect.decode(message));
        out.printf("%s → %s%n", call, known.get().type());
        PartnerQuestion question = known.get().question(said, FILES, new RowScreen(out));
        out.printf("  %s  →  purpose = \"%s\"%n", known.get().purpose(), question.purpose());
        out.println(StrictJson.writeText(question.data()));
        RecordSchema schema = Schemas.shipped()
                .query(question.type().toString())
                .orElseThrow()
                .question();
        return isValid(schema, question.data(), "") ? ExitCode.DONE : ExitCode.REFUSED;
    }

    /**
     * What a partner that asked is told.
     *
     * @param call the partner's name of the call by which it asked
     * @param results a list, as samples have it
     * @throws IllegalArgumentException if it is no list
     * @throws Untranslatable naming every field that cannot be told
     */
    int told(String call, JsonNode results) throws Untranslatable {
        Optional<QueryTable> known = asking(call);
        if (known.isEmpty()) {
            return noSuchCall();
        }
        if (!results.isArray()) {
            throw new IllegalArgumentException("结果应写成列表 [{…}] / results are written as a list");
        }
        QueryTable table = known.get();
        RecordSchema schema =
                Schemas.shipped().query(table.type().toString()).orElseThrow().result();
        boolean isValid = true;
        for (int i = 0; i < results.size(); i++) {
            isValid &= isValid(schema, results.get(i), "/results/" + i);
        }
        if (!isValid) {
            return ExitCode.REFUSED;
        }
        out.printf("%s → %s%n", table.type(), call);
        ObjectNode answer = StrictJson.object();
        table.put(
                results.isEmpty()
                        ? Optional.empty()
                        : Optional.of(table.results(results.valueStream().toList(), FILES, new RowScreen(out))),
                answer);
        String text = dialect.format().write(answer);
        dialect.encode(text);
        out.println(text);
        return ExitCode.DONE;
    }

    private Optional<QueryTable> asking(String call) {
        return dialect.queries().stream()
                .filter(one -> one.message().equals(call) && dialect.isAsked(one))
                .findFirst();
    }

    private int noSuchCall() {
        out.printf(
                "该方言的查询 / its questions: %s%n",
                dialect.queries().stream()
                        .map(table -> table.type() + " " + table.message())
                        .collect(Collectors.joining(", ", "[", "]")));
        return ExitCode.REFUSED;
    }

    private boolean isValid(RecordSchema schema, JsonNode data, String place) {
        List<Violation> violations = schema.validate(data);
        violations.forEach(violation -> out.println("✗ " + place + shown(violation)));
        return violations.isEmpty();
    }

    static String shown(Violation violation) {
        return violation.pointer() + "  " + violation.rule() + "  " + violation.messageZh() + " · "
                + violation.messageEn();
    }
}

package org.tongqu.config.dialect;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.schema.Violation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs the samples of questions: what is asked and what is answered, from both ends where partners' systems may ask us too. */
final class QuerySamples {
    private final Dialect dialect;
    private final Schemas schemas;
    private final Coverage coverage;
    private final SampleFiles files;
    private final SampleChecks checks;
    private final SampleVariants variants;

    QuerySamples(Dialect dialect, Schemas schemas, Coverage coverage, SampleFiles files, SampleChecks checks) {
        this.dialect = dialect;
        this.schemas = schemas;
        this.coverage = coverage;
        this.files = files;
        this.checks = checks;
        this.variants = new SampleVariants(checks);
    }

    /** Of a question both halves: what is asked, and what the answer means. */
    void run(QueryTable table, Path folder, String name) {
        String place = table.message() + "/" + name;
        try {
            JsonNode question = checks.ours(folder, name + ".question");
            if (!question.isMissingNode()) {
                JsonNode asked = checks.message(folder, name + ".asked");
                checks.check(place + " question", asked, asked(table, question));
                if (dialect.isAsked(table)) {
                    checks.check(place + " question in", question, heard(table, asked));
                }
            }
            JsonNode answer = checks.answer(folder, name + ".answer");
            if (!answer.isMissingNode()) {
                JsonNode refused = checks.ours(folder, name + ".refused");
                JsonNode results = checks.ours(folder, name + ".results");
                checks.check(
                        place + " answer",
                        refused.isMissingNode() ? results : SampleChecks.refusals(refused),
                        given(table, answer));
                if (dialect.isAsked(table) && refused.isMissingNode() && !name.endsWith("-in")) {
                    checks.check(place + " answer out", told(table, answer), told(table, answered(table, results)));
                }
                if (results.size() == 1) {
                    variants.run(
                            folder.resolve(name + ".answer.variants.csv"),
                            place + ".answer",
                            answer,
                            results.get(0),
                            theirs -> alone(given(table, theirs)),
                            ours -> with(table, answer, ours));
                }
            }
        } catch (Untranslatable | RuntimeException unreadable) {
            checks.failed(place, unreadable);
        }
    }

    private Object heard(QueryTable table, JsonNode asked) {
        try {
            PartnerQuestion question = table.question(asked, files, coverage);
            return SampleChecks.tree(
                    StrictJson.object().put("purpose", question.purpose()).set("data", question.data()));
        } catch (Untranslatable refused) {
            return SampleChecks.refusals(refused);
        }
    }

    /** An answer that has nothing but these results. */
    private JsonNode answered(QueryTable table, JsonNode results) throws Untranslatable {
        ObjectNode said = StrictJson.object();
        List<JsonNode> ours = results.valueStream().toList();
        table.put(ours.isEmpty() ? Optional.empty() : Optional.of(table.results(ours, files, coverage)), said);
        return SampleChecks.tree(said);
    }

    /** Of one result that result; of anything else what it is. */
    private static Object alone(Object given) {
        return given instanceof ArrayNode results && results.size() == 1 ? results.get(0) : given;
    }

    /** An answer with this result in the place of its own. */
    private Object with(QueryTable table, JsonNode answer, JsonNode result) {
        try {
            ObjectNode said = (ObjectNode) answer.deepCopy();
            table.put(Optional.of(table.results(List.of(result), files, coverage)), said);
            return SampleChecks.tree(said);
        } catch (Untranslatable refused) {
            return SampleChecks.refusals(refused);
        }
    }

    /** What of an answer are its results; without any, nothing. A list of one reads as one alone in XML. */
    private JsonNode told(QueryTable table, JsonNode answer) {
        JsonNode found = table.results().find(answer);
        if (found instanceof ObjectNode one
                && !table.isOne()
                && dialect.answers().format() == MessageFormat.XML) {
            return JsonNodeFactory.instance.arrayNode().add(one);
        }
        return found == null || found.isArray() && found.isEmpty() ? MissingNode.getInstance() : found;
    }

    /** A question's sample is {@code {"purpose":…,"data":{…}}}. */
    private Object asked(QueryTable table, JsonNode question) {
        try {
            JsonNode data = question.required("data");
            List<Violation> violations = schemas.query(table.type().toString())
                    .orElseThrow()
                    .question()
                    .validate(data);
            if (!violations.isEmpty()) {
                return "not by the schema: " + violations;
            }
            JsonNode message = SampleChecks.tree(
                    table.toTheirs(data, question.required("purpose").asString(), files, coverage));
            dialect.encode(dialect.format().write(message));
            return message;
        } catch (Untranslatable refused) {
            return SampleChecks.refusals(refused);
        }
    }

    private Object given(QueryTable table, JsonNode answer) {
        try {
            ArrayNode results = JsonNodeFactory.instance.arrayNode();
            for (ObjectNode result : table.toOurs(answer, files, coverage)) {
                List<Violation> violations = schemas.query(table.type().toString())
                        .orElseThrow()
                        .result()
                        .validate(result);
                if (!violations.isEmpty()) {
                    return "not by the schema: " + violations;
                }
                results.add(result);
            }
            return SampleChecks.tree(results);
        } catch (Untranslatable refused) {
            return SampleChecks.refusals(refused);
        }
    }
}

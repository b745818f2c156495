package org.tongqu.config.dialect;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tongqu.adapters.dialect.Aggregation;
import org.tongqu.adapters.dialect.AnswerClassifier;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.schema.Violation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a dialect's samples. Below {@code samples/<message>/}: {@code x.partner.json} (or {@code .xml}) and {@code x.canonical.json}
 * become each other; with {@code -in} or {@code -out} at the end of the name one way only. {@code x.refused.json} in the place of one
 * of the two lists {@code {"pointer","rule"}} of what is wrong with the other. {@code x.variants.csv} changes one field at a time:
 * {@code partner,theirs,canonical,ours,direction}; {@code !rule} in the place of a value says that the other one is refused. {@code
 * samples/answers/<outcome>-….<status>.txt} are answers. Of a question {@code x.question.json} becomes {@code x.asked.json}, and {@code
 * x.answer.json} becomes {@code x.results.json}, or is refused as {@code x.refused.json} says. Files that messages have are in {@code
 * samples/files}. Of a record that comes in several messages the samples lie in {@code samples/<type>/}: {@code x.<message>.partner.json}
 * for each, and {@code x.canonical.json} or {@code x.refused.json}; {@code x.<message>.variants.csv} changes one field of one of them.
 */
public final class DialectSamples {
    private static final String ANSWERS = "answers";
    private static final Pattern ANSWER = Pattern.compile("([a-z0-9-]+)\\.([0-9]{3})\\.txt");

    private static final PartyId SENDER = new PartyId("990101.sample");

    private final Dialect dialect;
    private final Path samples;
    private final Schemas schemas;
    private final Coverage coverage;
    private final SampleFiles files;
    private final List<String> failures = new ArrayList<>();
    private int run;

    /**
     * The samples of a dialect.
     *
     * @param dialect read from this folder
     * @param folder with {@code samples}
     * @param schemas that what comes out must keep to
     */
    public DialectSamples(Dialect dialect, Path folder, Schemas schemas) {
        this.dialect = dialect;
        this.samples = folder.resolve("samples");
        this.schemas = schemas;
        this.coverage = new Coverage(dialect);
        this.files = new SampleFiles(samples);
    }

    /** Runs them all. */
    public SampleReport run() {
        for (FieldTable table : dialect.tables()) {
            Path folder = samples.resolve(table.message());
            for (String name : names(folder)) {
                if (isOf(table, folder, name)) {
                    sample(table, folder, name);
                }
            }
        }
        dialect.aggregations().forEach((type, aggregation) -> {
            Path folder = samples.resolve(type);
            for (String name : names(folder)) {
                whole(aggregation, folder, name);
            }
        });
        for (QueryTable table : dialect.queries()) {
            Path folder = samples.resolve(table.message());
            for (String name : names(folder)) {
                query(table, folder, name);
            }
        }
        foreignFolders();
        answers();
        return new SampleReport(
                dialect.family(), run, failures, coverage.fields(), coverage.codes(), coverage.outcomes());
    }

    private List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .map(name -> name.replaceFirst("\\..*", ""))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where several types share a call, a sample is that of the table that it fits; of the first, if it fits none. */
    private boolean isOf(FieldTable table, Path folder, String name) {
        List<FieldTable> ofThisCall = dialect.tables().stream()
                .filter(other -> other.message().equals(table.message()) && goes(other, name))
                .toList();
        List<FieldTable> fitting =
                ofThisCall.stream().filter(one -> fits(one, folder, name)).toList();
        return fitting.isEmpty() ? ofThisCall.indexOf(table) == 0 : fitting.contains(table);
    }

    /** Whether the table's messages go the way that the sample's name says. */
    private static boolean goes(FieldTable table, String name) {
        return (!name.endsWith("-out") || table.direction().writes())
                && (!name.endsWith("-in") || table.direction().reads());
    }

    private boolean fits(FieldTable table, Path folder, String name) {
        try {
            JsonNode canonical = read(folder, name + ".canonical.json", MessageFormat.JSON, false);
            String ending = dialect.format().name().toLowerCase(Locale.ROOT);
            JsonNode partner = read(folder, name + ".partner." + ending, dialect.format(), true);
            return (canonical.isMissingNode() || isValid(table, canonical))
                    && (partner.isMissingNode()
                            ? table.direction().writes()
                            : !table.direction().reads() || table.recognises(partner));
        } catch (Untranslatable unreadable) {
            return false;
        }
    }

    private boolean isValid(FieldTable table, JsonNode canonical) {
        return schemas.find(table.type().toString())
                .orElseThrow()
                .validate(canonical)
                .isEmpty();
    }

    private void sample(FieldTable table, Path folder, String name) {
        String place = table.message() + "/" + name;
        try {
            String ending = dialect.format().name().toLowerCase(Locale.ROOT);
            JsonNode partner = read(folder, name + ".partner." + ending, dialect.format(), true);
            JsonNode canonical = read(folder, name + ".canonical.json", MessageFormat.JSON, false);
            JsonNode refused = read(folder, name + ".refused.json", MessageFormat.JSON, false);
            if (partner.isMissingNode()) {
                check(place + " out", refusals(refused), encoded(table, canonical));
            } else if (canonical.isMissingNode()) {
                check(place + " in", refusals(refused), decoded(table, partner));
            } else {
                both(table, place, name, partner, canonical);
                variants(
                        folder.resolve(name + ".variants.csv"),
                        place,
                        partner,
                        canonical,
                        theirs -> decoded(table, theirs),
                        ours -> encoded(table, ours));
            }
        } catch (Untranslatable | RuntimeException unreadable) {
            failures.add(place + ": " + unreadable.getMessage());
        }
    }

    /** Of a record that comes in several messages all of them. */
    private void whole(Aggregation aggregation, Path folder, String name) {
        String place = aggregation.type() + "/" + name;
        try {
            String ending = dialect.format().name().toLowerCase(Locale.ROOT);
            Map<String, JsonNode> messages = new TreeMap<>();
            for (String call : aggregation.calls()) {
                messages.put(call, read(folder, name + "." + call + ".partner." + ending, dialect.format(), true));
            }
            JsonNode canonical = read(folder, name + ".canonical.json", MessageFormat.JSON, false);
            if (canonical.isMissingNode()) {
                JsonNode refused = read(folder, name + ".refused.json", MessageFormat.JSON, false);
                check(place + " in", refusals(refused), decoded(aggregation, messages));
                return;
            }
            if (!name.endsWith("-out")) {
                check(place + " in", canonical, decoded(aggregation, messages));
            }
            for (FieldTable part : aggregation.parts()) {
                String at = place + "." + part.message();
                JsonNode message = messages.getOrDefault(part.message(), MissingNode.getInstance());
                if (part.direction().writes() && !name.endsWith("-in")) {
                    check(at + " out", message, encoded(part, canonical));
                }
                variants(
                        folder.resolve(name + "." + part.message() + ".variants.csv"),
                        at,
                        message,
                        canonical,
                        theirs -> decoded(aggregation, with(messages, part.message(), theirs)),
                        ours -> encoded(part, ours));
            }
        } catch (Untranslatable | RuntimeException unreadable) {
            failures.add(place + ": " + unreadable.getMessage());
        }
    }

    private static Map<String, JsonNode> with(Map<String, JsonNode> messages, String call, JsonNode message) {
        Map<String, JsonNode> changed = new TreeMap<>(messages);
        changed.put(call, message);
        return changed;
    }

    private Object decoded(Aggregation aggregation, Map<String, JsonNode> messages) {
        try {
            JsonNode data = tree(aggregation.toOurs(messages, files, coverage));
            EnvelopeReader.read(StrictJson.write(aggregation.toEnvelope(SENDER, messages, files)));
            return valid(aggregation.type(), data);
        } catch (Untranslatable refused) {
            return refusals(refused);
        }
    }

    /** Of a question both halves: what is asked, and what the answer means. */
    private void query(QueryTable table, Path folder, String name) {
        String place = table.message() + "/" + name;
        try {
            String ending = dialect.format().name().toLowerCase(Locale.ROOT);
            JsonNode question = read(folder, name + ".question.json", MessageFormat.JSON, false);
            if (!question.isMissingNode()) {
                JsonNode asked = read(folder, name + ".asked." + ending, dialect.format(), true);
                check(place + " question", asked, asked(table, question));
                if (isAsked(table)) {
                    check(place + " question in", question, heard(table, asked));
                }
            }
            String answers = dialect.answers().format().name().toLowerCase(Locale.ROOT);
            JsonNode answer =
                    read(folder, name + ".answer." + answers, dialect.answers().format(), true);
            if (!answer.isMissingNode()) {
                JsonNode refused = read(folder, name + ".refused.json", MessageFormat.JSON, false);
                JsonNode results = read(folder, name + ".results.json", MessageFormat.JSON, false);
                check(place + " answer", refused.isMissingNode() ? results : refusals(refused), given(table, answer));
                if (isAsked(table) && refused.isMissingNode() && !name.endsWith("-in")) {
                    check(place + " answer out", told(table, answer), told(table, answered(table, answer, results)));
                }
            }
        } catch (Untranslatable | RuntimeException unreadable) {
            failures.add(place + ": " + unreadable.getMessage());
        }
    }

    private boolean isAsked(QueryTable table) {
        return table.isCallable() && !dialect.wire().answers().isEmpty();
    }

    private Object heard(QueryTable table, JsonNode asked) {
        try {
            QueryTable.Question question = table.question(asked, coverage);
            return tree(StrictJson.object().put("purpose", question.purpose()).set("data", question.data()));
        } catch (Untranslatable refused) {
            return refusals(refused);
        }
    }

    /** The answer with these results in the place of its own. */
    private JsonNode answered(QueryTable table, JsonNode answer, JsonNode results) throws Untranslatable {
        ObjectNode said = StrictJson.object();
        table.putResults(results.valueStream().toList(), said, coverage);
        return tree(said);
    }

    /** What of an answer are its results; without any, nothing. */
    private static JsonNode told(QueryTable table, JsonNode answer) {
        JsonNode found = table.results().find(answer);
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
            JsonNode message =
                    tree(table.toTheirs(data, question.required("purpose").asString(), coverage));
            dialect.encode(dialect.format().write(message));
            return message;
        } catch (Untranslatable refused) {
            return refusals(refused);
        }
    }

    private Object given(QueryTable table, JsonNode answer) {
        try {
            ArrayNode results = JsonNodeFactory.instance.arrayNode();
            for (ObjectNode result : table.toOurs(answer, coverage)) {
                List<Violation> violations = schemas.query(table.type().toString())
                        .orElseThrow()
                        .result()
                        .validate(result);
                if (!violations.isEmpty()) {
                    return "not by the schema: " + violations;
                }
                results.add(result);
            }
            return tree(results);
        } catch (Untranslatable refused) {
            return refusals(refused);
        }
    }

    private void both(FieldTable table, String place, String name, JsonNode partner, JsonNode canonical) {
        if (!name.endsWith("-out")) {
            check(place + " in", canonical, decoded(table, partner));
        }
        if (!name.endsWith("-in")) {
            check(place + " out", partner, encoded(table, canonical));
        }
    }

    private void variants(
            Path file,
            String place,
            JsonNode partner,
            JsonNode canonical,
            Function<JsonNode, Object> decoded,
            Function<JsonNode, Object> encoded) {
        if (!Files.exists(file)) {
            return;
        }
        try (CsvReader<NamedCsvRecord> lines = CsvFile.read(file)) {
            for (NamedCsvRecord line : lines) {
                String at = place + ".variants.csv:" + line.getStartingLineNumber();
                try {
                    variant(at, line, partner, canonical, decoded, encoded);
                } catch (RuntimeException unusable) {
                    failures.add(at + ": " + unusable.getMessage());
                }
            }
        } catch (IOException unreadable) {
            failures.add(place + ".variants.csv: " + unreadable);
        }
    }

    private void variant(
            String at,
            NamedCsvRecord line,
            JsonNode partner,
            JsonNode canonical,
            Function<JsonNode, Object> decoded,
            Function<JsonNode, Object> encoded) {
        Direction direction = Direction.valueOf(line.getField("direction").toUpperCase(Locale.ROOT));
        JsonNode theirs = with(partner, line.getField("partner"), line.getField("theirs"));
        JsonNode ours = with(canonical, line.getField("canonical"), line.getField("ours"));
        if (direction.reads()) {
            check(at + " in", expected(line, "partner", "ours", ours), decoded.apply(theirs));
        }
        if (direction.writes()) {
            check(at + " out", expected(line, "canonical", "theirs", theirs), encoded.apply(ours));
        }
    }

    private static Object expected(NamedCsvRecord line, String where, String value, JsonNode otherwise) {
        String word = line.getField(value);
        return word.startsWith("!")
                ? refusal(FieldPath.of(line.getField(where)).pointer(), word.substring(1)) + "\n"
                : otherwise;
    }

    private static JsonNode with(JsonNode tree, String path, String value) {
        JsonNode copy = tree.deepCopy();
        if (!value.startsWith("!")) {
            FieldPath at = FieldPath.of(path);
            JsonNode there = at.find(tree);
            ObjectNode holder = (ObjectNode) copy;
            at.put(
                    holder,
                    there != null && !there.isString()
                            ? StrictJson.parse(value)
                            : StrictJson.object().stringNode(value));
        }
        return copy;
    }

    /** A folder that no call is named after would never be looked at. */
    private void foreignFolders() {
        try (Stream<Path> folders = Files.list(samples)) {
            folders.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> !name.equals(ANSWERS)
                            && !name.equals(SampleFiles.FOLDER)
                            && !dialect.aggregations().containsKey(name)
                            && dialect.tables().stream()
                                    .noneMatch(table -> table.message().equals(name))
                            && dialect.queries().stream()
                                    .noneMatch(table -> table.message().equals(name)))
                    .forEach(name -> failures.add(name + ": no call of this name"));
        } catch (IOException unreadable) {
            failures.add("samples: " + unreadable);
        }
    }

    private void answers() {
        for (Path file : DialectReader.files(samples.resolve(ANSWERS), ".txt")) {
            run++;
            String name = String.valueOf(file.getFileName());
            Matcher parts = ANSWER.matcher(name);
            if (!parts.matches()) {
                failures.add("answers/" + name + ": named like ok.200.txt or refused-no-item.200.txt");
                continue;
            }
            try {
                AnswerClassifier.Meaning meaning = dialect.answers()
                        .classify(Integer.parseInt(parts.group(2)), dialect.decode(Files.readAllBytes(file)));
                meaning.rule().ifPresent(coverage::answered);
                String outcome =
                        meaning.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
                if (!parts.group(1).startsWith(outcome)) {
                    failures.add("answers/" + name + ": " + outcome + " by "
                            + meaning.rule().map(AnswerClassifier.Rule::place).orElse("no rule"));
                }
            } catch (IOException | Untranslatable unreadable) {
                failures.add("answers/" + name + ": " + unreadable.getMessage());
            }
        }
    }

    private Object decoded(FieldTable table, JsonNode partner) {
        try {
            JsonNode data = tree(table.toOurs(partner, files, coverage));
            if (table.arrival() != null && !table.isPart()) {
                EnvelopeReader.read(StrictJson.write(table.toEnvelope(SENDER, partner, files)));
            }
            return valid(table.type(), data);
        } catch (Untranslatable refused) {
            return refusals(refused);
        }
    }

    private Object valid(RecordType type, JsonNode data) {
        List<Violation> violations = schemas.find(type.toString()).orElseThrow().validate(data);
        return violations.isEmpty() ? data : "not by the schema: " + violations;
    }

    private Object encoded(FieldTable table, JsonNode data) {
        try {
            JsonNode message = tree(table.toTheirs(data, files, coverage));
            dialect.encode(dialect.format().write(message));
            return message;
        } catch (Untranslatable refused) {
            return refusals(refused);
        }
    }

    /** Both are either a tree or what is wrong with one. */
    private void check(String place, Object expected, Object found) {
        run++;
        if (!expected.equals(found)) {
            failures.add(place + ":\n  expected " + expected + "\n  found    " + found);
        }
    }

    private static String refusals(Untranslatable refused) {
        StringBuilder text = new StringBuilder();
        for (FieldError error : refused.errors()) {
            text.append(refusal(error.pointer(), error.rule())).append('\n');
        }
        return text.toString();
    }

    private static String refusals(JsonNode expected) {
        if (expected.isMissingNode()) {
            throw new IllegalArgumentException(
                    "nothing says what becomes of it: one of the two files is not there, and no"
                            + " .refused.json either");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode error : expected) {
            text.append(refusal(
                            error.required("pointer").asString(),
                            error.required("rule").asString()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String refusal(String pointer, String rule) {
        return "refused " + pointer + " " + rule;
    }

    /** Numbers read from a text and numbers made here are then the same. */
    private static JsonNode tree(JsonNode node) {
        return StrictJson.parse(StrictJson.writeText(node));
    }

    private JsonNode read(Path folder, String name, MessageFormat format, boolean dialectsOwn) throws Untranslatable {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file)
                    ? tree(format.read(dialectsOwn ? dialect.decode(Files.readAllBytes(file)) : Files.readString(file)))
                    : MissingNode.getInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

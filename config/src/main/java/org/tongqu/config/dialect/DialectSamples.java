package org.tongqu.config.dialect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tongqu.adapters.dialect.AnswerClassifier;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;

/**
 * Runs a dialect's samples. Below {@code samples/<message>/}: {@code x.partner.json} (or {@code .xml}) and {@code x.canonical.json}
 * become each other; with {@code -in} or {@code -out} at the end of the name one way only. {@code x.refused.json} in the place of one
 * of the two lists {@code {"pointer","rule"}} of what is wrong with the other. {@code x.variants.csv} changes one field at a time:
 * {@code partner,theirs,canonical,ours,direction}; {@code !rule} in the place of a value says that the other one is refused. {@code
 * samples/answers/<outcome>-….<status>.txt} are answers, to {@code <outcome>-….<status>.told} where rules look at what was told, and with {@code
 * <outcome>-….<status>.headers} beside them, a line {@code name: value} each, where they look at headers. Of a
 * question {@code x.question.json} becomes {@code x.asked.json}, and {@code
 * x.answer.json} becomes {@code x.results.json}, or is refused as {@code x.refused.json} says; of one result {@code
 * x.answer.variants.csv} changes one field at a time. Files that messages have are in {@code samples/files}. Of a record that comes in several messages the samples lie in {@code samples/<type>/}: {@code x.<message>.partner.json}
 * for each, and {@code x.canonical.json} or {@code x.refused.json}; {@code x.<message>.variants.csv} changes one field of one of them.
 */
public final class DialectSamples {
    private static final String ANSWERS = "answers";
    private static final Pattern ANSWER = Pattern.compile("([a-z0-9-]+)\\.([0-9]{3})\\.txt");

    private final Dialect dialect;
    private final Path samples;
    private final Coverage coverage;
    private final SampleChecks checks;
    private final TableSamples tables;
    private final QuerySamples queries;

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
        this.coverage = new Coverage(dialect, folder);
        this.checks = new SampleChecks(dialect);
        SampleFiles files = new SampleFiles(samples);
        this.tables = new TableSamples(dialect, schemas, coverage, files, checks);
        this.queries = new QuerySamples(dialect, schemas, coverage, files, checks);
    }

    /** Runs them all. */
    public SampleReport run() {
        for (FieldTable table : dialect.tables()) {
            each(table.message(), (folder, name) -> tables.runIfOf(table, folder, name));
        }
        dialect.aggregations()
                .forEach((type, aggregation) -> each(type, (folder, name) -> tables.whole(aggregation, folder, name)));
        for (QueryTable table : dialect.queries()) {
            each(table.message(), (folder, name) -> queries.run(table, folder, name));
        }
        foreignFolders();
        answers();
        return new SampleReport(
                dialect.family(),
                checks.run(),
                checks.failures(),
                coverage.fields(),
                coverage.codes(),
                coverage.outcomes());
    }

    private void each(String folder, BiConsumer<Path, String> sample) {
        Path found = samples.resolve(folder);
        SampleChecks.names(found).forEach(name -> sample.accept(found, name));
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
                    .forEach(name -> checks.failed(name, "no call of this name"));
        } catch (IOException unreadable) {
            checks.failed("samples", unreadable);
        }
    }

    /** The message that is answered, where the rules look at it; else one that says nothing. */
    private String told(Path answer) throws IOException, Untranslatable {
        Path file = answer.resolveSibling(answer.getFileName().toString().replaceFirst("[.]txt$", ".told"));
        return Files.exists(file)
                ? dialect.decode(Files.readAllBytes(file))
                : dialect.format().write(StrictJson.object().put("nothing", ""));
    }

    /** What the headers of an answer say, by their names in whatever case; of one without such a file nothing. */
    private static Map<String, String> headers(Path answer) throws IOException {
        Path file = answer.resolveSibling(answer.getFileName().toString().replaceFirst("[.]txt$", ".headers"));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(":", 2);
                if (parts.length < 2) {
                    throw new IOException(file.getFileName() + " has a line that is no name: value");
                }
                headers.put(parts[0].strip(), parts[1].strip());
            }
        }
        return headers;
    }

    private void answers() {
        for (Path file : DialectFolder.in(samples.resolve(ANSWERS), ".txt")) {
            checks.count();
            String name = String.valueOf(file.getFileName());
            Matcher parts = ANSWER.matcher(name);
            if (!parts.matches()) {
                checks.failed("answers/" + name, "named like ok.200.txt or refused-no-item.200.txt");
                continue;
            }
            try {
                Map<String, String> headers = headers(file);
                AnswerClassifier.Meaning meaning = dialect.meaning(
                        Integer.parseInt(parts.group(2)),
                        header -> headers.getOrDefault(header, ""),
                        dialect.heard(dialect.answer(Files.readAllBytes(file))),
                        told(file));
                meaning.rule().ifPresent(coverage::answered);
                String outcome =
                        meaning.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
                if (!parts.group(1).startsWith(outcome)) {
                    checks.failed(
                            "answers/" + name,
                            outcome + " by "
                                    + meaning.rule()
                                            .map(AnswerClassifier.Rule::place)
                                            .orElse("no rule"));
                }
            } catch (IOException | Untranslatable unreadable) {
                checks.failed("answers/" + name, unreadable);
            }
        }
    }
}

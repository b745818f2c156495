package org.tongqu.config.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What a dialect's sample files say, and how what comes out compares; counts and keeps what is wrong. For one thread. */
final class SampleChecks {
    private final Dialect dialect;
    private final List<String> failures = new ArrayList<>();
    private int run;

    SampleChecks(Dialect dialect) {
        this.dialect = dialect;
    }

    int run() {
        return run;
    }

    List<String> failures() {
        return failures;
    }

    void failed(String place, String why) {
        failures.add(place + ": " + why);
    }

    void failed(String place, Exception cause) {
        failed(
                place,
                cause instanceof Untranslatable refused
                        ? refused.errors().stream()
                                .map(error -> String.join(
                                                " ", error.pointer(), error.rule(), error.zh(), "·", error.en())
                                        .strip())
                                .collect(Collectors.joining("; "))
                        : String.valueOf(cause.getMessage()));
    }

    /** One more was run, whatever comes of it. */
    void count() {
        run++;
    }

    /** The samples in a folder, by the names before the first dot. */
    static List<String> names(Path folder) {
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

    /** Both are either a tree or what is wrong with one. */
    void check(String place, Object expected, Object found) {
        run++;
        if (!expected.equals(found)) {
            failures.add(place + ":\n  expected " + expected + "\n  found    " + found);
        }
    }

    /** A message of the partner's in the dialect's own format; missing if there is no such file. */
    JsonNode message(Path folder, String name) throws Untranslatable {
        return read(folder, name, dialect.format(), true);
    }

    /** An answer of the partner's; missing likewise. */
    JsonNode answer(Path folder, String name) throws Untranslatable {
        return read(folder, name, dialect.answers().format(), true);
    }

    /** Something of ours, in JSON; missing likewise. */
    JsonNode ours(Path folder, String name) throws Untranslatable {
        return read(folder, name + ".json", MessageFormat.JSON, false);
    }

    static String refusals(Untranslatable refused) {
        StringBuilder text = new StringBuilder();
        for (FieldError error : refused.errors()) {
            text.append(refusal(error.pointer(), error.rule())).append('\n');
        }
        return text.toString();
    }

    static String refusals(JsonNode expected) {
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

    static String refusal(String pointer, String rule) {
        return "refused " + pointer + " " + rule;
    }

    /** Numbers read from a text and numbers made here are then the same. */
    static JsonNode tree(JsonNode node) {
        return StrictJson.parse(StrictJson.writeText(node));
    }

    private JsonNode read(Path folder, String name, MessageFormat format, boolean isTheirs) throws Untranslatable {
        Path file = folder.resolve(isTheirs ? name + "." + format.name().toLowerCase(Locale.ROOT) : name);
        try {
            return Files.exists(file)
                    ? tree(format.read(isTheirs ? dialect.decode(Files.readAllBytes(file)) : Files.readString(file)))
                    : MissingNode.getInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

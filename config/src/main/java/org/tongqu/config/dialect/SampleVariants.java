package org.tongqu.config.dialect;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** Runs the variants of a sample, {@code x.variants.csv}: one field of it at a time is another one, on both sides. */
final class SampleVariants {
    private final SampleChecks checks;

    SampleVariants(SampleChecks checks) {
        this.checks = checks;
    }

    /**
     * Runs what stands in this file; nothing if there is none.
     *
     * @param partner the sample itself
     * @param canonical what it becomes
     * @param decoded a message of the partner's as ours, or what is wrong with it
     * @param encoded the other way
     */
    void run(
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
                    checks.failed(at, unusable);
                }
            }
        } catch (IOException unreadable) {
            checks.failed(place + ".variants.csv", unreadable);
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
            checks.check(at + " in", expected(line, "partner", "ours", ours), decoded.apply(theirs));
        }
        if (direction.writes()) {
            checks.check(at + " out", expected(line, "canonical", "theirs", theirs), encoded.apply(ours));
        }
    }

    private static Object expected(NamedCsvRecord line, String where, String value, JsonNode otherwise) {
        String word = line.getField(value);
        return word.startsWith("!")
                ? SampleChecks.refusal(FieldPath.of(line.getField(where)).pointer(), word.substring(1)) + "\n"
                : otherwise;
    }

    private static JsonNode with(JsonNode tree, String path, String value) {
        JsonNode copy = tree.deepCopy();
        if (!value.startsWith("!")) {
            FieldPath at = FieldPath.of(path);
            JsonNode there = at.find(tree);
            at.put(
                    copy,
                    there != null && !there.isString()
                            ? StrictJson.parse(value)
                            : StrictJson.object().stringNode(value));
        }
        return copy;
    }
}

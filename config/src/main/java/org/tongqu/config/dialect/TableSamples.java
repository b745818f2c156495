package org.tongqu.config.dialect;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tongqu.adapters.dialect.Aggregation;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.schema.Violation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Runs the samples of field tables: what a message becomes and is made of, field by field, by one message or by several together. */
final class TableSamples {
    private static final PartyId SENDER = new PartyId("990101.sample");

    private final Dialect dialect;
    private final Schemas schemas;
    private final Coverage coverage;
    private final SampleFiles files;
    private final SampleChecks checks;
    private final SampleVariants variants;

    TableSamples(Dialect dialect, Schemas schemas, Coverage coverage, SampleFiles files, SampleChecks checks) {
        this.dialect = dialect;
        this.schemas = schemas;
        this.coverage = coverage;
        this.files = files;
        this.checks = checks;
        this.variants = new SampleVariants(checks);
    }

    /** The sample of this name, if it is one of this table. */
    void runIfOf(FieldTable table, Path folder, String name) {
        if (isOf(table, folder, name)) {
            sample(table, folder, name);
        }
    }

    /** Where several tables share a call, a sample is of that by which the gateway reads it; if it is of none, of the first. */
    private boolean isOf(FieldTable table, Path folder, String name) {
        List<FieldTable> ofThisCall = dialect.tables().stream()
                .filter(other -> other.message().equals(table.message()) && goes(other, name))
                .toList();
        List<FieldTable> fitting =
                ofThisCall.stream().filter(one -> fits(one, folder, name)).toList();
        if (name.endsWith("-out") && !fitting.isEmpty()) {
            return fitting.contains(table);
        }
        return (fitting.isEmpty() ? ofThisCall : fitting).indexOf(table) == 0;
    }

    /** Whether the table's messages go the way that the sample's name says. */
    private static boolean goes(FieldTable table, String name) {
        return (!name.endsWith("-out") || table.direction().writes())
                && (!name.endsWith("-in") || table.direction().reads());
    }

    private boolean fits(FieldTable table, Path folder, String name) {
        try {
            JsonNode canonical = checks.ours(folder, name + ".canonical");
            JsonNode partner = checks.message(folder, name + ".partner");
            return (canonical.isMissingNode() || isValid(table, canonical))
                    && (partner.isMissingNode()
                            ? table.direction().writes()
                            : !table.direction().reads() || reads(table, partner, name));
        } catch (Untranslatable unreadable) {
            return false;
        }
    }

    /** What only goes out need not come back by the table by which it went. */
    private boolean reads(FieldTable table, JsonNode partner, String name) throws Untranslatable {
        return name.endsWith("-out")
                ? table.recognises(partner)
                : dialect.arriving(table.message(), partner).equals(table);
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
            JsonNode partner = checks.message(folder, name + ".partner");
            JsonNode canonical = checks.ours(folder, name + ".canonical");
            JsonNode refused = checks.ours(folder, name + ".refused");
            if (partner.isMissingNode()) {
                checks.check(place + " out", SampleChecks.refusals(refused), encoded(table, canonical));
            } else if (canonical.isMissingNode()) {
                checks.check(place + " in", SampleChecks.refusals(refused), decoded(table, partner));
            } else {
                both(table, place, name, partner, canonical);
                variants.run(
                        folder.resolve(name + ".variants.csv"),
                        place,
                        partner,
                        canonical,
                        theirs -> decoded(table, theirs),
                        ours -> encoded(table, ours));
            }
        } catch (Untranslatable | RuntimeException unreadable) {
            checks.failed(place, unreadable);
        }
    }

    /** Of a record that comes in several messages all of them. */
    void whole(Aggregation aggregation, Path folder, String name) {
        String place = aggregation.type() + "/" + name;
        try {
            Map<String, JsonNode> messages = new TreeMap<>();
            for (String call : aggregation.calls()) {
                messages.put(call, checks.message(folder, name + "." + call + ".partner"));
            }
            JsonNode canonical = checks.ours(folder, name + ".canonical");
            if (canonical.isMissingNode()) {
                JsonNode refused = checks.ours(folder, name + ".refused");
                checks.check(place + " in", SampleChecks.refusals(refused), decoded(aggregation, messages));
                return;
            }
            if (!name.endsWith("-out")) {
                checks.check(place + " in", canonical, decoded(aggregation, messages));
            }
            for (FieldTable part : aggregation.parts()) {
                String at = place + "." + part.message();
                JsonNode message = messages.getOrDefault(part.message(), MissingNode.getInstance());
                if (part.direction().writes() && !name.endsWith("-in")) {
                    checks.check(at + " out", message, encoded(part, canonical));
                }
                variants.run(
                        folder.resolve(name + "." + part.message() + ".variants.csv"),
                        at,
                        message,
                        canonical,
                        theirs -> decoded(aggregation, with(messages, part.message(), theirs)),
                        ours -> encoded(part, ours));
            }
        } catch (Untranslatable | RuntimeException unreadable) {
            checks.failed(place, unreadable);
        }
    }

    private static Map<String, JsonNode> with(Map<String, JsonNode> messages, String call, JsonNode message) {
        Map<String, JsonNode> changed = new TreeMap<>(messages);
        changed.put(call, message);
        return changed;
    }

    private Object decoded(Aggregation aggregation, Map<String, JsonNode> messages) {
        try {
            JsonNode data = SampleChecks.tree(aggregation.toOurs(messages, files, coverage));
            EnvelopeReader.read(StrictJson.write(aggregation.toEnvelope(SENDER, messages, files)));
            return valid(aggregation.type(), data);
        } catch (Untranslatable refused) {
            return SampleChecks.refusals(refused);
        }
    }

    private void both(FieldTable table, String place, String name, JsonNode partner, JsonNode canonical) {
        if (!name.endsWith("-out")) {
            checks.check(place + " in", canonical, decoded(table, partner));
        }
        if (!name.endsWith("-in")) {
            checks.check(place + " out", partner, encoded(table, canonical));
        }
    }

    private Object decoded(FieldTable table, JsonNode partner) {
        try {
            JsonNode data = SampleChecks.tree(table.toOurs(partner, files, coverage));
            if (table.arrival() != null && !table.isPart()) {
                EnvelopeReader.read(StrictJson.write(table.toEnvelope(SENDER, partner, Instant.EPOCH, files)));
            }
            return valid(table.type(), data);
        } catch (Untranslatable refused) {
            return SampleChecks.refusals(refused);
        }
    }

    private Object valid(RecordType type, JsonNode data) {
        List<Violation> violations = schemas.find(type.toString()).orElseThrow().validate(data);
        return violations.isEmpty() ? data : "not by the schema: " + violations;
    }

    private Object encoded(FieldTable table, JsonNode data) {
        try {
            String message = dialect.format().write(table.toTheirs(data, Telling.SAMPLE, files, coverage));
            dialect.encode(message);
            return dialect.format().read(message);
        } catch (Untranslatable refused) {
            return SampleChecks.refusals(refused);
        }
    }
}

package org.tongqu.config.dialect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.KeptMessages;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.config.files.FileProblem;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.JsonPointers;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.DialectTrial;
import org.tongqu.record.port.RecordSamples;
import org.tongqu.record.port.Sites;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.site.Answers;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Folder;
import org.tongqu.record.site.Party;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Tries a changed dialect on real records, beside the one that the site in force speaks. */
public final class TrialOnRecords implements DialectTrial {
    private static final int MOST = 1000;
    private static final String TOLD = "told";
    private static final UntouchedFiles FILES = new UntouchedFiles();

    private final Sites sites;
    private final RecordSamples samples;

    /** Tries on what these samples are. */
    public TrialOnRecords(Sites sites, RecordSamples samples) {
        this.sites = sites;
        this.samples = samples;
    }

    @Override
    public Outcome compare(Path folder, int last) {
        if (last < 1 || last > MOST) {
            return new Outcome(List.of("1 到 1000 条 / 1 to 1000 records"), 0, List.of());
        }
        if (!Files.isRegularFile(folder.resolve("dialect.yml"))) {
            return new Outcome(List.of(folder + " 中没有 dialect.yml / has no dialect.yml"), 0, List.of());
        }
        try {
            Dialect changed = new DialectReader(Schemas.shipped(), CodeTables.shipped()).read(folder);
            return inForce(changed.family())
                    .map(now -> compare(now, changed, last))
                    .orElseGet(() -> new Outcome(
                            List.of("站点中没有机构说 " + changed.family() + " / no party of the site speaks "
                                    + changed.family()),
                            0,
                            List.of()));
        } catch (InvalidDialect mistakes) {
            return new Outcome(
                    mistakes.problems().stream().map(FileProblem::toString).toList(), 0, List.of());
        }
    }

    private Optional<Dialect> inForce(String family) {
        return sites.current().parties().values().stream()
                .flatMap(TrialOnRecords::conversations)
                .map(Conversation::translator)
                .filter(Dialect.class::isInstance)
                .map(Dialect.class::cast)
                .filter(dialect -> dialect.family().equals(family))
                .findFirst();
    }

    private static Stream<Conversation> conversations(Party party) {
        Endpoint.Push push = party.endpoint() instanceof Endpoint.Push endpoint ? endpoint : null;
        return Stream.of(
                        Optional.ofNullable(push).map(Endpoint.Push::conversation),
                        Optional.ofNullable(party.calls()),
                        Optional.ofNullable(party.answers()).map(Answers::conversation),
                        Optional.ofNullable(party.folder()).map(Folder::conversation))
                .flatMap(Optional::stream);
    }

    private Outcome compare(Dialect now, Dialect changed, int last) {
        List<Difference> differences = new ArrayList<>();
        Set<RecordType> types = new TreeSet<>(Comparator.comparing(RecordType::toString));
        now.tables().forEach(table -> types.add(table.type()));
        changed.tables().forEach(table -> types.add(table.type()));
        types.removeIf(type -> !now.tells(type) && !changed.tells(type));
        List<RecordSamples.Sample> records = types.isEmpty() ? List.of() : samples.latest(types, last);
        for (RecordSamples.Sample sample : records) {
            var record = EnvelopeReader.read(sample.octets());
            difference(
                            sample.record(),
                            true,
                            told(() -> messages(now, record.type(), record.data())),
                            told(() -> messages(changed, record.type(), record.data())))
                    .ifPresent(differences::add);
        }
        List<RecordSamples.Heard> heard = samples.latestHeard(now.family(), last);
        for (RecordSamples.Heard one : heard) {
            difference(
                            one.record(),
                            false,
                            told(() -> StrictJson.parse(ours(now, one))),
                            told(() -> StrictJson.parse(ours(changed, one))))
                    .ifPresent(differences::add);
        }
        return new Outcome(List.of(), records.size() + heard.size(), differences);
    }

    /** When it came does not tell two translations apart. */
    private static byte[] ours(Dialect dialect, RecordSamples.Heard heard) {
        return dialect.toOurs(heard.sender(), heard.call(), heard.octets(), Instant.EPOCH, FILES);
    }

    /** What a record is told as, as one tree: the messages by their calls. */
    private static JsonNode messages(Dialect dialect, RecordType type, JsonNode data) {
        var tree = StrictJson.object();
        if (!dialect.tells(type)) {
            return tree;
        }
        for (KeptMessages.Message message : dialect.tellings(type, dialect.toTheirs(type, data, Telling.SAMPLE, FILES))
                .orElse(List.of())) {
            try {
                tree.set(message.call(), dialect.format().read(message.text()));
            } catch (Untranslatable impossible) {
                throw new IllegalStateException("a message of its own that it cannot read", impossible);
            }
        }
        return tree;
    }

    /**
     * What came of a translation.
     *
     * @param words {@code told}, or what was refused
     * @param tree what was told; missing if it was refused
     */
    private record Told(String words, JsonNode tree) {}

    private static Told told(Supplier<JsonNode> translation) {
        try {
            return new Told(TOLD, translation.get());
        } catch (Rejection refused) {
            return new Told(
                    refused.errors().stream()
                            .map(error -> error.pointer() + " " + error.rule())
                            .collect(Collectors.joining(", ", "refused: ", "")),
                    MissingNode.getInstance());
        }
    }

    private static Optional<Difference> difference(RecordId record, boolean isOut, Told before, Told after) {
        List<String> fields = new ArrayList<>();
        if (before.words().equals(TOLD) && after.words().equals(TOLD)) {
            collect(before.tree(), after.tree(), "", fields);
        }
        return fields.isEmpty() && before.words().equals(after.words())
                ? Optional.empty()
                : Optional.of(new Difference(record, isOut, before.words(), after.words(), fields));
    }

    private static void collect(JsonNode before, JsonNode after, String place, List<String> fields) {
        if (before.isObject() && after.isObject()) {
            Set<String> names = new TreeSet<>(before.propertyNames());
            names.addAll(after.propertyNames());
            for (String name : names) {
                collect(before.path(name), after.path(name), JsonPointers.child(place, name), fields);
            }
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                collect(before.path(i), after.path(i), JsonPointers.child(place, i), fields);
            }
        } else if (!before.equals(after)) {
            fields.add(place);
        }
    }
}

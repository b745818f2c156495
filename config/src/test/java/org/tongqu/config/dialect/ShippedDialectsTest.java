package org.tongqu.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tongqu.adapters.dialect.CodeMap;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.adapters.dialect.Trace;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ShippedDialectsTest {
    private static final FileOfItsDigest FILES = new FileOfItsDigest();
    private static final Path DIALECTS = Path.of("dialects");
    private static final DialectReader READER = new DialectReader(Schemas.shipped(), CodeTables.shipped());
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int RECORDS = 200;
    private static final long SEED = 20_261_126L;

    static List<String> families() {
        return DialectReader.families(DIALECTS);
    }

    @ParameterizedTest
    @MethodSource("families")
    void everySampleHoldsAndNothingIsWithoutOne(String family) throws InvalidDialect {
        SampleReport report = new DialectSamples(read(family), DIALECTS.resolve(family), Schemas.shipped()).run();
        assertThat(report.failures()).isEmpty();
        assertThat(report.fields().missed()).isEmpty();
        assertThat(report.codes().missed()).isEmpty();
        assertThat(report.outcomes().missed()).isEmpty();
        assertThat(report.isWhole()).isTrue();
    }

    /** Files whose octets are their digest, so that they come back as what they were. */
    private static final class FileOfItsDigest implements ReceivedFiles, SentFiles {
        static final int LENGTH = 32;

        @Override
        public Received keep(byte[] octets) {
            return new Received(Digest.of(octets), octets.length);
        }

        @Override
        public Received fetch(URI where) {
            throw new UnsupportedOperationException("what lies elsewhere only comes in");
        }

        @Override
        public byte[] read(Digest material) {
            return material.octets();
        }
    }

    static Stream<Arguments> tables() {
        return families().stream().flatMap(family -> {
            try {
                Dialect dialect = read(family);
                return dialect.tables().stream()
                        .filter(table -> table.direction() == Direction.BOTH)
                        .map(table -> Arguments.of(dialect, table));
            } catch (InvalidDialect invalid) {
                throw new IllegalStateException(invalid);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("tables")
    void whatATableDeclaresTwoWayComesBackAsItWas(Dialect dialect, FieldTable table) throws Exception {
        Random random = new Random(SEED);
        int told = 0;
        for (int i = 0; i < RECORDS; i++) {
            ObjectNode data = filled(table.rows(), StrictJson.object(), random);
            try {
                byte[] octets =
                        dialect.encode(dialect.format().write(table.toTheirs(data, Telling.SAMPLE, FILES, Trace.NONE)));
                JsonNode theirs = dialect.format().read(dialect.decode(octets));

                ObjectNode back = table.toOurs(theirs, FILES, Trace.NONE);
                forgetOneWay(table.rows(), data, back);
                assertThat(same(back))
                        .as("seed %d, record %d of %s", SEED, i, table.message())
                        .isEqualTo(same(data));
                told++;
            } catch (Untranslatable refused) {
                // A line may refuse what is allowed field by field, as a bad mark without a reason.
                assertThat(refused.errors()).allMatch(error -> error.rule().startsWith("derived:"));
            }
        }
        assertThat(told).isGreaterThan(RECORDS / 4);
    }

    /** What one row reads and another writes is not declared to come back, and neither is that a record does not say something. */
    private static void forgetOneWay(List<Row> rows, ObjectNode data, ObjectNode back) {
        for (Row row : rows) {
            if (row instanceof Row.Field field && field.direction() == Direction.IN) {
                forget(field.canonical(), data);
                forget(field.canonical(), back);
            } else if (row instanceof Row.Field field
                    && field.otherwise() != null
                    && field.canonical().find(data) == null) {
                forget(field.canonical(), back);
            } else if (row instanceof Row.Each each && !each.isTold()) {
                forget(each.canonical(), back);
            } else if (row instanceof Row.Derived derived
                    && derived.direction() == Direction.IN
                    && derived.made().find(data) == null) {
                forget(derived.made(), back);
            }
        }
    }

    private static void forget(FieldPath field, ObjectNode tree) {
        String pointer = field.pointer();
        String above = pointer.substring(0, pointer.lastIndexOf('/'));
        if (tree.at(above) instanceof ObjectNode holder) {
            holder.remove(pointer.substring(above.length() + 1));
            if (holder.isEmpty() && !above.isEmpty()) {
                forget(FieldPath.of(above), tree);
            }
        }
    }

    private static ObjectNode filled(List<Row> rows, ObjectNode data, Random random) throws Exception {
        for (Row row : rows) {
            if (row instanceof Row.Field field && field.direction() == Direction.IN && field.isRequired()) {
                field.canonical().put(data, NODES.stringNode(text(random)));
            } else if (row instanceof Row.Field field
                    && field.direction() == Direction.OUT
                    && isMadeByAnother(rows, field.canonical())) {
                field.canonical().put(data, value(field, random));
            } else if (row instanceof Row.Field field && field.direction() == Direction.BOTH) {
                if (!field.isRequired() && random.nextInt(4) == 0) {
                    continue;
                }
                field.canonical().put(data, value(field, random));
            } else if (row instanceof Row.Derived derived
                    && derived.direction() == Direction.IN
                    && isToldByAnother(rows, derived.made())) {
                derived.made().put(data, NODES.stringNode(text(random)));
            } else if (row instanceof Row.Attachment file) {
                byte[] digest = new byte[FileOfItsDigest.LENGTH];
                random.nextBytes(digest);
                file.digest().put(data, NODES.stringNode(Digest.of(digest).value()));
                if (file.size() != null) {
                    file.size().put(data, NODES.numberNode(FileOfItsDigest.LENGTH));
                }
            } else if (row instanceof Row.Each each && each.isTold()) {
                var items = NODES.arrayNode();
                int others = each.partner().equals(FieldPath.ROOT) ? 0 : random.nextInt(3);
                for (int i = 0; i <= others; i++) {
                    items.add(filled(each.rows(), StrictJson.object(), random));
                }
                each.canonical().put(data, items);
            } else if (row instanceof Row.Columns columns) {
                var items = NODES.arrayNode();
                for (Row.Column column : columns.columns()) {
                    ObjectNode item = items.addObject();
                    columns.label().put(item, NODES.stringNode(column.label()));
                    column.field().canonical().put(item, value(column.field(), random));
                }
                columns.canonical().put(data, items);
            } else if (row instanceof Row.Nested nested) {
                filled(nested.rows(), data, random);
            }
        }
        return data;
    }

    /** What is made out of theirs, and theirs out of it, comes back. */
    private static boolean isToldByAnother(List<Row> rows, FieldPath ours) {
        String name = "data." + ours.pointer().substring(1).replace('/', '.');
        return rows.stream()
                .anyMatch(row -> row instanceof Row.Derived derived
                        && derived.direction() == Direction.OUT
                        && derived.derivation().source().contains(name));
    }

    /** What is told as it is, and made by an expression where theirs may lack it, comes back too. */
    private static boolean isMadeByAnother(List<Row> rows, FieldPath ours) {
        return rows.stream()
                .anyMatch(row -> row instanceof Row.Derived derived
                        && derived.direction() == Direction.IN
                        && derived.made().equals(ours));
    }

    /** One value of which the converter can make the partner's. */
    private static JsonNode value(Row.Field field, Random random) {
        if (field.codes().isPresent()) {
            List<CodeMap.Row> both = field.codes().get().rows().stream()
                    .filter(line -> line.direction() == Direction.BOTH)
                    .toList();
            return NODES.stringNode(both.get(random.nextInt(both.size())).canonical());
        }
        List<JsonNode> candidates = List.of(
                NODES.stringNode(text(random)),
                NODES.stringNode("application/pdf"),
                NODES.stringNode("%d.%02d".formatted(random.nextInt(100_000), random.nextInt(100))),
                NODES.stringNode("%06d000000".formatted(random.nextInt(1_000_000))),
                NODES.stringNode(
                        Instant.ofEpochSecond(random.nextInt()).toString().replace("Z", ".000Z")),
                NODES.stringNode(
                        Instant.ofEpochSecond(random.nextInt()).toString().substring(0, 10)),
                NODES.arrayNode().add("甲").add("乙"),
                NODES.arrayNode().add(NODES.objectNode().put("name", "甲")),
                NODES.numberNode(random.nextInt(1_000_000)),
                NODES.booleanNode(random.nextBoolean()));
        return candidates.stream()
                .filter(candidate -> fits(field, candidate))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no value for " + field.place()));
    }

    private static boolean fits(Row.Field field, JsonNode candidate) {
        FieldTable alone = new FieldTable(
                "alone",
                RecordType.parse("case.applied"),
                FieldPath.ROOT,
                false,
                List.of(field),
                "/alone",
                Direction.BOTH,
                null);
        try {
            ObjectNode data = StrictJson.object();
            field.canonical().put(data, candidate);
            alone.toTheirs(data, Telling.SAMPLE, FILES, Trace.NONE);
            return true;
        } catch (Exception anotherKind) {
            return false;
        }
    }

    private static String text(Random random) {
        String letters = "示范县经营许可abcXYZ019（）、。<>&'\"";
        StringBuilder text = new StringBuilder("文");
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static JsonNode same(@Nullable JsonNode tree) {
        return StrictJson.parse(StrictJson.writeText(tree));
    }

    private static Dialect read(String family) throws InvalidDialect {
        return READER.read(DIALECTS.resolve(family));
    }
}

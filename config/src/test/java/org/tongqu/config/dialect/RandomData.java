package org.tongqu.config.dialect;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.tongqu.adapters.dialect.CodeMap;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.adapters.dialect.Trace;
import org.tongqu.record.Digest;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes up data that a table can tell. */
final class RandomData {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter OURS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

    /** The ends of what is read, of the count from 1970, of its digits, of days in Beijing and of a leap day. */
    private static final List<Instant> EDGES = List.of(
            FIRST,
            LAST,
            LAST.minusMillis(1),
            Instant.EPOCH,
            Instant.EPOCH.minusMillis(1),
            Instant.parse("2001-09-09T01:46:39.999Z"),
            Instant.parse("2001-09-09T01:46:40Z"),
            Instant.parse("2026-03-01T16:00:00Z"),
            Instant.parse("2026-03-01T15:59:59.999Z"),
            Instant.parse("2026-03-01T16:00:00.001Z"),
            Instant.parse("2024-02-29T15:59:59.500Z"));

    private final Random random;

    RandomData(Random random) {
        this.random = random;
    }

    /**
     * What is told, and what of it comes back: of times as much as was written.
     *
     * @param data all of it
     * @param comesBack the same with times as precise as the partner's form is
     */
    record Told(ObjectNode data, ObjectNode comesBack) {
        private Told() {
            this(StrictJson.object(), StrictJson.object());
        }

        private void put(FieldPath field, JsonNode value) {
            put(field, new Value(value, value));
        }

        private void put(FieldPath field, Value value) {
            field.put(data, value.told());
            field.put(comesBack, value.comesBack());
        }
    }

    private record Value(JsonNode told, JsonNode comesBack) {}

    /** Data that has every required field that these rows tell, and most of the others. */
    Told of(List<Row> rows) throws Exception {
        Told told = new Told();
        fill(rows, told);
        return told;
    }

    private void fill(List<Row> rows, Told told) throws Exception {
        for (Row row : rows) {
            if (row instanceof Row.Field field && field.direction() == Direction.IN && field.isRequired()) {
                told.put(field.canonical(), NODES.stringNode(text()));
            } else if (row instanceof Row.Field field
                    && field.direction() == Direction.OUT
                    && isMadeByAnother(rows, field.canonical())) {
                told.put(field.canonical(), value(field));
            } else if (row instanceof Row.Field field && field.direction() == Direction.BOTH) {
                if (field.isRequired() || random.nextInt(4) > 0) {
                    told.put(field.canonical(), value(field));
                }
            } else if (row instanceof Row.Derived derived
                    && derived.direction() == Direction.IN
                    && isToldByAnother(rows, derived.made())) {
                told.put(derived.made(), NODES.stringNode(text()));
            } else if (row instanceof Row.Attachment file) {
                byte[] digest = new byte[FileOfItsDigest.LENGTH];
                random.nextBytes(digest);
                told.put(file.digest(), NODES.stringNode(Digest.of(digest).value()));
                if (file.size() != null) {
                    told.put(file.size(), NODES.numberNode(FileOfItsDigest.LENGTH));
                }
            } else if (row instanceof Row.Each each && each.isTold()) {
                fill(each, told);
            } else if (row instanceof Row.Columns columns) {
                fill(columns, told);
            } else if (row instanceof Row.Nested nested) {
                fill(nested.rows(), told);
            }
        }
    }

    private void fill(Row.Each each, Told told) throws Exception {
        ArrayNode items = NODES.arrayNode();
        ArrayNode back = NODES.arrayNode();
        int others = each.partner().equals(FieldPath.ROOT) ? 0 : random.nextInt(3);
        for (int i = 0; i <= others; i++) {
            Told item = new Told(items.addObject(), back.addObject());
            while (item.data().isEmpty()) {
                fill(each.rows(), item);
            }
        }
        told.put(each.canonical(), new Value(items, back));
    }

    private void fill(Row.Columns columns, Told told) throws Exception {
        ArrayNode items = NODES.arrayNode();
        ArrayNode back = NODES.arrayNode();
        for (Row.Column column : columns.columns()) {
            Told item = new Told(items.addObject(), back.addObject());
            item.put(columns.label(), NODES.stringNode(column.label()));
            item.put(column.field().canonical(), value(column.field()));
        }
        told.put(columns.canonical(), new Value(items, back));
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
    private Value value(Row.Field field) throws Exception {
        if (field.codes().isPresent()) {
            List<CodeMap.Row> both = field.codes().get().rows().stream()
                    .filter(line -> line.direction() == Direction.BOTH)
                    .toList();
            JsonNode code =
                    NODES.stringNode(both.get(random.nextInt(both.size())).canonical());
            return new Value(code, code);
        }
        Instant moment = moment();
        JsonNode time = NODES.stringNode(OURS.format(moment));
        List<JsonNode> candidates = List.of(
                NODES.stringNode(text()),
                NODES.stringNode("application/pdf"),
                NODES.stringNode("%d.%02d".formatted(random.nextInt(100_000), random.nextInt(100))),
                NODES.stringNode("%06d000000".formatted(random.nextInt(1_000_000))),
                time,
                NODES.stringNode(OURS.format(moment).substring(0, 10)),
                NODES.arrayNode().add("甲").add("乙"),
                NODES.arrayNode().add(NODES.objectNode().put("name", "甲")),
                NODES.numberNode(random.nextInt(1_000_000)),
                NODES.booleanNode(random.nextBoolean()));
        JsonNode told = candidates.stream()
                .filter(candidate -> fits(field, candidate))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no value for " + field.place()));
        return new Value(told, told.equals(time) ? asWritten(field, time, moment) : told);
    }

    /** A moment, in milliseconds; of an hour that Beijing had twice none, for it is not said which one it was. */
    private Instant moment() {
        Instant moment = random.nextInt(4) == 0
                ? EDGES.get(random.nextInt(EDGES.size()))
                : Instant.ofEpochMilli(random.nextLong(FIRST.toEpochMilli(), LAST.toEpochMilli() + 1));
        LocalDateTime local = LocalDateTime.ofInstant(moment, BEIJING);
        return BEIJING.getRules().getValidOffsets(local).size() == 1 ? moment : moment();
    }

    /** The time as far as the digits go that a partner is told. */
    private static JsonNode asWritten(Row.Field field, JsonNode time, Instant moment) throws Exception {
        String written = field.converter().toTheirs(time).asString();
        ChronoUnit least =
                switch ((int) written.chars().filter(Character::isDigit).count()) {
                    case 17 -> ChronoUnit.MILLIS;
                    case 14 -> ChronoUnit.SECONDS;
                    case 12 -> ChronoUnit.MINUTES;
                    case 8 -> ChronoUnit.DAYS;
                    default -> throw new AssertionError(field.place() + " writes no time: " + written);
                };
        return NODES.stringNode(OURS.format(
                LocalDateTime.ofInstant(moment, BEIJING).truncatedTo(least).atZone(BEIJING)));
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
            alone.toTheirs(data, Telling.SAMPLE, new FileOfItsDigest(), Trace.NONE);
            return true;
        } catch (Exception anotherKind) {
            return false;
        }
    }

    String text() {
        String letters = "示范县经营许可abcXYZ019（）、。<>&'\"";
        StringBuilder text = new StringBuilder("文");
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}

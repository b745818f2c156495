package org.tongqu.config.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.CodeMap;
import org.tongqu.adapters.dialect.Converter;
import org.tongqu.adapters.dialect.Converters;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.adapters.dialect.TimeForms;
import org.tongqu.config.files.Place;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.RecordType;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads one field table and holds it against the schema of its record type. */
final class FieldTableReader {
    private static final List<String> CONVERTERS =
            List.of("text", "integer", "flag", "time", "day", "code", "filled", "joined", "base64", "money");

    private static final List<String> OF_A_ROW = List.of(
            "partner",
            "canonical",
            "as",
            "codes",
            "form",
            "yes",
            "no",
            "separator",
            "from",
            "to",
            "direction",
            "required",
            "value",
            "each");

    private final Schemas schemas;
    private final Map<String, CodeMap> codes;
    private final TimeForms times;
    private final Problems problems;

    FieldTableReader(Schemas schemas, Map<String, CodeMap> codes, TimeForms times, Problems problems) {
        this.schemas = schemas;
        this.codes = codes;
        this.times = times;
        this.problems = problems;
    }

    /** The table; empty, with problems noted, if it cannot be used. */
    Optional<FieldTable> read(String file, YamlMap map) {
        Optional<Placed<String>> message = map.requiredText("message");
        Optional<RecordSchema> schema = map.requiredText("type").flatMap(this::schema);
        Optional<Placed<String>> root = map.text("root");
        Optional<FieldPath> path =
                root.flatMap(text -> new Placed<>(text.value().replaceFirst("\\[]$", ""), text.place())
                        .as(
                                FieldTableReader::names,
                                "以 / 分隔的字段名，列表以 [] 结尾 / names with / between them, [] behind a list",
                                problems)
                        .map(Placed::value));
        List<YamlMap> lines = map.maps("fields");
        if (lines.isEmpty()) {
            problems.add(map.placeOf("fields"), "没有字段 / there are no fields", "加入 fields: / add fields:");
        }
        map.refuseUnknown();
        if (message.isEmpty() || schema.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FieldTable(
                message.get().value(),
                RecordType.parse(schema.get().type()),
                path.orElse(FieldPath.ROOT),
                root.filter(text -> text.value().endsWith("[]")).isPresent(),
                rows(file, lines, "", schema.get())));
    }

    private Optional<RecordSchema> schema(Placed<String> type) {
        Optional<RecordSchema> schema = schemas.find(type.value());
        if (schema.isEmpty()) {
            problems.add(
                    type.place(),
                    "没有记录类型 \"" + type.value() + "\" / no record type \"" + type.value() + "\"",
                    Problems.suggest(type.value(), schemas.types()));
        }
        return schema;
    }

    private List<Row> rows(String file, List<YamlMap> lines, String below, RecordSchema schema) {
        List<Row> rows = new ArrayList<>();
        List<String> read = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (YamlMap line : lines) {
            row(file, line, below, schema).ifPresent(row -> {
                rows.add(row);
                if (row instanceof Row.Constant constant) {
                    requireAlone(line, constant.partner(), written);
                } else if (row instanceof Row.Each each) {
                    requireAlone(line, each.canonical(), read);
                    requireAlone(line, each.partner(), written);
                } else if (row instanceof Row.Field field) {
                    if (field.direction().reads()) {
                        requireAlone(line, field.canonical(), read);
                    }
                    if (field.direction().writes()) {
                        requireAlone(line, field.partner(), written);
                    }
                }
            });
            line.refuseUnknown();
        }
        return rows;
    }

    /** Two rows that make one field, or one inside of the other, would overwrite each other. */
    private void requireAlone(YamlMap line, FieldPath path, List<String> others) {
        String made = path.pointer();
        for (String other : others) {
            if (made.equals(other) || made.startsWith(other + "/") || other.startsWith(made + "/")) {
                problems.add(
                        line.place(),
                        made + " 与另一行的 " + other + " 冲突 / " + made + " collides with " + other + " of another row",
                        "其一写 direction: in 或 out，或改路径 / make one of them direction: in or out, or change a path");
                return;
            }
        }
        others.add(made);
    }

    private Optional<Row> row(String file, YamlMap line, String below, RecordSchema schema) {
        OF_A_ROW.forEach(line::has);
        Optional<FieldPath> partner = line.requiredText("partner").flatMap(this::path);
        String place = file + ":" + line.place().line();
        if (line.has("value")) {
            return partner.flatMap(path -> line.text("value")
                    .map(value -> new Row.Constant(place, path, JsonNodeFactory.instance.stringNode(value.value()))));
        }
        Optional<FieldPath> canonical = line.requiredText("canonical").flatMap(text -> known(text, below, schema));
        if (partner.isEmpty() || canonical.isEmpty()) {
            return Optional.empty();
        }
        if (line.has("each")) {
            String inItems = below + canonical.get().pointer() + "/*";
            return Optional.of(new Row.Each(
                    place, partner.get(), canonical.get(), rows(file, line.maps("each"), inItems, schema)));
        }
        Direction direction = line.text("direction")
                .flatMap(text ->
                        text.as(word -> Direction.valueOf(word.toUpperCase(Locale.ROOT)), "in, out, both", problems))
                .map(Placed::value)
                .orElse(Direction.BOTH);
        boolean required =
                line.text("required").map(Placed::value).orElse("false").equals("true");
        return converter(line)
                .map(made -> new Row.Field(place, partner.get(), canonical.get(), made, direction, required));
    }

    private Optional<FieldPath> path(Placed<String> text) {
        return text.as(FieldTableReader::names, "以 / 分隔的字段名 / names with / between them", problems)
                .map(Placed::value);
    }

    private static FieldPath names(String path) {
        FieldPath names = FieldPath.of(path);
        if (names.equals(FieldPath.ROOT) || names.pointer().matches(".*/[0-9]+(/.*)?")) {
            throw new IllegalArgumentException("names are expected");
        }
        return names;
    }

    private static boolean truth(String word) {
        if (!word.equals("true") && !word.equals("false")) {
            throw new IllegalArgumentException("true or false are expected");
        }
        return word.equals("true");
    }

    private Optional<FieldPath> known(Placed<String> text, String below, RecordSchema schema) {
        Optional<FieldPath> path = path(text);
        if (path.isPresent() && !schema.fields().contains(below + path.get().pointer())) {
            problems.add(
                    text.place(),
                    schema.type() + " 没有字段 " + below + path.get().pointer() + " / " + schema.type()
                            + " has no such field",
                    Problems.suggest(below + path.get().pointer(), schema.fields()));
            return Optional.empty();
        }
        return path;
    }

    private Optional<Converter> converter(YamlMap line) {
        Place place = line.placeOf("as");
        String as = line.text("as").map(Placed::value).orElse("text");
        return switch (as) {
            case "text" -> Optional.of(Converters.text());
            case "integer" -> Optional.of(Converters.integer());
            case "base64" -> Optional.of(Converters.base64());
            case "money" -> Optional.of(Converters.money());
            case "time" -> forms(line).map(Converters::time);
            case "day" -> forms(line).flatMap(forms -> day(line, forms));
            case "flag" -> Optional.of(Converters.flag(parameter(line, "yes", "1"), parameter(line, "no", "0")));
            case "joined" -> Optional.of(Converters.joined(parameter(line, "separator", ",")));
            case "filled" -> filled(line);
            case "code" -> line.requiredText("codes").flatMap(this::codes).map(Converters::code);
            default -> {
                problems.add(
                        place,
                        "没有转换 \"" + as + "\" / there is no converter \"" + as + "\"",
                        Problems.suggest(as, CONVERTERS));
                yield Optional.empty();
            }
        };
    }

    private Optional<Converter> filled(YamlMap line) {
        Optional<Placed<Integer>> from = length(line, "from");
        Optional<Placed<Integer>> to = length(line, "to");
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (from.get().value() < 1 || from.get().value() >= to.get().value()) {
            problems.add(
                    line.placeOf("to"),
                    "to 应大于 from / to must be greater than from",
                    "例如 from: 6, to: 12 / such as from: 6, to: 12");
            return Optional.empty();
        }
        return Optional.of(Converters.filled(to.get().value(), '0', from.get().value()));
    }

    private Optional<Placed<Integer>> length(YamlMap line, String key) {
        return line.requiredText(key).flatMap(text -> text.as(Integer::valueOf, "例如 12 / such as 12", problems));
    }

    private Optional<Converter> day(YamlMap line, TimeForms forms) {
        if (forms.writesMillis()) {
            problems.add(
                    line.placeOf("form"),
                    "日期不能写成毫秒 / a day cannot be written in milliseconds",
                    "写 form: yyyyMMdd 之类 / add form: yyyyMMdd or the like");
            return Optional.empty();
        }
        return Optional.of(Converters.day(forms));
    }

    private Optional<TimeForms> forms(YamlMap line) {
        Optional<Placed<String>> form = line.text("form");
        return form.isEmpty()
                ? Optional.of(times)
                : form.get()
                        .as(times::writing, "例如 yyyyMMdd / such as yyyyMMdd", problems)
                        .map(Placed::value);
    }

    private Optional<CodeMap> codes(Placed<String> name) {
        @Nullable CodeMap map = codes.get(name.value());
        if (map == null) {
            problems.add(
                    name.place(),
                    "没有代码对照表 codes/" + name.value() + ".csv / there is no code map",
                    Problems.suggest(name.value(), codes.keySet()));
        }
        return Optional.ofNullable(map);
    }

    private static String parameter(YamlMap line, String key, String otherwise) {
        return line.text(key).map(Placed::value).orElse(otherwise);
    }
}

package org.tongqu.config.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.Arrival;
import org.tongqu.adapters.dialect.CodeMap;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.adapters.dialect.TimeForms;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.RecordType;
import org.tongqu.record.expression.Derivation;
import org.tongqu.record.expression.Expressions;
import org.tongqu.record.expression.InvalidExpression;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads one field table and holds it against the schema of its record type. */
final class FieldTableReader {
    /** In the place of a time: messages do not say when it happened. */
    private static final String LIST = "[]";

    private static final String WHEN_IT_CAME = "received";

    private static final List<String> OF_A_ROW = List.of(
            "partner",
            "canonical",
            "as",
            "codes",
            "form",
            "yes",
            "no",
            "separator",
            "member",
            "with",
            "side",
            "from",
            "to",
            "direction",
            "required",
            "value",
            "absent",
            "also",
            "envelope",
            "each",
            "cel",
            "nested",
            "root",
            "fields",
            "of",
            "attachment",
            "size",
            "encoding",
            "unit",
            "columns",
            "label");

    private final Schemas schemas;
    private final TimeForms times;
    private final ConverterReader converters;
    private final Problems problems;

    FieldTableReader(Schemas schemas, Map<String, CodeMap> codes, TimeForms times, Problems problems) {
        this.schemas = schemas;
        this.times = times;
        this.converters = new ConverterReader(codes, times, problems);
        this.problems = problems;
    }

    /** The table; empty, with problems noted, if it cannot be used. */
    Optional<FieldTable> read(String file, YamlMap map) {
        Optional<Placed<String>> message = map.requiredText("message");
        Optional<RecordSchema> schema = map.requiredText("type").flatMap(this::schema);
        Optional<Placed<String>> root = map.text("root");
        Optional<FieldPath> path = root.filter(text -> !text.value().equals(LIST))
                .flatMap(text -> new Placed<>(text.value().replaceFirst("\\[]$", ""), text.place())
                        .as(
                                FieldTableReader::names,
                                "以 / 分隔的字段名，列表以 [] 结尾 / names with / between them, [] behind a list",
                                problems)
                        .map(Placed::value));
        List<YamlMap> lines = map.maps("fields");
        if (lines.isEmpty()) {
            problems.add(map.placeOf("fields"), "没有字段 / there are no fields", "加入 fields: / add fields:");
        }
        Optional<Placed<String>> callPath = map.text("path")
                .flatMap(text -> text.as(WireReader::path, "以 / 开头的路径 / a path with / in front", problems));
        Direction direction = direction(map);
        List<Row> rows = schema.map(known -> rows(new Table(file, direction), lines, "", known))
                .orElseGet(List::of);
        requireWords(map, direction, rows);
        Optional<Arrival> arrival = schema.flatMap(known -> arrival(map, known, rows))
                .map(own -> map.text("identity-of")
                        .map(call -> own.sharedWith(call.value()))
                        .orElse(own))
                .map(own -> own.discernedBy(discerning(map, own, schema.orElseThrow(), rows)));
        map.refuseUnknown();
        if (message.isEmpty() || schema.isEmpty()) {
            return Optional.empty();
        }
        if (callPath.isEmpty()) {
            message.get().as(name -> WireReader.path("/" + name), "写出 path: / add path:", problems);
        }
        return Optional.of(new FieldTable(
                message.get().value(),
                RecordType.parse(schema.get().type()),
                path.orElse(FieldPath.ROOT),
                root.filter(text -> text.value().endsWith(LIST)).isPresent(),
                rows,
                callPath.map(Placed::value).orElse("/" + message.get().value()),
                direction,
                arrival.orElse(null)));
    }

    /** A table that says nothing would be told all the same, as an empty message. */
    private void requireWords(YamlMap map, Direction direction, List<Row> rows) {
        boolean saysNothing = rows.stream().allMatch(row -> !row.isTold() || row instanceof Row.Envelope);
        if (direction.writes() && !rows.isEmpty() && saysNothing) {
            problems.add(
                    map.place(),
                    "没有一行可以发出，会发出空报文 / no row goes out, and an empty message would",
                    "表上写 direction: in / write direction: in for the table");
        }
    }

    /** What makes an envelope; absent in a table of messages that do not come. */
    private Optional<Arrival> arrival(YamlMap map, RecordSchema schema, List<Row> rows) {
        boolean isPart = truth(map, "part");
        if (!map.has("identity")) {
            for (String key : List.of("time", "part", "identity-of", "discerned-by")) {
                if (map.has(key)) {
                    problems.add(
                            map.placeOf(key),
                            key + " 缺少 identity / " + key + " is without identity",
                            "补上 identity: / add identity:");
                }
            }
            return Optional.empty();
        }
        List<FieldPath> identity = map.requiredTexts("identity").stream()
                .flatMap(text -> path(text).stream())
                .toList();
        FieldPath subject = FieldPath.of(schema.subjectPointer());
        String name =
                isPart ? schema.type() : map.text("message").map(Placed::value).orElse("");
        identity.forEach(path -> requireIdentifying(map, path, schema, rows));
        if (isPart && rows.stream().anyMatch(FieldTableReader::correlates)) {
            problems.add(
                    map.placeOf("part"),
                    "多条报文合为一条的没有 envelope: correlation / there is no envelope: correlation where several messages are one",
                    "去掉该行，或写 none / leave the row out, or write none");
        }
        if (isPart && map.has("identity-of")) {
            problems.add(
                    map.placeOf("identity-of"),
                    "多条报文合为一条的，标识已是各接口共有 / the parts of one record have one identity already",
                    "去掉 identity-of: / remove identity-of:");
        }
        if (isPart && !map.has("time")) {
            return Optional.of(new Arrival(name, identity, null, subject, true));
        }
        if (!isPart
                && readingInside(rows).noneMatch(field -> field.canonical().equals(subject) && field.isRequired())) {
            problems.add(
                    map.placeOf("identity"),
                    "没有必填行得出 " + subject.pointer() + " / no required row makes " + subject.pointer(),
                    "加上这一行，写 required: true / add it, with required: true");
        }
        Optional<Placed<String>> said = map.requiredText("time");
        if (!isPart && said.filter(text -> text.value().equals(WHEN_IT_CAME)).isPresent()) {
            return Optional.of(new Arrival(name, identity, null, subject, false));
        }
        return said.flatMap(text -> known(text, "", schema).map(time -> {
            if (readingInside(rows).noneMatch(field -> field.canonical().equals(time) && field.isRequired())) {
                problems.add(
                        text.place(),
                        "没有必填行得出 " + time.pointer() + " / no required row makes " + time.pointer(),
                        "换一个时间字段，或写 required: true / take another time, or add required: true");
            }
            return new Arrival(name, identity, time, subject, isPart);
        }));
    }

    /** What is not personal tells messages apart as it is; the parts of a record are told together by their identity alone. */
    private List<FieldPath> discerning(YamlMap map, Arrival arrival, RecordSchema schema, List<Row> rows) {
        List<FieldPath> fields = map.texts("discerned-by").stream()
                .flatMap(text -> path(text).stream())
                .toList();
        if (!fields.isEmpty() && arrival.isPart()) {
            problems.add(
                    map.placeOf("discerned-by"),
                    "多条报文合为一条的只凭 identity / the parts of one record are known by their identity alone",
                    "去掉 discerned-by: / remove discerned-by:");
        }
        for (FieldPath path : fields) {
            boolean isPersonal = reading(rows)
                    .filter(field -> field.partner().equals(path))
                    .anyMatch(field -> schema.marks()
                            .confidentialAt(field.canonical().pointer())
                            .isPresent());
            if (!isPersonal) {
                problems.add(
                        map.placeOf("discerned-by"),
                        path + " 不在字段表中，或不是个人信息 / the table has no " + path + ", or it is not personal",
                        "表中不是个人信息的字段写入 identity: / what is not personal goes into identity:");
            }
        }
        return fields;
    }

    private static Stream<Row.Field> reading(List<Row> rows) {
        return rows.stream()
                .filter(Row.Field.class::isInstance)
                .map(Row.Field.class::cast)
                .filter(field -> field.direction().reads());
    }

    /** The same and those in texts that must be there. */
    private static Stream<Row.Field> readingInside(List<Row> rows) {
        return Stream.concat(
                reading(rows),
                rows.stream()
                        .filter(row -> row instanceof Row.Nested nested && nested.isRequired())
                        .flatMap(row -> readingInside(((Row.Nested) row).rows())));
    }

    private static boolean correlates(Row row) {
        return row instanceof Row.Envelope beside && beside.fact() == Row.Fact.CORRELATION
                || row instanceof Row.Nested nested && nested.rows().stream().anyMatch(FieldTableReader::correlates)
                || row instanceof Row.Each each && each.rows().stream().anyMatch(FieldTableReader::correlates);
    }

    /** Ids are read by many: nothing personal may stand in them. */
    private void requireIdentifying(YamlMap map, FieldPath path, RecordSchema schema, List<Row> rows) {
        boolean isThere = rows.stream()
                .anyMatch(row -> row instanceof Row.Constant constant
                                && constant.partner().equals(path)
                        || row instanceof Row.Envelope beside
                                && beside.partner().equals(path)
                        || row instanceof Row.Derived derived
                                && derived.direction().writes()
                                && derived.made().equals(path));
        List<Row.Field> made =
                reading(rows).filter(field -> field.partner().equals(path)).toList();
        if (!isThere && made.isEmpty()) {
            problems.add(
                    map.placeOf("identity"),
                    "字段表中没有 " + path + " / the table has no " + path,
                    "identity 只用表中的字段 / identity names fields of the table");
        }
        made.stream()
                .map(field -> field.canonical().pointer())
                .filter(pointer -> schema.marks().confidentialAt(pointer).isPresent())
                .findFirst()
                .ifPresent(personal -> problems.add(
                        map.placeOf("identity"),
                        path + " 即 " + personal + "，属于个人信息，不能进标识 / " + path + " is " + personal
                                + ", which is personal and cannot be part of an id",
                        "换一个字段 / take another field"));
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

    /**
     * What all rows of a table share.
     *
     * @param file where they are written
     * @param direction which way its messages go: what its rows make the other way is made by nobody
     */
    record Table(String file, Direction direction) {}

    private List<Row> rows(Table table, List<YamlMap> lines, String below, RecordSchema schema) {
        return rows(table, lines, below, schema, new ArrayList<>());
    }

    /** @param read which fields of ours other rows make already */
    List<Row> rows(Table table, List<YamlMap> lines, String below, RecordSchema schema, List<String> read) {
        List<Row> rows = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (YamlMap line : lines) {
            row(table, line, below, schema, read).ifPresent(row -> {
                rows.add(row);
                if (row instanceof Row.Constant constant) {
                    if (constant.direction().writes()) {
                        requireAlone(line, constant.partner(), written);
                    }
                } else if (row instanceof Row.Each each) {
                    requireAlone(line, each.canonical(), read);
                    requireApart(line, each, written);
                } else if (row instanceof Row.Columns columns) {
                    requireAlone(line, columns.canonical(), read);
                    columns.columns()
                            .forEach(column -> requireAlone(line, column.field().partner(), written));
                } else if (row instanceof Row.Envelope beside && beside.fact() != Row.Fact.NONE) {
                    requireAlone(line, beside.partner(), written);
                } else if (row instanceof Row.Nested nested) {
                    requireAlone(line, nested.partner(), written);
                } else if (row instanceof Row.Derived derived) {
                    requireAlone(line, derived.made(), derived.direction().reads() ? read : written);
                } else if (row instanceof Row.Attachment attached) {
                    requireAlone(line, attached, read, written);
                } else if (row instanceof Row.Field field) {
                    if (field.direction().reads() && table.direction().reads()) {
                        requireAlone(line, field.canonical(), read);
                    }
                    if (field.direction().writes() && table.direction().writes()) {
                        requireAlone(line, field.partner(), written);
                    }
                }
            });
            line.refuseUnknown();
        }
        return rows;
    }

    /** The fields of an item that stand among the others are some of them. */
    private void requireApart(YamlMap line, Row.Each each, List<String> written) {
        if (!each.partner().equals(FieldPath.ROOT)) {
            requireAlone(line, each.partner(), written);
            return;
        }
        for (Row row : each.rows()) {
            if (row instanceof Row.Field field && field.direction().writes()) {
                requireAlone(line, field.partner(), written);
            }
        }
    }

    private void requireAlone(YamlMap line, Row.Attachment file, List<String> read, List<String> written) {
        if (file.direction().reads()) {
            requireAlone(line, file.digest(), read);
            if (file.size() != null) {
                requireAlone(line, file.size(), read);
            }
        }
        if (file.direction().writes()) {
            requireAlone(line, file.partner(), written);
        }
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

    private Optional<Row> row(Table table, YamlMap line, String below, RecordSchema schema, List<String> read) {
        OF_A_ROW.forEach(line::has);
        String place = table.file() + ":" + line.place().line();
        if (line.has("cel")) {
            return derived(place, line, below, schema);
        }
        if (line.has("columns")) {
            return columns(table, place, line, below, schema);
        }
        boolean isAmongTheOthers = line.has("each") && !line.has("partner");
        Optional<FieldPath> partner = isAmongTheOthers
                ? Optional.of(FieldPath.ROOT)
                : line.requiredText("partner").flatMap(this::path);
        if (line.has("nested")) {
            return partner.flatMap(path -> nested(table, place, path, line, below, schema, read));
        }
        Optional<Row> said = partner.flatMap(path -> said(place, path, line));
        if (!line.has("canonical") && (line.has("value") || line.has("envelope"))) {
            return said;
        }
        Optional<FieldPath> canonical = line.requiredText("canonical").flatMap(text -> known(text, below, schema));
        if (partner.isEmpty() || canonical.isEmpty()) {
            return Optional.empty();
        }
        if (line.has("each")) {
            String inItems = below + canonical.get().pointer() + "/*";
            return Optional.of(new Row.Each(
                    place, partner.get(), canonical.get(), rows(table, line.maps("each"), inItems, schema)));
        }
        Direction direction = direction(line);
        boolean required = truth(line, "required");
        if (line.has("attachment")) {
            return attachment(place, partner.get(), canonical.get(), line, below, schema);
        }
        line.text("member")
                .ifPresent(
                        member -> requireMember(member, below + canonical.get().pointer(), schema));
        return converters
                .read(line)
                .map(made -> new Row.Field(
                        place,
                        partner.get(),
                        canonical.get(),
                        made,
                        direction,
                        required,
                        absent(line),
                        said.orElse(null)));
    }

    private static @Nullable JsonNode absent(YamlMap line) {
        return line.text("absent")
                .<JsonNode>map(ours -> JsonNodeFactory.instance.stringNode(ours.value()))
                .orElse(null);
    }

    /** What the message itself says there, whatever the record is. */
    private Optional<Row> said(String place, FieldPath partner, YamlMap line) {
        if (line.has("value")) {
            List<String> also = line.texts("also").stream().map(Placed::value).toList();
            return line.text("value")
                    .map(value -> new Row.Constant(
                            place, partner, JsonNodeFactory.instance.stringNode(value.value()), also, direction(line)));
        }
        return line.has("envelope") ? envelope(place, partner, line) : Optional.empty();
    }

    private Optional<Row> columns(Table table, String place, YamlMap line, String below, RecordSchema schema) {
        Optional<FieldPath> list = line.requiredText("canonical").flatMap(text -> known(text, below, schema));
        String inItems = below + list.map(FieldPath::pointer).orElse("") + "/*";
        Optional<FieldPath> label = line.requiredText("label").flatMap(text -> known(text, inItems, schema));
        List<Row.Column> columns = new ArrayList<>();
        for (YamlMap column : line.maps("columns")) {
            Optional<Placed<String>> name = column.requiredText("label");
            row(table, column, inItems, schema, new ArrayList<>()).ifPresent(row -> {
                if (row instanceof Row.Field field && field.direction() == Direction.BOTH) {
                    name.ifPresent(text -> columns.add(new Row.Column(text.value(), field)));
                } else {
                    problems.add(
                            column.place(),
                            "columns 中只能是双向的普通行 / columns are plain rows of both ways",
                            "写 partner、canonical 和 label / write partner, canonical and label");
                }
            });
            column.refuseUnknown();
        }
        return list.isPresent() && label.isPresent()
                ? Optional.of(new Row.Columns(place, list.get(), label.get(), columns))
                : Optional.empty();
    }

    private void requireMember(Placed<String> member, String list, RecordSchema schema) {
        String pointer = list + "/*/" + member.value();
        if (!schema.fields().contains(pointer)) {
            problems.add(
                    member.place(),
                    schema.type() + " 没有字段 " + pointer + " / " + schema.type() + " has no such field",
                    Problems.suggest(pointer, schema.fields()));
        }
    }

    boolean truth(YamlMap map, String key) {
        return map.text(key)
                .flatMap(text -> text.as(FieldTableReader::truth, "true 或 false / true or false", problems))
                .map(Placed::value)
                .orElse(false);
    }

    private Optional<Row> envelope(String place, FieldPath partner, YamlMap line) {
        return line.requiredText("envelope")
                .flatMap(text -> text.as(
                        word -> Row.Fact.valueOf(word.toUpperCase(Locale.ROOT)),
                        "record, delivery, time, correlation, none",
                        problems))
                .map(fact -> new Row.Envelope(place, partner, fact.value(), times, truth(line, "required")));
    }

    /** A file of theirs is a material of ours, so the field of ours must be one that refers to materials. */
    private Optional<Row> attachment(
            String place, FieldPath partner, FieldPath digest, YamlMap line, String below, RecordSchema schema) {
        if (!schema.marks().materials().contains(below + digest.pointer())) {
            problems.add(
                    line.placeOf("canonical"),
                    digest.pointer() + " 不指向材料 / " + digest.pointer() + " refers to no material",
                    Problems.suggest(below + digest.pointer(), schema.marks().materials()));
        }
        Direction direction = direction(line);
        Optional<FieldPath> size = line.text("size").flatMap(text -> known(text, below, schema));
        return line.requiredText("attachment")
                .flatMap(text ->
                        text.as(word -> Row.Carrier.valueOf(word.toUpperCase(Locale.ROOT)), "base64, url", problems))
                .map(carrier -> new Row.Attachment(
                        place,
                        partner,
                        digest,
                        size.orElse(null),
                        carrier.value(),
                        direction,
                        truth(line, "required")));
    }

    /** Of ours if it names a field of ours, of theirs if it names one of theirs. */
    private Optional<Row> derived(String place, YamlMap line, String below, RecordSchema schema) {
        boolean isOurs = line.has("canonical");
        if (isOurs == line.has("partner")) {
            problems.add(
                    line.place(),
                    "cel 只配 partner 或 canonical 之一 / cel goes with partner or canonical, not with both",
                    "partner: 表示发出时得出，canonical: 表示收到时得出 / partner: when we write, canonical: when we read");
            return Optional.empty();
        }
        Optional<FieldPath> made = isOurs
                ? line.requiredText("canonical").flatMap(text -> known(text, below, schema))
                : line.requiredText("partner").flatMap(this::path);
        Optional<Derivation> derivation = line.requiredText("cel").flatMap(this::derivation);
        return made.isPresent() && derivation.isPresent()
                ? Optional.of(
                        new Row.Derived(place, made.get(), isOurs ? Direction.IN : Direction.OUT, derivation.get()))
                : Optional.empty();
    }

    private Optional<Derivation> derivation(Placed<String> text) {
        try {
            return Optional.of(Expressions.derive(text.value()));
        } catch (InvalidExpression wrong) {
            problems.add(
                    text.place(),
                    "表达式有误，第 " + wrong.column() + " 列 / the expression is wrong, column " + wrong.column() + ": "
                            + wrong.getMessage(),
                    "只能使用 data 和 has() / only data and has() may be used");
            return Optional.empty();
        }
    }

    private Optional<Row> nested(
            Table table,
            String place,
            FieldPath partner,
            YamlMap line,
            String below,
            RecordSchema schema,
            List<String> read) {
        FieldPath root = line.text("root").flatMap(this::path).orElse(FieldPath.ROOT);
        List<Row> rows = rows(table, line.maps("fields"), below, schema, read);
        return line.requiredText("nested")
                .flatMap(text ->
                        text.as(word -> MessageFormat.valueOf(word.toUpperCase(Locale.ROOT)), "json, xml", problems))
                .map(format -> new Row.Nested(
                        place, partner, format.value(), isBase64(line), root, rows, truth(line, "required")));
    }

    private boolean isBase64(YamlMap line) {
        return line.text("encoding")
                .flatMap(text -> text.as(FieldTableReader::isBase64, "base64", problems))
                .isPresent();
    }

    private static boolean isBase64(String word) {
        if (!word.equals("base64")) {
            throw new IllegalArgumentException("base64 is expected");
        }
        return true;
    }

    Optional<FieldPath> path(Placed<String> text) {
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

    private Direction direction(YamlMap map) {
        return map.text("direction")
                .flatMap(text ->
                        text.as(word -> Direction.valueOf(word.toUpperCase(Locale.ROOT)), "in, out, both", problems))
                .map(Placed::value)
                .orElse(Direction.BOTH);
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
}

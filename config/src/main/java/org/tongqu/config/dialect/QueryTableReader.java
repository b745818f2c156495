package org.tongqu.config.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.RecordType;
import org.tongqu.record.schema.QuerySchema;
import org.tongqu.record.schema.Schemas;

/** Reads how a partner answers one type of question, and holds it against the schemas of question and results. */
final class QueryTableReader {
    private final Schemas schemas;
    private final FieldTableReader rows;
    private final Problems problems;

    QueryTableReader(Schemas schemas, FieldTableReader rows, Problems problems) {
        this.schemas = schemas;
        this.rows = rows;
        this.problems = problems;
    }

    /** The table; empty, with problems noted, if it cannot be used. */
    Optional<QueryTable> read(String file, YamlMap map) {
        Optional<Placed<String>> message = map.requiredText("message");
        Optional<QuerySchema> schema = map.requiredText("type").flatMap(this::schema);
        Optional<Placed<String>> path = map.text("path")
                .flatMap(text -> text.as(WireReader::path, "以 / 开头的路径 / a path with / in front", problems));
        FieldPath root = map.text("root").flatMap(rows::path).orElse(FieldPath.ROOT);
        Optional<FieldPath> purpose = map.text("purpose").flatMap(rows::path);
        Optional<Placed<String>> standing = map.text("purpose-always");
        standing.filter(text -> purpose.isPresent())
                .ifPresent(text -> problems.add(
                        text.place(),
                        "purpose 与 purpose-always 只写其一 / purpose and purpose-always exclude each other",
                        "报文中有使用事由时只写 purpose / purpose alone where messages say what for"));
        Optional<FieldPath> results = map.requiredText("results")
                .flatMap(text -> text.as(
                        QueryTableReader::names, "以 / 分隔的字段名，不写 [] / names with / between them, without []", problems))
                .map(Placed::value);
        List<YamlMap> asked = map.maps("question");
        List<YamlMap> given = map.maps("result");
        boolean isOne = rows.truth(map, "one");
        map.has("question");
        map.has("result");
        map.refuseUnknown();
        if (message.isEmpty() || schema.isEmpty() || results.isEmpty()) {
            return Optional.empty();
        }
        FieldTableReader.Table table = new FieldTableReader.Table(file, Direction.BOTH);
        List<Row> question = rows.rows(table, asked, "", schema.get().question(), new ArrayList<>());
        List<Row> result = rows.rows(table, given, "", schema.get().result(), new ArrayList<>());
        requireNoTelling(map, question);
        requireNoTelling(map, result);
        return Optional.of(new QueryTable(
                message.get().value(),
                RecordType.parse(schema.get().type()),
                path.map(Placed::value).orElse("/" + message.get().value()),
                root,
                purpose.orElse(null),
                standing.map(Placed::value).orElse(""),
                question,
                results.get(),
                isOne,
                result));
    }

    /** A question and its answer are no delivery of a record. */
    private void requireNoTelling(YamlMap map, List<Row> rows) {
        boolean tells = rows.stream()
                .map(row -> row instanceof Row.Field field && field.otherwise() != null ? field.otherwise() : row)
                .anyMatch(row -> row instanceof Row.Envelope beside && beside.fact() != Row.Fact.NONE);
        if (tells) {
            problems.add(
                    map.place(),
                    "查询中只能写 envelope: none / in a query there is envelope: none only",
                    "换成 none，或去掉该行 / write none, or leave the row out");
        }
    }

    private Optional<QuerySchema> schema(Placed<String> type) {
        Optional<QuerySchema> schema = schemas.query(type.value());
        if (schema.isEmpty()) {
            problems.add(
                    type.place(),
                    "没有查询类型 \"" + type.value() + "\" / no type of query \"" + type.value() + "\"",
                    Problems.suggest(type.value(), schemas.queries()));
        }
        return schema;
    }

    /** A list is found wherever it stands, and needs no sign. */
    private static FieldPath names(String path) {
        if (path.endsWith("[]")) {
            throw new IllegalArgumentException("a list needs no sign");
        }
        return FieldPath.of(path);
    }
}

package org.tongqu.config.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.StagingTable;
import org.tongqu.adapters.dialect.StagingTable.Belonging;
import org.tongqu.adapters.dialect.StagingTable.Claim;
import org.tongqu.adapters.dialect.StagingTable.Errors;
import org.tongqu.adapters.dialect.StagingTable.Objections;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;

/** Reads {@code tables.yml}: which tables of a front-end database a family's messages are rows of, and how rows are exchanged. */
final class StagingReader {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,127}";
    private static final String NULL = "null";

    private final Problems problems;

    StagingReader(Problems problems) {
        this.problems = problems;
    }

    /** The tables in the order of the file. */
    Map<String, StagingTable> read(YamlMap file) {
        Map<String, StagingTable> tables = new LinkedHashMap<>();
        for (String name : file.names()) {
            name(new Placed<>(name, file.placeOf(name)));
            file.map(name).ifPresent(map -> tables.put(name, table(name, map)));
        }
        tables.values().forEach(table -> requireKnown(file, table, tables.keySet()));
        return tables;
    }

    private StagingTable table(String name, YamlMap map) {
        List<String> key = names(map.requiredTexts("key"));
        Optional<Claim> claim = map.map("claim").flatMap(this::claim);
        Optional<String> subject = column(map, "subject");
        Optional<String> time = column(map, "time");
        List<String> order = names(map.texts("order"));
        List<Belonging> parents = belonging(map, "parents");
        List<Belonging> children = belonging(map, "children");
        Optional<String> version = column(map, "version");
        Optional<Errors> errors = map.map("errors").flatMap(this::errors);
        Optional<Objections> objections = map.map("objections").map(this::objections);
        map.refuseUnknown();
        if (version.isPresent() && !key.contains(version.get())) {
            problems.add(
                    map.placeOf("version"),
                    "version 列不在 key 中 / the column version is none of key",
                    "写 key 中的一列 / name a column of key");
        }
        if (claim.filter(mark -> key.contains(mark.column())).isPresent()) {
            problems.add(
                    map.placeOf("claim"),
                    "标记列不能在 key 中 / the column that is marked cannot be of key",
                    "换一列，或从 key 中去掉 / take another one, or leave it out of key");
        }
        if (claim.isPresent() && objections.isEmpty() && (subject.isEmpty() || time.isEmpty())) {
            problems.add(
                    map.placeOf("claim"),
                    "收取的表须写 subject 和 time / a table that is picked up needs subject and time",
                    "写业务编号列和时间列 / name the columns with the business key and the time");
        }
        return new StagingTable(
                name,
                key,
                subject.orElse(null),
                time.orElse(null),
                order,
                claim.orElse(null),
                parents,
                children,
                version.orElse(null),
                errors.orElse(null),
                objections.orElse(null));
    }

    private Optional<Claim> claim(YamlMap map) {
        Optional<String> column = column(map, "column");
        List<String> fresh =
                map.requiredTexts("new").stream().map(Placed::value).toList();
        Optional<String> taken = map.requiredText("taken").map(Placed::value);
        Optional<String> refused = map.requiredText("refused").map(Placed::value);
        boolean isTold = map.text("told")
                .flatMap(text -> text.as(StagingReader::yesOrNo, "true, false", problems))
                .map(Placed::value)
                .orElse(false);
        Optional<String> words = column(map, "words");
        Optional<String> at = column(map, "at");
        map.refuseUnknown();
        List<String> said = fresh.stream().filter(value -> !value.equals(NULL)).toList();
        if (column.isEmpty() || taken.isEmpty() || refused.isEmpty() || said.isEmpty()) {
            if (column.isEmpty() || said.isEmpty()) {
                problems.add(
                        map.place(),
                        "claim 须写 column，new 至少一个值 / claim needs column, and at least one value in new",
                        "claim: {column: SIGNSTATE, new: [\"0\", null], taken: \"1\", refused: \"2\"}");
            }
            return Optional.empty();
        }
        if (said.contains(taken.get()) || said.contains(refused.get())) {
            problems.add(
                    map.placeOf("new"),
                    "taken、refused 不能是 new 中的值 / taken and refused cannot be values of new",
                    "否则同一行会一直被收取 / or a row would be picked up for ever");
        }
        return Optional.of(new Claim(
                column.get(), said, said.size() < fresh.size(), taken.get(), refused.get(), isTold, words, at));
    }

    private static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }

    private List<Belonging> belonging(YamlMap map, String key) {
        List<Belonging> all = new ArrayList<>();
        map.map(key).ifPresent(named -> {
            for (String table : named.names()) {
                named.map(table).ifPresent(one -> {
                    all.add(new Belonging(table, names(one.requiredTexts("on")), names(one.texts("order"))));
                    one.refuseUnknown();
                });
            }
        });
        return all;
    }

    private Optional<Errors> errors(YamlMap map) {
        Optional<String> table = column(map, "table");
        List<String> key = names(map.requiredTexts("key"));
        Map<String, String> columns = new LinkedHashMap<>();
        map.requiredMap("columns").ifPresent(named -> {
            for (String column : named.names()) {
                name(new Placed<>(column, named.placeOf(column)));
                named.text(column).ifPresent(text -> columns.put(column, text.value()));
            }
        });
        map.refuseUnknown();
        for (String column : key) {
            if (!columns.containsKey(column)) {
                problems.add(
                        map.placeOf("key"),
                        "columns 中没有 " + column + " / " + column + " is none of columns",
                        "补上 / add it");
            }
        }
        return table.map(name -> new Errors(name, key, columns));
    }

    private Objections objections(YamlMap map) {
        Objections objections = new Objections(
                required(map, "table"),
                required(map, "row"),
                required(map, "row-column"),
                required(map, "delivery"),
                required(map, "delivery-column"),
                required(map, "code"),
                required(map, "words"));
        map.refuseUnknown();
        return objections;
    }

    private String required(YamlMap map, String key) {
        return map.requiredText(key).flatMap(this::name).orElse("");
    }

    private Optional<String> column(YamlMap map, String key) {
        return map.text(key).flatMap(this::name);
    }

    private List<String> names(List<Placed<String>> texts) {
        return texts.stream().flatMap(text -> name(text).stream()).toList();
    }

    /** Names go into statements as they are. */
    private Optional<String> name(Placed<String> text) {
        if (text.value().matches(NAME)) {
            return Optional.of(text.value());
        }
        problems.add(
                text.place(),
                "\"" + text.value() + "\" 不是表名或列名 / \"" + text.value() + "\" is no name of a table or column",
                "只用字母、数字和 _ / letters, digits and _ only");
        return Optional.empty();
    }

    private void requireKnown(YamlMap file, StagingTable table, Set<String> known) {
        for (Belonging child : table.children()) {
            if (!known.contains(child.table())) {
                problems.add(
                        file.placeOf(table.name()),
                        "子表 " + child.table() + " 没有写明 / the child table " + child.table() + " is not described",
                        "加上 " + child.table() + ": {key: […]} / add " + child.table() + ": {key: […]}");
            }
        }
    }

    /** A table that is told or picked up has a field table; what has none would be read, and nobody would know what it means. */
    void requireTranslated(YamlMap file, Map<String, StagingTable> staging, List<FieldTable> tables) {
        for (StagingTable table : staging.values()) {
            boolean isMessage = tables.stream()
                    .anyMatch(one -> one.arrival() != null && one.message().equals(table.name()));
            if (table.isPickedUp() && table.objections() == null && !isMessage) {
                problems.add(
                        file.placeOf(table.name()),
                        "表 " + table.name() + " 没有收入的字段表 / the table " + table.name()
                                + " has no field table for messages that come",
                        "加上 message: " + table.name() + " 的字段表，写 identity: 和 time: / add one with message: "
                                + table.name() + ", identity: and time:");
            }
        }
        for (FieldTable table : tables) {
            if (!staging.containsKey(table.message())) {
                problems.add(
                        file.place(),
                        "表 " + table.message() + " 没有写明 / the table " + table.message() + " is not described",
                        "加上 " + table.message() + ": {key: […]} / add " + table.message() + ": {key: […]}");
            }
        }
    }
}

package org.tongqu.config.dialect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.tongqu.adapters.dialect.AnswerClassifier;
import org.tongqu.adapters.dialect.CodeMap;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.Row;
import org.tongqu.adapters.dialect.Trace;
import tools.jackson.databind.JsonNode;

/** What of a dialect its samples went through: lines of field tables, of code maps, and rules of answers, each way by itself. */
final class Coverage implements Trace {
    private final Path folder;
    private final Set<String> fields = new LinkedHashSet<>();
    private final Set<String> codes = new LinkedHashSet<>();
    private final Set<String> answers = new LinkedHashSet<>();
    private final Set<String> seen = new LinkedHashSet<>();

    /** @param folder of the dialect: what it has from another, the other's samples go through */
    Coverage(Dialect dialect, Path folder) {
        this.folder = folder;
        dialect.tables().forEach(table -> directions(table.direction()).forEach(way -> expectOnly(table.rows(), way)));
        dialect.queries().forEach(table -> {
            expectOnly(table.question(), Direction.OUT);
            expectOnly(table.result(), Direction.IN);
            if (dialect.isAsked(table)) {
                expectOnly(table.question(), Direction.IN);
                expectOnly(table.result(), Direction.OUT);
            }
        });
        dialect.codes().values().stream()
                .filter(map -> isOwn(DialectFolder.CODES + "/" + map.name() + ".csv"))
                .forEach(this::expect);
        dialect.answers().rules().stream()
                .map(AnswerClassifier.Rule::place)
                .filter(this::isOwn)
                .forEach(answers::add);
    }

    private boolean isOwn(String place) {
        return Files.exists(folder.resolve(place.replaceFirst(":[0-9]+$", "")));
    }

    /** Unless we are asked too, a question only goes out and a result only comes in; a table of one way has no rows of the other. */
    private void expectOnly(List<Row> rows, Direction way) {
        for (Row row : rows.stream().filter(one -> isOwn(one.place())).toList()) {
            directions(row).filter(way::equals).forEach(direction -> fields.add(key(row.place(), direction)));
            if (row instanceof Row.Constant constant && way == Direction.IN) {
                constant.also().forEach(other -> fields.add(key(constant, other)));
            } else if (row instanceof Row.Field field) {
                expectWithout(field, way);
            }
            if (row instanceof Row.Each each) {
                expectOnly(each.rows(), way);
            } else if (row instanceof Row.Nested nested) {
                expectOnly(nested.rows(), way);
            } else if (row instanceof Row.Columns columns) {
                columns.columns().forEach(column -> expectOnly(List.of(column.field()), way));
            }
        }
    }

    private void expectWithout(Row.Field field, Direction way) {
        if (way == Direction.OUT && field.otherwise() != null) {
            fields.add(without(field.place(), way));
        } else if (way == Direction.IN
                && field.absent() != null
                && field.direction().reads()) {
            fields.add(without(field.place(), way));
        }
    }

    private void expect(CodeMap map) {
        for (CodeMap.Row row : map.rows()) {
            directions(row.direction()).forEach(direction -> codes.add(key(map, row, direction)));
        }
    }

    private static Stream<Direction> directions(Row row) {
        if (row instanceof Row.Field field) {
            return directions(field.direction());
        }
        if (row instanceof Row.Derived derived) {
            return directions(derived.direction());
        }
        if (row instanceof Row.Attachment attachment) {
            return directions(attachment.direction());
        }
        return directions(row.isTold() ? Direction.BOTH : Direction.IN);
    }

    private static Stream<Direction> directions(Direction direction) {
        return Stream.of(Direction.IN, Direction.OUT)
                .filter(one -> one == Direction.IN ? direction.reads() : direction.writes());
    }

    @Override
    public void translated(Row row, Direction direction, JsonNode partner, JsonNode canonical) {
        seen.add(key(row.place(), direction));
        if (row instanceof Row.Constant constant && direction == Direction.IN) {
            seen.add(key(constant, partner.asString().strip()));
        } else if (partner.isNull() || !(row instanceof Row.Field) && direction == Direction.OUT) {
            seen.add(without(row.place(), direction));
        }
        if (row instanceof Row.Field field && field.codes().isPresent()) {
            CodeMap map = field.codes().get();
            String theirs = partner.asString().strip();
            String ours = canonical.asString();
            map.rows().stream()
                    .filter(line ->
                            line.partner().equals(theirs) && line.canonical().equals(ours))
                    .forEach(line -> seen.add(key(map, line, direction)));
        }
    }

    void answered(AnswerClassifier.Rule rule) {
        seen.add(rule.place());
    }

    Share fields() {
        return share(fields);
    }

    Share codes() {
        return share(codes);
    }

    Share outcomes() {
        return share(answers);
    }

    private Share share(Set<String> expected) {
        List<String> missed =
                expected.stream().filter(one -> !seen.contains(one)).toList();
        return new Share(expected.size() - missed.size(), expected.size(), missed);
    }

    private static String key(String place, Direction direction) {
        return place + " " + direction.name().toLowerCase(Locale.ROOT);
    }

    private static String key(Row.Constant constant, String value) {
        return key(constant.place() + " = " + value, Direction.IN);
    }

    /** Of a field that is not there: what is said in its place. */
    private static String without(String place, Direction direction) {
        return key(place + " without the field", direction);
    }

    private static String key(CodeMap map, CodeMap.Row row, Direction direction) {
        return key("codes/" + map.name() + ".csv " + row.partner() + " = " + row.canonical(), direction);
    }
}

package org.tongqu.config.dialect;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tongqu.adapters.dialect.AnswerClassifier;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.Outcome;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;

/** Reads how a partner's answers are told apart. */
final class AnswerReader {
    private final Problems problems;

    AnswerReader(Problems problems) {
        this.problems = problems;
    }

    AnswerClassifier read(YamlMap map) {
        MessageFormat format =
                DialectReader.format(map, problems).map(Placed::value).orElse(MessageFormat.JSON);
        List<FieldPath> words =
                map.texts("words").stream().flatMap(text -> path(text).stream()).toList();
        List<YamlMap> lines = map.maps("rules");
        List<AnswerClassifier.Rule> rules =
                lines.stream().flatMap(rule -> rule(rule).stream()).toList();
        if (lines.isEmpty()) {
            problems.add(map.placeOf("rules"), "没有判定规则 / there is no rule", "加入 rules: / add rules:");
        }
        map.has("says");
        map.refuseUnknown();
        return new AnswerClassifier(format, words, rules);
    }

    private Optional<AnswerClassifier.Rule> rule(YamlMap map) {
        Optional<Placed<Outcome>> outcome = map.requiredText("outcome")
                .flatMap(text -> text.as(
                        word -> Outcome.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')),
                        "ok, duplicate, nothing, token-expired, away, refused",
                        problems));
        Set<Integer> statuses = new HashSet<>();
        for (Placed<String> status : map.texts("status")) {
            status.as(Integer::valueOf, "例如 200 / such as 200", problems).ifPresent(s -> statuses.add(s.value()));
        }
        Optional<FieldPath> field = map.text("field").flatMap(this::path);
        Set<String> values = map.has("is")
                ? map.requiredTexts("is").stream().map(Placed::value).collect(Collectors.toSet())
                : Set.of();
        Optional<Placed<String>> text = map.text("text");
        Map<FieldPath, FieldPath> same = map.map("same").map(this::same).orElseGet(Map::of);
        Map<String, Set<String>> headers = map.map("headers").map(this::headers).orElseGet(Map::of);
        map.refuseUnknown();
        if (outcome.isEmpty()) {
            return Optional.empty();
        }
        requireSomethingSaid(map, outcome.get().value(), values, text.isPresent() || !headers.isEmpty());
        AnswerClassifier.Rule rule = new AnswerClassifier.Rule(
                map.place().file() + ":" + map.place().line(),
                outcome.get().value(),
                statuses,
                field.orElse(null),
                values,
                text.map(Placed::value).orElse(null),
                same,
                headers);
        if (rule.isOfFaults() && rule.outcome() == Outcome.OK) {
            problems.add(
                    map.placeOf("field"),
                    "SOAP 错误不能算成功 / a fault of SOAP is no success",
                    "已有的写 duplicate / write duplicate for what it had before");
        }
        return Optional.of(rule);
    }

    /** Headers of the answer, and of each what it may say; without a value it would not matter whether it is there. */
    private Map<String, Set<String>> headers(YamlMap map) {
        Map<String, Set<String>> headers = new HashMap<>();
        for (String name : map.names()) {
            Set<String> values = map.requiredTexts(name).stream()
                    .map(text -> text.value().strip())
                    .collect(Collectors.toSet());
            if (!name.matches("[A-Za-z0-9-]{1,60}")) {
                problems.add(
                        map.placeOf(name),
                        "不能看头 " + name + " / the header " + name + " cannot be looked at so",
                        "写 名称: 值 或 名称: [值, 值] / write name: value or name: [value, value]");
            } else {
                headers.put(name, values);
            }
        }
        return headers;
    }

    /** Fields of the answer, and those of the message that they must repeat. */
    private Map<FieldPath, FieldPath> same(YamlMap map) {
        Map<FieldPath, FieldPath> same = new HashMap<>();
        for (String answered : map.names()) {
            Optional<FieldPath> told = map.text(answered).flatMap(this::path);
            path(new Placed<>(answered, map.placeOf(answered)))
                    .ifPresent(field -> told.ifPresent(other -> same.put(field, other)));
        }
        return same;
    }

    /** What counts as taken must have been said: any page with status 200 would pass otherwise. */
    private void requireSomethingSaid(YamlMap map, Outcome outcome, Set<String> values, boolean hasMore) {
        if (!values.isEmpty() && !map.has("field")) {
            problems.add(map.placeOf("is"), "is 缺少 field / is without a field", "写出 field: / add field:");
        } else if ((outcome == Outcome.OK || outcome == Outcome.DUPLICATE) && values.isEmpty() && !hasMore) {
            problems.add(
                    map.place(),
                    "成功必须有依据 / nothing is asked for that tells success",
                    "写出 field: 和 is:，或 text:、headers: / add field: with is:, or text:, or headers:");
        }
    }

    private Optional<FieldPath> path(Placed<String> text) {
        return text.as(FieldPath::of, "以 / 分隔的字段名 / names with / between them", problems)
                .map(Placed::value);
    }
}

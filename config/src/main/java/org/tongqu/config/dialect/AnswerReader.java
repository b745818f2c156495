package org.tongqu.config.dialect;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
        List<FieldPath> words = map.texts("words").stream()
                .map(text -> FieldPath.of(text.value()))
                .toList();
        List<AnswerClassifier.Rule> rules =
                map.maps("rules").stream().flatMap(rule -> rule(rule).stream()).toList();
        if (map.maps("rules").isEmpty()) {
            problems.add(map.placeOf("rules"), "没有判定规则 / there is no rule", "加入 rules: / add rules:");
        }
        map.refuseUnknown();
        return new AnswerClassifier(format, words, rules);
    }

    private Optional<AnswerClassifier.Rule> rule(YamlMap map) {
        Optional<Placed<Outcome>> outcome = map.requiredText("outcome")
                .flatMap(text -> text.as(
                        word -> Outcome.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')),
                        "ok, duplicate, token-expired, away, refused",
                        problems));
        Set<Integer> statuses = new HashSet<>();
        for (Placed<String> status : map.texts("status")) {
            status.as(Integer::valueOf, "例如 200 / such as 200", problems).ifPresent(s -> statuses.add(s.value()));
        }
        Optional<Placed<String>> field = map.text("field");
        Set<String> values = map.texts("is").stream().map(Placed::value).collect(Collectors.toSet());
        Optional<Placed<String>> text = map.text("text");
        map.refuseUnknown();
        return outcome.map(found -> new AnswerClassifier.Rule(
                map.place().file() + ":" + map.place().line(),
                found.value(),
                statuses,
                field.map(path -> FieldPath.of(path.value())).orElse(null),
                values,
                text.map(Placed::value).orElse(null)));
    }
}

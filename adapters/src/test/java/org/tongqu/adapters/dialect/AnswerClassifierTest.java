package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerClassifierTest {
    private static final FieldPath CODE = FieldPath.of("head/code");
    private static final AnswerClassifier ANSWERS = new AnswerClassifier(
            MessageFormat.JSON,
            List.of(FieldPath.of("message"), FieldPath.of("head/text")),
            List.of(
                    rule(Outcome.DUPLICATE, Set.of(), Set.of(), "当前业务已"),
                    rule(Outcome.OK, Set.of(), Set.of("00", "200"), null),
                    rule(Outcome.TOKEN_EXPIRED, Set.of(401), Set.of(), null),
                    rule(Outcome.REFUSED, Set.of(), Set.of(), null)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"head\":{\"code\":\"00\",\"text\":\"好\"}}            | OK            | 好",
                "200 | {\"head\":{\"code\":200}}                             | OK            | ''",
                "200 | {\"message\":\"当前业务已受理\",\"head\":{\"code\":\"9\"}} | DUPLICATE     | 当前业务已受理",
                "200 | {\"head\":{\"code\":\"9\",\"text\":\"缺字段\"}}          | REFUSED       | 缺字段",
                "401 | {\"head\":{\"code\":\"9\"}}                           | TOKEN_EXPIRED | ''",
                "500 | {\"head\":{\"code\":\"00\"}}                          | AWAY          | ''",
                "200 | <html>请登录</html>                                    | AWAY          | ''",
                "200 | {\"code\":\"00\"}                                     | AWAY          | ''",
                "200 | {\"message\":\"\\u5f53\\u524d\\u4e1a\\u52a1\\u5df2\",\"head\":{\"code\":1}} | DUPLICATE | 当前业务已",
                "200 | {\"head\":{\"code\":[\"00\"]}} | AWAY | ''",
                "200 | {\"head\":{\"code\":\"00\",\"text\":{\"zh\":\"好\"}}} | OK | ''",
                "302 | ''                                                    | AWAY          | ''"
            })
    void theFirstRuleThatFitsDecidesAndNothingElseIsConsent(int status, String body, Outcome outcome, String words) {
        AnswerClassifier.Meaning meaning = ANSWERS.classify(status, header -> "", body, pointer -> "");
        assertThat(meaning.outcome()).isEqualTo(outcome);
        assertThat(meaning.words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\":\"12001\",\"serial\":\"S-1\"}   | DUPLICATE",
                "{\"code\":\"12001\",\"serial\":\" S-1 \"} | DUPLICATE",
                "{\"code\":\"12001\",\"serial\":\"S-2\"}   | REFUSED",
                "{\"code\":\"12001\",\"serial\":\"\"}      | REFUSED",
                "{\"code\":\"12001\",\"serial\":[\"S-1\"]} | REFUSED",
                "{\"code\":\"12001\"}                      | REFUSED"
            })
    void aRuleMayAskThatTheAnswerRepeatsWhatWasTold(String body, Outcome outcome) {
        AnswerClassifier answers = new AnswerClassifier(
                MessageFormat.JSON,
                List.of(),
                List.of(
                        new AnswerClassifier.Rule(
                                "dialect.yml:1",
                                Outcome.DUPLICATE,
                                Set.of(),
                                FieldPath.of("code"),
                                Set.of("12001"),
                                null,
                                Map.of(FieldPath.of("serial"), FieldPath.of("Voucher/Serial"))),
                        new AnswerClassifier.Rule(
                                "dialect.yml:2",
                                Outcome.REFUSED,
                                Set.of(),
                                FieldPath.of("code"),
                                Set.of(),
                                null,
                                Map.of())));

        assertThat(answers.classify(200, header -> "", body, pointer -> pointer.equals("/Voucher/Serial") ? "S-1" : "")
                        .outcome())
                .isEqualTo(outcome);
        assertThat(answers.classify(200, header -> "", body, pointer -> "").outcome())
                .isEqualTo(Outcome.REFUSED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Result | success   | OK",
                "x-result | ' done '  | OK",
                "X-Result | fail      | AWAY",
                "X-Result | ''        | AWAY",
                "X-Other  | success   | AWAY"
            })
    void aRuleMayLookAtHeaders(String name, String value, Outcome outcome) {
        AnswerClassifier answers = new AnswerClassifier(
                MessageFormat.JSON,
                List.of(),
                List.of(new AnswerClassifier.Rule(
                        "dialect.yml:1",
                        Outcome.OK,
                        Set.of(),
                        FieldPath.of("code"),
                        Set.of("00"),
                        null,
                        Map.of(),
                        Map.of("X-Result", Set.of("success", "done")))));
        UnaryOperator<String> headers = asked -> asked.equalsIgnoreCase(name) ? value : "";

        assertThat(answers.classify(200, headers, "{\"code\":\"00\"}", pointer -> "")
                        .outcome())
                .isEqualTo(outcome);
        assertThat(answers.classify(200, headers, "{\"code\":\"01\"}", pointer -> "")
                        .outcome())
                .isEqualTo(Outcome.AWAY);
    }

    private static AnswerClassifier.Rule rule(
            Outcome outcome, Set<Integer> statuses, Set<String> values, @Nullable String text) {
        return new AnswerClassifier.Rule("dialect.yml:1", outcome, statuses, CODE, values, text, Map.of());
    }
}

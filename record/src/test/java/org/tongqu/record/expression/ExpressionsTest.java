package org.tongqu.record.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

class ExpressionsTest {

    private static final EnvelopeView ENVELOPE =
            new EnvelopeView("case.accepted", "/parties/990101.window", "9901-1", "办件", "990101");
    private static final JsonNode DATA = StrictJson.parse(
            """
            {"caseType":"2","count":3,"share":0.5,"urgent":true,"nothing":null,
             "item":{"implCode":"11990100XXXX0001933000199001000"},
             "materials":[{"name":"申请书"},{"name":"照片"}]}""");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.caseType == '2'",
                "data.caseType in ['1', '2']",
                "data['caseType'] != '1'",
                "data.count > 2 && data.count == 3",
                "data.share < 0.6",
                "data.urgent",
                "data.nothing == null",
                "!has(data.absent)",
                "has(data.item.implCode)",
                "has(data.item) && data.item.implCode.startsWith('1199')",
                "data.item.implCode.matches('^[0-9]{8}X{4}')",
                "size(data.materials) == 2",
                "data.materials[1].name == '照片'",
                "type == 'case.accepted' && source == '/parties/990101.window'",
                "subject.startsWith('9901') && purpose == '办件' && division == '990101'",
                "data.absent == 1 || true",
            })
    void aTrueExpressionMatches(String source) {
        assertThat(evaluate(source)).isEqualTo(new Match.Matched());
        assertThat(evaluate(source).matched()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"data.caseType == '1'", "has(data.absent)", "false", "type == 'case.applied'", "!data.urgent"})
    void aFalseExpressionDoesNotMatch(String source) {
        assertThat(evaluate(source)).isEqualTo(new Match.NotMatched());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data.absent == '1'          | absent-field",
                "data.absent != '1'          | absent-field",
                "!(data.absent == '1')       | absent-field",
                "data.item.absent == '1'     | absent-field",
                "has(data.absent.deeper)     | absent-field",
                "data.absent == 1 && true    | absent-field",
                "data.count > 'a'            | type",
                "data.caseType + 1 == 2      | type",
                "data.count                  | not-boolean",
                "data.caseType               | not-boolean",
                "data.nothing                | not-boolean",
                "data.materials[7].name == 'x' | evaluation",
                "data.count / 0 == 1         | evaluation",
                "int(data.item.implCode) > 1 | type",
            })
    void anExpressionWithoutAnAnswerIsNeverAMatch(String source, String reason) {
        Match match = evaluate(source.strip());
        assertThat(match.matched()).isFalse();
        assertThat(match).isEqualTo(new Match.Failed(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timestamp(data.caseType) > timestamp('2026-01-01T00:00:00Z')",
                "duration(data.caseType) > duration('1s')",
                "type.matches(data.caseType + '(')",
                "data.materials['a'] == 1",
                "data.item[1] == 1",
                "uint(data.share - 1.0) == 1u",
                "[1, 2][data.count] == 1",
                "-data.caseType == 1",
                "double(type) == 1.0",
                "data.nothing.deeper == 1",
                "data.count in data.caseType",
                "data.count.startsWith('1')",
                "size(data.count) == 1",
                "data.count ? true : false",
                "{data.item: 1}.size() == 2",
                "data.count + 9223372036854775807 > 0",
                "string(data.materials) == ''",
                "type(data.count) == string"
            })
    void whateverARecordHoldsNothingIsThrownAndNothingGranted(String source) {
        assertThat(evaluate(source).matched()).isFalse();
    }

    @Test
    void anEmptyOrOddDocumentIsNoMatchAndNoException() {
        RecordExpression expression = Expressions.compile("data.caseType == '2'");
        for (String text : List.of("{}", "[]", "null", "1", "\"x\"")) {
            assertThat(expression.evaluate(StrictJson.parse(text), ENVELOPE).matched())
                    .as(text)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.materials.all(m, m.name == 'x')",
                "data.materials.exists(m, m.name == 'x')",
                "data.materials.exists_one(m, m.name == 'x')",
                "size(data.materials.filter(m, true)) > 0",
                "size(data.materials.map(m, m.name)) > 0"
            })
    void loopsAreRefused(String source) {
        InvalidExpression refused = refusal(source);
        assertThat(refused.column()).isPositive();
    }

    @Test
    void aMistakeIsNamedWithLineAndColumn() {
        InvalidExpression syntax = refusal("data.caseType == ");
        assertThat(syntax.line()).isEqualTo(1);
        assertThat(syntax.column()).isGreaterThan(15);
        InvalidExpression unknown = refusal("type == 'a' &&\n  nobody == 'b'");
        assertThat(unknown.line()).isEqualTo(2);
        assertThat(unknown.column()).isEqualTo(3);
        assertThat(unknown).hasMessageContaining("nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'text'", "1 + 2", "type", "type == 1", "foo()", "", " "})
    void whatIsNotACondition(String source) {
        assertThat(refusal(source)).isNotNull();
    }

    @Test
    void anExpressionThatCostsTooMuchIsRefused() {
        String dear = IntStream.range(0, 20).mapToObj(i -> "type.matches('a')").collect(Collectors.joining(" || "));
        assertThat(dear).hasSizeLessThan(Expressions.MAX_LENGTH);
        assertThat(refusal(dear)).hasMessageContaining("costs");
        assertThat(Expressions.compile("type.matches('a') || type.matches('b')"))
                .isNotNull();
    }

    @Test
    void onlyAValueThatIsMadeHasSubstring() throws UnderivableValue {
        assertThat(Expressions.derive("data.item.implCode.substring(size('1199'), 8)")
                        .evaluate(DATA)
                        .orElseThrow()
                        .asString())
                .isEqualTo("0100");
        assertThatThrownBy(
                        () -> Expressions.derive("data.caseType.substring(2)").evaluate(DATA))
                .isInstanceOf(UnderivableValue.class);
        assertThat(refusal("data.caseType.substring(0) == '2'")).hasMessageContaining("substring");
    }

    @Test
    void anExpressionOfMoreThanAThousandCharactersIsRefused() {
        String atTheLimit = "type == '" + "x".repeat(990) + "'";
        assertThat(Expressions.compile(atTheLimit).source()).hasSize(1_000);
        assertThat(refusal("type == '" + "x".repeat(991) + "'")).hasMessageContaining("1000 characters");
    }

    @Test
    void aRegularExpressionThatGrowsTooLargeIsNoMatch() {
        assertThat(evaluate("type.matches('(((a{100}){100}){100})')").matched()).isFalse();
    }

    @Test
    void oneExpressionServesManyThreads() throws Exception {
        RecordExpression expression = Expressions.compile("data.count == 3 && data.item.implCode.startsWith('11')");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> evaluating = () -> IntStream.range(0, 500)
                    .allMatch(i -> expression.evaluate(DATA, ENVELOPE).matched());
            for (Future<Boolean> all : threads.invokeAll(Collections.nCopies(8, evaluating))) {
                assertThat(all.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Match evaluate(String source) {
        return Expressions.compile(source).evaluate(DATA, ENVELOPE);
    }

    private static InvalidExpression refusal(String source) {
        InvalidExpression refused = catchThrowableOfType(InvalidExpression.class, () -> Expressions.compile(source));
        assertThat(refused).isNotNull();
        return refused;
    }
}

package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.failure.UnmappedCode;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

class ConvertersTest {
    private static final CodeMap SATISFACTION = new CodeMap(
            "satisfaction",
            List.of(
                    new CodeMap.Row("5", "1", Direction.BOTH),
                    new CodeMap.Row("1", "5", Direction.BOTH),
                    new CodeMap.Row("0", "5", Direction.IN)));

    @Test
    void aCodeBecomesAnotherAndBack() throws Unconvertible {
        Converter code = Converters.code(SATISFACTION);
        assertThat(code.toOurs(json("\" 5 \""))).isEqualTo(json("\"1\""));
        assertThat(code.toOurs(json("5"))).isEqualTo(json("\"1\""));
        assertThat(code.toTheirs(json("\"5\""))).isEqualTo(json("\"1\""));
        assertThat(code.toOurs(json("\"0\""))).isEqualTo(json("\"5\""));
    }

    @Test
    void aCodeThatIsNotInTheMapIsRefusedByNameAndValue() {
        assertThatExceptionOfType(Unconvertible.class)
                .isThrownBy(() -> Converters.code(SATISFACTION).toOurs(json("\"7\"")))
                .satisfies(refused -> assertThat(refused.rule()).isEqualTo("code:satisfaction"))
                .satisfies(refused -> assertThat(refused.zh()).contains("satisfaction", "\"7\""))
                .satisfies(refused -> assertThat(refused.at("/a").at("/b").unmapped())
                        .isEqualTo(new UnmappedCode("satisfaction", "7")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"张三\"", "\"990101190001010018\"", "\"10000000001\"", "\"示范省示范市示范县示范路1号\""})
    void somebodysNumberInTheWrongFieldIsNotShown(String value) {
        assertThatExceptionOfType(Unconvertible.class)
                .isThrownBy(() -> Converters.code(SATISFACTION).toOurs(json(value)))
                .satisfies(refused -> assertThat(refused.zh() + refused.en())
                        .doesNotContain(json(value).asString()));
    }

    @Test
    void aCoordinateKeepsItsDigits() throws Unconvertible {
        Converter decimal = Converters.decimal();

        assertThat(decimal.toOurs(json("\"113.549990000001\"")).decimalValue())
                .isEqualByComparingTo("113.549990000001");
        assertThat(decimal.toOurs(json("-30.25")).decimalValue()).isEqualByComparingTo("-30.25");
        assertThat(decimal.toTheirs(json("0.000000000001"))).isEqualTo(json("\"0.000000000001\""));
        for (String wrong : new String[] {"\"1e5\"", "\"NaN\"", "\"12,5\"", "\"1234567890\"", "\"\""}) {
            assertThatExceptionOfType(Unconvertible.class)
                    .isThrownBy(() -> decimal.toOurs(json(wrong)))
                    .satisfies(refused -> assertThat(refused.rule()).isEqualTo("decimal"));
        }
    }

    @Test
    void noCodeBecomesTwo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CodeMap(
                        "level",
                        List.of(
                                new CodeMap.Row("1", "1", Direction.BOTH),
                                new CodeMap.Row("01", "1", Direction.BOTH))));
    }

    @Test
    void aDivisionIsFilledUpAndShortenedOnlyIfNothingIsLost() throws Unconvertible {
        Converter division = Converters.filled(12, '0', 6);
        assertThat(division.toOurs(json("\"990101\""))).isEqualTo(json("\"990101000000\""));
        assertThat(division.toOurs(json("\"990101001000\""))).isEqualTo(json("\"990101001000\""));
        assertThat(division.toTheirs(json("\"990101000000\""))).isEqualTo(json("\"990101\""));
        assertRefused("length", () -> division.toTheirs(json("\"990101001000\"")));
        assertRefused("length", () -> division.toTheirs(json("\"990101\"")));
        assertRefused("length", () -> division.toOurs(json("\"abc\"")));
    }

    @Test
    void severalTextsStandInOneIfNoneHoldsTheSeparator() throws Unconvertible {
        Converter joined = Converters.joined(";");
        assertThat(joined.toOurs(json("\"a; b\""))).isEqualTo(json("[\"a\",\"b\"]"));
        assertThat(joined.toTheirs(json("[\"a\",\"b\"]"))).isEqualTo(json("\"a;b\""));
        assertRefused("separator", () -> joined.toTheirs(json("[\"a;b\"]")));
        assertRefused("separator", () -> joined.toTheirs(json("[\"\",\"b\"]")));
        Converter number = Converters.padded(6, '0', true);
        assertThat(number.toTheirs(json("\"17\""))).isEqualTo(json("\"000017\""));
        assertThat(number.toOurs(json("\"000017\""))).isEqualTo(json("\"17\""));
        assertThat(number.toOurs(json("\"000000\""))).isEqualTo(json("\"0\""));
        assertThat(number.toTheirs(json("\"0\""))).isEqualTo(json("\"000000\""));
        assertRefused("width", () -> number.toTheirs(json("\"017\"")));
        assertRefused("width", () -> number.toTheirs(json("\"1234567\"")));
        Converter behind = Converters.padded(4, '_', false);
        assertThat(behind.toTheirs(json("\"ab\""))).isEqualTo(json("\"ab__\""));
        assertThat(behind.toOurs(json("\"ab__\""))).isEqualTo(json("\"ab\""));
        Converter named = Converters.joined("、", "name");
        assertThat(named.toOurs(json("\"a、b\""))).isEqualTo(json("[{\"name\":\"a\"},{\"name\":\"b\"}]"));
        assertThat(named.toTheirs(json("[{\"name\":\"a\",\"form\":\"1\"},{\"name\":\"b\"}]")))
                .isEqualTo(json("\"a、b\""));
        assertRefused("separator", () -> named.toTheirs(json("[{\"form\":\"1\"}]")));
    }

    @Test
    void base64IsTextInUtf8() throws Unconvertible {
        assertThat(Converters.base64().toOurs(json("\"6YCa6KGi\""))).isEqualTo(json("\"通衢\""));
        assertThat(Converters.base64().toTheirs(json("\"通衢\""))).isEqualTo(json("\"6YCa6KGi\""));
        assertThat(Converters.base64().toOurs(json("\"6YCa\\r\\n6KGi\""))).isEqualTo(json("\"通衢\""));
        assertRefused("base64", () -> Converters.base64().toOurs(json("\"六\"")));
        assertRefused("base64", () -> Converters.base64().toOurs(json("\"1tDOxA==\"")));
        assertRefused("base64", () -> Converters.base64().toOurs(json("\"AA==\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"20\"", "\"20.0\"", "\"20.00\"", "20", "20.00"})
    void anAmountHasTwoDecimals(String value) throws Unconvertible {
        assertThat(Converters.money().toOurs(json(value))).isEqualTo(json("\"20.00\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"20.005\"", "\"1e3\"", "\"￥20\"", "\"1,000.00\"", "\"\"", "[]"})
    void whatIsNoAmountIsRefused(String value) {
        assertThatExceptionOfType(Unconvertible.class)
                .isThrownBy(() -> Converters.money().toOurs(json(value)));
    }

    @Test
    void aWholeNumberMayComeAsText() throws Unconvertible {
        assertThat(Converters.integer().toOurs(json("\"0012\"")).longValue()).isEqualTo(12);
        assertRefused("integer", () -> Converters.integer().toOurs(json("1.5")));
        assertRefused("integer", () -> Converters.integer().toOurs(json("\"1234567890123456\"")));
    }

    @Test
    void aFlagIsOneOfTwoWords() throws Unconvertible {
        Converter flag = Converters.flag("是", "否");
        assertThat(flag.toOurs(json("\"是\"")).booleanValue()).isTrue();
        assertThat(flag.toTheirs(json("false"))).isEqualTo(json("\"否\""));
        assertRefused("flag", () -> flag.toOurs(json("\"1\"")));
    }

    private static void assertRefused(String rule, ThrowingCallable call) {
        assertThatExceptionOfType(Unconvertible.class).isThrownBy(call).matches(refused -> refused.rule()
                .equals(rule));
    }

    private static JsonNode json(String text) {
        return StrictJson.parse(text);
    }
}

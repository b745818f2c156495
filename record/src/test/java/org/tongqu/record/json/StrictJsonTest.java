package org.tongqu.record.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StrictJsonTest {

    /** Rule and text; what stands between ‹ and › is written in hexadecimal octets. */
    static Stream<String[]> malformed() {
        return Stream.of(new String[][] {
            {"syntax", ""},
            {"syntax", " "},
            {"syntax", "{"},
            {"syntax", "["},
            {"syntax", "}"},
            {"syntax", "]"},
            {"syntax", "[1"},
            {"syntax", "[1,"},
            {"syntax", "[1,]"},
            {"syntax", "[,1]"},
            {"syntax", "[1,,2]"},
            {"syntax", "[1 2]"},
            {"syntax", "[1}"},
            {"syntax", "{\"a\":1]"},
            {"syntax", "{\"a\"}"},
            {"syntax", "{\"a\":}"},
            {"syntax", "{\"a\":1,}"},
            {"syntax", "{,\"a\":1}"},
            {"syntax", "{\"a\" 1}"},
            {"syntax", "{\"a\":1 \"b\":2}"},
            {"syntax", "{\"a\"::1}"},
            {"syntax", "{a:1}"},
            {"syntax", "{'a':1}"},
            {"syntax", "['a']"},
            {"syntax", "{1:1}"},
            {"syntax", "{null:1}"},
            {"syntax", "\"open"},
            {"syntax", "[\"a"},
            {"syntax", "[\"\\x41\"]"},
            {"syntax", "[\"\\'\"]"},
            {"syntax", "[\"\\u12\"]"},
            {"syntax", "[\"\\uZZZZ\"]"},
            {"syntax", "[\"\\\"]"},
            {"syntax", "[\"tab\there\"]"},
            {"syntax", "[\"line\nbreak\"]"},
            {"syntax", "[\"‹01›\"]"},
            {"syntax", "[\"‹1F›\"]"},
            {"syntax", "[‹0B›1]"},
            {"syntax", "[‹C2A0›1]"},
            {"syntax", "[//comment\n1]"},
            {"syntax", "[/*comment*/1]"},
            {"syntax", "[#comment\n1]"},
            {"syntax", "[NaN]"},
            {"syntax", "[Infinity]"},
            {"syntax", "[-Infinity]"},
            {"syntax", "[nan]"},
            {"syntax", "[True]"},
            {"syntax", "[TRUE]"},
            {"syntax", "[nul]"},
            {"syntax", "[truee]"},
            {"syntax", "[undefined]"},
            {"syntax", "[+1]"},
            {"syntax", "[.5]"},
            {"syntax", "[5.]"},
            {"syntax", "[-]"},
            {"syntax", "[-.5]"},
            {"syntax", "[01]"},
            {"syntax", "[-01]"},
            {"syntax", "[00]"},
            {"syntax", "[1e]"},
            {"syntax", "[1e+]"},
            {"syntax", "[1.e1]"},
            {"syntax", "[1e1.5]"},
            {"syntax", "[0x10]"},
            {"syntax", "[1_000]"},
            {"syntax", "[1a]"},
            {"syntax", "[--1]"},
            {"number", "[1e400]"},
            {"number", "[-1e400]"},
            {"number", "[1e309]"},
            {"number", "[1e-400]"},
            {"number", "[0e999999999]"},
            {"number", "[1e99999999999]"},
            {"number", "[0.1e-999999999999]"},
            {"number", "[" + "9".repeat(309) + "]"},
            {"number", "[" + "9".repeat(401) + "]"},
            {"number", "[0." + "1".repeat(400) + "]"},
            {"duplicate-key", "{\"a\":1,\"a\":2}"},
            {"duplicate-key", "{\"a\":1,\"a\":1}"},
            {"duplicate-key", "{\"a\":null,\"a\":1}"},
            {"duplicate-key", "{\"a\":1,\"\\u0061\":2}"},
            {"duplicate-key", "{\"\":1,\"\":2}"},
            {"duplicate-key", "[{\"x\":{\"b\":1,\"c\":2,\"b\":3}}]"},
            {"trailing-tokens", "1 2"},
            {"trailing-tokens", "{} {}"},
            {"trailing-tokens", "[]]"},
            {"trailing-tokens", "{}}"},
            {"trailing-tokens", "[] x"},
            {"trailing-tokens", "null,"},
            {"trailing-tokens", "{}#"},
            {"trailing-tokens", "{}//"},
            {"depth", "[".repeat(65) + "]".repeat(65)},
            {"depth", "[".repeat(100_000)},
            {"depth", "{\"a\":".repeat(65) + "1" + "}".repeat(65)},
            {"depth", "[{\"a\":".repeat(50_000)},
            {"length", "{\"" + "n".repeat(2_000) + "\":1}"},
            {"lone-surrogate", "[\"\\uD800\"]"},
            {"lone-surrogate", "[\"\\uDC00\"]"},
            {"lone-surrogate", "[\"\\uD800x\"]"},
            {"lone-surrogate", "[\"\\uD800\\uD800\"]"},
            {"lone-surrogate", "[\"\\uDC00\\uD800\"]"},
            {"lone-surrogate", "[\"\\uD83D\\u0041\"]"},
            {"lone-surrogate", "{\"\\uD800\":1}"},
            {"lone-surrogate", "{\"a\\uDFFF\":1}"},
            {"lone-surrogate", "[\"‹EDA080›\"]"},
            {"lone-surrogate", "[\"‹EDBFBF›\"]"},
            {"lone-surrogate", "[\"‹EDA0BDEDB880›\"]"},
            {"lone-surrogate", "{\"‹EDA080›\":1}"},
            {"encoding", "[\"‹FF›\"]"},
            {"encoding", "[\"‹80›\"]"},
            {"encoding", "[\"‹C3›\"]"},
            {"encoding", "[\"‹C080›\"]"},
            {"encoding", "[\"‹E08080›\"]"},
            {"encoding", "[\"‹F5808080›\"]"},
            {"encoding", "[\"‹F4908080›\"]"},
            {"encoding", "[\"‹F0288CBC›\"]"},
            {"encoding", "[\"‹CAFE›\"]‹D6D0›"},
            {"encoding", "‹FFFE›[‹00›]‹00›"},
            {"encoding", "‹FEFF005B005D›"},
            {"nul-character", "[\"\\u0000\"]"},
            {"nul-character", "{\"\\u0000\":1}"},
            {"nul-character", "[\"a‹00›b\"]"},
            {"nul-character", "[]‹00›"},
            {"nul-character", "‹00›[]"},
            {"nul-character", "‹5B005D00›"},
            {"nul-character", "‹005B005D›"},
            {"bom", "‹EFBBBF›{}"},
            {"bom", "‹EFBBBF›"},
        });
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedTextIsRefusedByItsRule(String rule, String text) {
        MalformedJson refused = catchThrowableOfType(MalformedJson.class, () -> StrictJson.parse(octets(text)));
        assertThat(refused).as(text).isNotNull();
        assertThat(refused.rule()).as(text).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " [ 1 , 2 ]\r\n\t",
                "null",
                "true",
                "\"\"",
                "0",
                "-0",
                "-1",
                "[1e308]",
                "[-1.7976931348623157e308]",
                "[1e-300]",
                "[0.1]",
                "[1E+2]",
                "[-0.0]",
                "[9223372036854775808]",
                "{\"a\":1,\"b\":1,\"A\":2}",
                "{\"\":1}",
                "{\"a\":{\"a\":{\"a\":1}}}",
                "[{\"a\":1},{\"a\":2}]",
                "[\"\\uD83D\\uDE00\"]",
                "[\"\\ud83d\\ude00\"]",
                "[\"\\u0001\\u001f\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
                "[\"‹F09F9880›\"]",
                "[\"‹EFBFBD›\"]",
                "[\"‹EFBBBF›\"]",
                "[\"‹EFBFBF›\"]",
                "[\"‹ED9FBF›\"]",
                "[\"‹EE8080›\"]",
                "[\"‹F48FBFBF›\"]",
                "[\"‹7F›\"]",
                "[\"‹E280A8›\"]",
                "[\"// no comment\"]",
                "{\"通衢\":\"政务\"}",
            })
    void theValidNeighboursAreRead(String text) {
        JsonNode read = StrictJson.parse(octets(text));
        assertThat(StrictJson.parse(StrictJson.write(read))).isEqualTo(read);
        assertThat(StrictJson.parse(StrictJson.writeText(read))).isEqualTo(read);
    }

    @Test
    void sixtyFourLevelsAndThreeHundredDigitsAreStillRead() {
        assertThat(StrictJson.parse("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
        assertThat(StrictJson.parse("9".repeat(308)).bigIntegerValue()).isEqualTo(new BigInteger("9".repeat(308)));
    }

    @Test
    void manyNamesOfOneHashAreReadAndHarmNoLaterReader() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 1 << 12; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                // Both pairs have one hash, in Java's base 31 ("Aa", "BB") as in the parser's base 33 ("Ab", "BA").
                name.append((i >> bit & 1) == 0 ? "AaAb" : "BBBA");
            }
            text.append('"').append(name).append("\":1,");
        }
        assertThat(StrictJson.parse(text.append("\"AaAb\":2}").toString()).size())
                .isEqualTo((1 << 12) + 1);
        assertThat(StrictJson.parse("{\"AaAb\":1,\"BBBA\":2}").size()).isEqualTo(2);
    }

    @Test
    void numbersAreKeptExactly() {
        JsonNode read =
                StrictJson.parse("[0.1000000000000000055511151231257827, 1.10, 12345678901234567890, 7, 5000000000]");
        assertThat(read.get(0).decimalValue()).isEqualTo(new BigDecimal("0.1000000000000000055511151231257827"));
        assertThat(read.get(1).decimalValue()).isEqualTo(new BigDecimal("1.10"));
        assertThat(read.get(2).bigIntegerValue()).isEqualTo(new BigInteger("12345678901234567890"));
        assertThat(read.get(3).isInt()).isTrue();
        assertThat(read.get(4).longValue()).isEqualTo(5_000_000_000L);
        assertThat(StrictJson.writeText(read))
                .isEqualTo("[0.1000000000000000055511151231257827,1.10,12345678901234567890,7,5000000000]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":[1,{\"b\":1,\"b\":2}]} | /a/1/b",
                "{\"a\":{\"b\":\"\\uD800\"}}   | /a/b",
                "[1,[2,1e400]]                 | /1/1",
                "{\"990101190001010018\":1e400} | /?",
                "{\"a b\":1e400}               | /?",
            })
    void thePointerLeadsToTheFault(String text, String pointer) {
        MalformedJson refused = catchThrowableOfType(MalformedJson.class, () -> StrictJson.parse(text));
        assertThat(refused.pointer()).isEqualTo(pointer);
    }

    @Test
    void lineAndColumnLeadToTheFault() {
        MalformedJson syntax = catchThrowableOfType(MalformedJson.class, () -> StrictJson.parse("{\n  \"a\": tru\n}"));
        assertThat(syntax.line()).isEqualTo(2);
        MalformedJson nul = catchThrowableOfType(MalformedJson.class, () -> StrictJson.parse("[\n \0]"));
        assertThat(nul.line()).isEqualTo(2);
        assertThat(nul.column()).isEqualTo(2);
    }

    @Test
    void theMessageNeverShowsAValue() {
        MalformedJson refused =
                catchThrowableOfType(MalformedJson.class, () -> StrictJson.parse("{\"idNo\": 990101190001010018X}"));
        assertThat(refused).hasMessageNotContaining("9901011900").hasNoCause();
    }

    @Test
    void theTextOverloadRefusesRawSurrogatesAndByteOrderMark() {
        assertThat(catchThrowableOfType(MalformedJson.class, () -> StrictJson.parse("[\"\uD800\"]"))
                        .rule())
                .isEqualTo("lone-surrogate");
        assertThat(catchThrowableOfType(MalformedJson.class, () -> StrictJson.parse("\uFEFF[]"))
                        .rule())
                .isEqualTo("bom");
    }

    private static byte[] octets(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        int from = 0;
        while (from < text.length()) {
            int open = text.indexOf('‹', from);
            int end = open < 0 ? text.length() : open;
            octets.writeBytes(text.substring(from, end).getBytes(StandardCharsets.UTF_8));
            from = end;
            if (open >= 0) {
                int close = text.indexOf('›', open);
                octets.writeBytes(HexFormat.of().parseHex(text.substring(open + 1, close)));
                from = close + 1;
            }
        }
        return octets.toByteArray();
    }
}

package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.RecordType;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

class FieldTableTest {
    private static final FieldTable TABLE = new FieldTable(
            "accept",
            RecordType.parse("case.accepted"),
            FieldPath.of("param/list"),
            true,
            List.of(
                    field("no", "/caseNo", Converters.text(), true),
                    new Row.Constant("t:2", FieldPath.of("state"), json("\"1\"")),
                    new Row.Each(
                            "t:3",
                            FieldPath.of("files"),
                            FieldPath.of("/materials"),
                            List.of(field("n", "/quantity", Converters.integer(), true)))));

    @Test
    void aMessageBecomesDataAndTheDataThatMessage() throws Untranslatable {
        JsonNode message =
                json("{\"param\":{\"list\":[{\"no\":\"A\",\"state\":\"1\",\"files\":[{\"n\":1},{\"n\":2}]}]}}");
        JsonNode data = json("{\"caseNo\":\"A\",\"materials\":[{\"quantity\":1},{\"quantity\":2}]}");

        assertThat(plain(TABLE.toOurs(message, Trace.NONE))).isEqualTo(data);
        assertThat(plain(TABLE.toTheirs(data, Trace.NONE))).isEqualTo(message);
    }

    @Test
    void everythingThatIsWrongIsToldByItsPlaceInTheMessage() {
        assertThat(wrong("{\"param\":{\"list\":[{\"state\":\"2\",\"files\":[{\"n\":1},{},7,{\"n\":\"x\"}]}]}}"))
                .containsExactly(
                        "/param/list/0/no required",
                        "/param/list/0/state constant",
                        "/param/list/0/files/1/n required",
                        "/param/list/0/files/2 shape",
                        "/param/list/0/files/3/n integer");
    }

    @Test
    void oneItemWithoutAListIsAListOfOne() throws Untranslatable {
        assertThat(plain(TABLE.toOurs(json("{\"param\":{\"list\":{\"no\":\"A\",\"files\":{\"n\":1}}}}"), Trace.NONE)))
                .isEqualTo(json("{\"caseNo\":\"A\",\"materials\":[{\"quantity\":1}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"param\":{\"list\":[]}}",
                "{\"param\":{\"list\":[{\"no\":\"A\"},{\"no\":\"B\"}]}}",
                "{\"param\":{\"list\":[{\"no\":\" \"}]}}",
                "{\"param\":{\"list\":[{\"no\":\"A\",\"state\":\"4\"}]}}"
            })
    void whatIsNoMessageOfThisCallIsNotRecognised(String message) {
        assertThat(TABLE.recognises(json(message))).isFalse();
        assertThat(wrong(message)).hasSize(1);
    }

    @Test
    void aConstantMayBeLeftOutAndMayBeANumber() {
        assertThat(TABLE.recognises(json("{\"param\":{\"list\":[{\"no\":\"A\"}]}}")))
                .isTrue();
        assertThat(TABLE.recognises(json("{\"param\":{\"list\":[{\"no\":\"A\",\"state\":1}]}}")))
                .isTrue();
    }

    private static List<String> wrong(String message) {
        return catchThrowableOfType(Untranslatable.class, () -> TABLE.toOurs(json(message), Trace.NONE))
                .errors()
                .stream()
                .map(error -> error.pointer() + " " + error.rule())
                .toList();
    }

    private static Row.Field field(String partner, String canonical, Converter converter, boolean required) {
        return new Row.Field(
                "t:1", FieldPath.of(partner), FieldPath.of(canonical), converter, Direction.BOTH, required);
    }

    private static JsonNode plain(JsonNode tree) {
        return json(StrictJson.writeText(tree));
    }

    private static JsonNode json(String text) {
        return StrictJson.parse(text);
    }
}

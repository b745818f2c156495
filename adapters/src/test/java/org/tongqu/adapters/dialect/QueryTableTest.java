package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One call for questions, seen from both its ends. */
class QueryTableTest {
    @Test
    void aQuestionSaysWhatItIsForOrIsNone() throws Untranslatable {
        QueryTable table = table("cause", false);

        PartnerQuestion question =
                table.question(json("{'q':{'no':'A','cause':' why '}}"), ReceivedFiles.NONE, Trace.NONE);

        assertThat(question.purpose()).isEqualTo("why");
        assertThat(question.data()).isEqualTo(json("{'number':'A'}"));
        assertThat(question.toString()).doesNotContain("A", "why");
        assertThat(errors(table, "{'q':{}}")).containsExactly("/q/no required", "/q/cause required");
        assertThat(errors(table, "{'q':'x'}")).containsExactly("/q shape");
        assertThat(table(null, false).isCallable()).isFalse();
        assertThatThrownBy(() -> table(null, false).question(json("{}"), ReceivedFiles.NONE, Trace.NONE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCallThatIsForOneThingAloneNeedsNoFieldToSayIt() throws Untranslatable {
        QueryTable table = table(null, "办理", false);

        assertThat(table.isCallable()).isTrue();
        assertThat(table.question(json("{'q':{'no':'A'}}"), ReceivedFiles.NONE, Trace.NONE)
                        .purpose())
                .isEqualTo("办理");
        assertThat(table.toTheirs(json("{'number':'A'}"), "别的", SentFiles.NONE, Trace.NONE))
                .isEqualTo(json("{'q':{'no':'A'}}"));
    }

    @Test
    void whatARuleWithholdsIsLeftOutOfTheAnswer() throws Untranslatable {
        QueryTable table = table("cause", false);
        ObjectNode answer = (ObjectNode) json("{'code':'0'}");

        table.put(results(table, "{'state':'1'}", "{'number':'A'}"), answer);

        assertThat(answer).isEqualTo(json("{'code':'0','data':[{'st':'1'},{'no':'A'}]}"));
    }

    @Test
    void noResultsAreAnEmptyListOrNothing() {
        ObjectNode list = StrictJson.object();
        ObjectNode one = StrictJson.object();

        table("cause", false).put(Optional.empty(), list);
        table("cause", true).put(Optional.empty(), one);

        assertThat(list).isEqualTo(json("{'data':[]}"));
        assertThat(one).isEqualTo(json("{}"));
    }

    @Test
    void whereOneAloneIsAnsweredSeveralAreRefusedAndNotCutToOne() throws Untranslatable {
        QueryTable table = table("cause", true);
        ObjectNode answer = StrictJson.object();
        table.put(results(table, "{'number':'A'}"), answer);
        assertThat(answer).isEqualTo(json("{'data':{'no':'A'}}"));

        Untranslatable refused =
                catchThrowableOfType(Untranslatable.class, () -> results(table, "{'number':'A'}", "{'number':'B'}"));

        assertThat(refused.errors()).extracting(error -> error.rule()).containsExactly("one");
    }

    private static Optional<JsonNode> results(QueryTable table, String... ours) throws Untranslatable {
        List<JsonNode> results = Stream.of(ours).map(QueryTableTest::json).toList();
        return Optional.of(table.results(results, SentFiles.NONE, Trace.NONE));
    }

    private static List<String> errors(QueryTable table, String message) {
        return catchThrowableOfType(
                        Untranslatable.class, () -> table.question(json(message), ReceivedFiles.NONE, Trace.NONE))
                .errors()
                .stream()
                .map(error -> error.pointer() + " " + error.rule())
                .toList();
    }

    private static QueryTable table(@Nullable String purpose, boolean isOne) {
        return table(purpose, "", isOne);
    }

    private static QueryTable table(@Nullable String purpose, String standing, boolean isOne) {
        return new QueryTable(
                "find",
                RecordType.parse("enterprise.find"),
                "/find",
                FieldPath.of("q"),
                purpose == null ? null : FieldPath.of(purpose),
                standing,
                List.of(field("no", "/number")),
                FieldPath.of("data"),
                isOne,
                List.of(field("no", "/number"), field("st", "/state")));
    }

    private static Row.Field field(String partner, String canonical) {
        return new Row.Field(
                "t:1",
                FieldPath.of(partner),
                FieldPath.of(canonical),
                Converters.text(),
                Direction.BOTH,
                true,
                null,
                null);
    }

    private static JsonNode json(String text) {
        return StrictJson.parse(text.replace('\'', '"'));
    }
}

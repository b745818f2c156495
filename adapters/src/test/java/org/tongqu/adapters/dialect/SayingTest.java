package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

class SayingTest {
    private static final Map<String, String> WORDS = Map.of("code", "OK", "words", "成功");

    @Test
    void anAnswerQuotesFromTheMessage() {
        Saying saying = new Saying(200, Map.of(), json("{'no':'<{/list/0/no}>','say':'{code} {words}','n':1}"));

        assertThat(saying.quotes()).isTrue();
        assertThat(saying.with(WORDS, pointer -> "$1 " + pointer))
                .isEqualTo(json("{'no':'<$1 /list/0/no>','say':'OK 成功','n':1}"));
        assertThat(new Saying(200, Map.of(), json("{'say':'{words}'}")).quotes())
                .isFalse();
    }

    @Test
    void namesOfHeadersHaveNoCase() {
        Saying saying = new Saying(200, Map.of("X-Result", "success"), json("{}"));

        assertThat(saying.header("x-result")).isEqualTo("success");
        assertThat(saying.header("X-Other")).isEmpty();
    }

    private static JsonNode json(String text) {
        return StrictJson.parse(text.replace('\'', '"'));
    }
}

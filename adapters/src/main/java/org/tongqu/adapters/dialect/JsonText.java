package org.tongqu.adapters.dialect;

import java.util.List;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** A message in JSON. */
final class JsonText {
    private JsonText() {}

    static JsonNode read(String text) throws Untranslatable {
        try {
            return StrictJson.parse(text);
        } catch (MalformedJson malformed) {
            throw new Untranslatable(List.of(new FieldError(
                    malformed.pointer(),
                    "json:" + malformed.rule(),
                    "不是合格的 JSON，第 " + malformed.line() + " 行第 " + malformed.column() + " 列",
                    "It is no strict JSON, line " + malformed.line() + " column " + malformed.column() + ".")));
        }
    }

    static String write(JsonNode message) {
        return StrictJson.writeText(message);
    }
}

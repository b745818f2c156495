package org.tongqu.routes.intake;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tongqu.record.json.JsonPointers;
import org.tongqu.record.port.BlindIndex;
import org.tongqu.record.schema.Index;
import org.tongqu.record.schema.RecordSchema;
import tools.jackson.databind.JsonNode;

/**
 * What of a record may be searched for, as its schema marks it ({@code x-index}). Values are keyed by their pointer, with item
 * numbers; a blind mark is made for the field's pattern, so that every item of a list is found by the same mark.
 */
final class SearchIndex {
    private final BlindIndex marks;

    SearchIndex(BlindIndex marks) {
        this.marks = marks;
    }

    /** The values that may be searched for as they are. */
    Map<String, String> plain(RecordSchema schema, JsonNode data) {
        Map<String, String> values = new TreeMap<>();
        patterns(schema, Index.PLAIN).forEach(pattern -> JsonPointers.forEach(data, pattern, values::put));
        return values;
    }

    /** The marks of the values that may be searched for only by who knows them. */
    Map<String, byte[]> blind(RecordSchema schema, JsonNode data) {
        Map<String, byte[]> values = new TreeMap<>();
        patterns(schema, Index.BLIND)
                .forEach(pattern -> JsonPointers.forEach(
                        data, pattern, (pointer, value) -> values.put(pointer, marks.mark(pattern, value))));
        return values;
    }

    private static Stream<String> patterns(RecordSchema schema, Index kind) {
        return schema.marks().index().entrySet().stream()
                .filter(mark -> mark.getValue() == kind)
                .map(Map.Entry::getKey);
    }
}

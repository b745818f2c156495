package org.tongqu.adapters.dialect;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import org.tongqu.record.RecordType;
import tools.jackson.databind.JsonNode;

/**
 * How one family of platforms speaks. Immutable and thread-safe.
 *
 * @param family its name, as {@code guizhou-rest}
 * @param nameZh in Chinese
 * @param nameEn in English
 * @param charset of its messages
 * @param format of its messages
 * @param tables one for each call and type of record
 * @param codes its code maps by name
 * @param answers what its answers mean
 */
public record Dialect(
        String family,
        String nameZh,
        String nameEn,
        Charset charset,
        MessageFormat format,
        List<FieldTable> tables,
        Map<String, CodeMap> codes,
        AnswerClassifier answers) {
    /** Copies the list and the map. */
    public Dialect {
        tables = List.copyOf(tables);
        codes = Map.copyOf(codes);
    }

    /** The tables of this type of record, in the order of the files. */
    public List<FieldTable> tables(RecordType type) {
        return tables.stream().filter(table -> table.type().equals(type)).toList();
    }

    /** The tables by which this message could be read. */
    public List<FieldTable> recognising(JsonNode message) {
        return tables.stream().filter(table -> table.recognises(message)).toList();
    }
}

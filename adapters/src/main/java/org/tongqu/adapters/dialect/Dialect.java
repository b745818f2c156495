package org.tongqu.adapters.dialect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tongqu.record.RecordType;
import org.tongqu.record.failure.FieldError;
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

    /**
     * The text of a partner's message.
     *
     * @throws Untranslatable if the octets are none in its charset; a mark of the order of octets in front does not count
     */
    public String decode(byte[] octets) throws Untranslatable {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException otherCharset) {
            throw new Untranslatable(List.of(
                    new FieldError("", "encoding", "不是 " + charset + " 编码", "It is not encoded in " + charset + ".")));
        }
    }

    /**
     * The octets of a message to a partner.
     *
     * @throws Untranslatable if its charset does not have one of the characters
     */
    public byte[] encode(String text) throws Untranslatable {
        try {
            ByteBuffer octets = charset.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(octets.array(), octets.limit());
        } catch (CharacterCodingException noSuchCharacter) {
            throw new Untranslatable(List.of(new FieldError(
                    "",
                    "unmappable",
                    "含有 " + charset + " 没有的字，请改用对方能接收的字",
                    "It holds a character that " + charset + " does not have: use one that the partner can take.")));
        }
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

package org.tongqu.adapters.dialect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.tongqu.record.failure.FieldError;

/** Texts in a partner's charset: what does not fit is refused, not replaced. Stateless. */
final class Charsets {
    private Charsets() {}

    /**
     * The text of these octets; a mark of the order of octets in front does not count.
     *
     * @throws Untranslatable if they are none in this charset
     */
    static String decode(byte[] octets, Charset charset) throws Untranslatable {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException otherCharset) {
            throw new Untranslatable(List.of(
                    new FieldError("", "encoding", "不是 " + charset + " 编码", "It is not encoded in " + charset + ".")));
        }
    }

    /**
     * The octets of this text.
     *
     * @throws Untranslatable if the charset does not have one of the characters
     */
    static byte[] encode(String text, Charset charset) throws Untranslatable {
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
}

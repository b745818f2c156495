package org.tongqu.adapters.dialect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.tongqu.record.failure.FieldError;

/**
 * Texts in a partner's charset: what does not fit is refused, not replaced. Whoever says GB 2312 or GBK may mean any of their successors, and a
 * citizen's name has the characters that it has: both are read as GB 18030, of which they are a part, and written as what they say.
 * Stateless.
 */
final class Charsets {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Set<Charset> PARTS_OF_GB18030 = Set.of(Charset.forName("GB2312"), Charset.forName("GBK"));

    private Charsets() {}

    /** The charset in which texts of this one are read. */
    static Charset reading(Charset charset) {
        return PARTS_OF_GB18030.contains(charset) ? GB18030 : charset;
    }

    /**
     * The text of these octets; a mark of the order of octets in front does not count.
     *
     * @throws Untranslatable if they are none in this charset
     */
    static String decode(byte[] octets, Charset charset) throws Untranslatable {
        try {
            String text = reading(charset)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
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

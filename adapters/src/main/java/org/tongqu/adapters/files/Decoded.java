package org.tongqu.adapters.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/** Text of a file in the charset that it should have: what is of another is refused, not replaced. Stateless. */
final class Decoded {
    private Decoded() {}

    /** A reader of the text; a mark of the order of octets in front does not count. */
    static Reader of(InputStream in, Charset charset) throws IOException, UnusableFile {
        BufferedReader reader = new BufferedReader(new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        reader.mark(1);
        try {
            if (reader.read() != '\uFEFF') {
                reader.reset();
            }
        } catch (CharacterCodingException otherCharset) {
            throw otherCharset(charset, 1);
        }
        return reader;
    }

    /** @param line near which it was seen, from 1 */
    static UnusableFile otherCharset(Charset charset, long line) {
        return new UnusableFile(FileFault.ofFile(
                Long.toString(line),
                "encoding",
                "此行附近不是 " + charset + " 编码",
                "Near this line it is not encoded in " + charset + "."));
    }

    /** Whether this, or what caused it, is that octets are none in the charset. */
    static boolean isOtherCharset(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                return true;
            }
        }
        return false;
    }
}

package org.tongqu.adapters.files;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Lines of text that end with a line feed, with or without a carriage return; of a length that memory has. For one thread. */
final class TextLines {
    private static final int LONGEST = 4 << 20;

    private final Reader text;
    private final Charset charset;
    private long number;

    TextLines(InputStream in, Charset charset) throws IOException, UnusableFile {
        this.text = Decoded.of(in, charset);
        this.charset = charset;
    }

    /** Of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /** The next that is not empty; null after the last. */
    @Nullable
    String next() throws IOException, UnusableFile {
        try {
            for (String line = line(); line != null; line = line()) {
                if (!line.isEmpty()) {
                    return line;
                }
            }
            return null;
        } catch (CharacterCodingException | CharConversionException otherCharset) {
            throw Decoded.otherCharset(charset, number);
        }
    }

    private @Nullable String line() throws IOException, UnusableFile {
        number++;
        StringBuilder line = new StringBuilder();
        for (int c = text.read(); c != '\n'; c = text.read()) {
            if (c < 0) {
                return line.isEmpty() ? null : ended(line);
            }
            if (line.length() == LONGEST) {
                throw new UnusableFile(
                        FileFault.ofFile(Long.toString(number), "line-length", "这一行太长", "The line is too long."));
            }
            line.append((char) c);
        }
        return ended(line);
    }

    private static String ended(StringBuilder line) {
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }
}

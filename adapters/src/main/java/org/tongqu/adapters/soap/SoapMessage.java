package org.tongqu.adapters.soap;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/**
 * A message that was looked through and is within every bound.
 *
 * @param isMarked whether a byte order mark stood before it
 * @param text the whole message
 * @param version of its envelope
 * @param document the message as a tree
 * @param body where in the text the content of the Body stands; null if there is none
 * @param password where in the text a password stands; null if none does
 */
record SoapMessage(
        boolean isMarked,
        String text,
        SoapVersion version,
        Document document,
        @Nullable Span body,
        @Nullable Span password) {
    /** The byte order mark, which says nothing in UTF-8. */
    static final String MARK = "\uFEFF";

    /**
     * A part of the text.
     *
     * @param from its first character
     * @param to the one behind its last
     */
    record Span(int from, int to) {}

    /** What is kept of the message: exactly what came, but for the password, in whose place nothing stands. */
    byte[] kept() {
        String kept = without(password);
        return (isMarked ? MARK + kept : kept).getBytes(StandardCharsets.UTF_8);
    }

    /** The message with nothing in its Body: all that who minds the protocol needs to see. */
    byte[] frame() {
        return without(body).getBytes(StandardCharsets.UTF_8);
    }

    private String without(@Nullable Span part) {
        return part == null ? text : text.substring(0, part.from()) + text.substring(part.to());
    }

    /** How long it is, never what it says. */
    @Override
    public String toString() {
        return "SoapMessage[" + text.length() + " characters]";
    }
}

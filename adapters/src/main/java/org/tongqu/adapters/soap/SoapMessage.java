package org.tongqu.adapters.soap;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A message that was looked through and is within every bound.
 *
 * @param text the whole message
 * @param version of its envelope
 * @param password where in the text a password stands; null if none does
 */
record SoapMessage(String text, SoapVersion version, @Nullable Span password) {
    /**
     * A part of the text.
     *
     * @param from its first character
     * @param to the one behind its last
     */
    record Span(int from, int to) {}

    /** What is kept of the message: exactly what came, but for the password, in whose place nothing stands. */
    byte[] kept() {
        String kept = password == null ? text : text.substring(0, password.from()) + text.substring(password.to());
        return kept.getBytes(StandardCharsets.UTF_8);
    }

    /** How long it is, never what it says. */
    @Override
    public String toString() {
        return "SoapMessage[" + text.length() + " characters]";
    }
}

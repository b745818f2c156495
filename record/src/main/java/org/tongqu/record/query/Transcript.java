package org.tongqu.record.query;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What was said to a provider's system and what it said, in its dialect, as text in UTF-8: before the message was enciphered for the
 * way, after the answer was deciphered. Of an errand said twice, because a token had run out, it has the last. Thread-safe.
 */
public final class Transcript {
    private @Nullable Spoken spoken;

    /**
     * Takes down what is about to be said.
     *
     * @param dialect family and call
     */
    public synchronized void asked(String dialect, String message) {
        spoken = new Spoken(dialect, message.getBytes(StandardCharsets.UTF_8), null);
    }

    /** Takes down what was answered, as much of it as was read. */
    public synchronized void told(String answer) {
        if (spoken == null) {
            throw new IllegalStateException("an answer to nothing");
        }
        spoken = new Spoken(spoken.dialect, spoken.asked, answer.getBytes(StandardCharsets.UTF_8));
    }

    /** What was said so far; null if nothing was. */
    public synchronized @Nullable Spoken spoken() {
        return spoken;
    }

    /**
     * What was said.
     *
     * @param dialect family and call
     * @param asked to the provider's system
     * @param told by it; null if nothing whole came
     */
    public record Spoken(String dialect, byte[] asked, byte @Nullable [] told) {
        /** The call, never what was said. */
        @Override
        public String toString() {
            return dialect;
        }
    }
}

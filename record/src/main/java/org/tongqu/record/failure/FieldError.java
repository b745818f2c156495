package org.tongqu.record.failure;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with one place of a message; never carries the value found there, but a code that no code map has.
 *
 * @param pointer where, as JSON pointer (RFC 6901); empty for the whole message
 * @param rule which rule is broken, a stable kebab-case word
 * @param zh what to do, in Chinese
 * @param en what to do, in English
 * @param unmapped the code that the code map has not; null if something else is wrong
 */
public record FieldError(String pointer, String rule, String zh, String en, @Nullable UnmappedCode unmapped) {
    /** Something else than a code is wrong. */
    public FieldError(String pointer, String rule, String zh, String en) {
        this(pointer, rule, zh, en, null);
    }

    /** The same at another place. */
    public FieldError at(String place) {
        return new FieldError(place, rule, zh, en, unmapped);
    }
}

package org.tongqu.record.failure;

/**
 * One thing wrong with one place of a message; never carries the value found there.
 *
 * @param pointer where, as JSON pointer (RFC 6901); empty for the whole message
 * @param rule which rule is broken, a stable kebab-case word
 * @param zh what to do, in Chinese
 * @param en what to do, in English
 */
public record FieldError(String pointer, String rule, String zh, String en) {}

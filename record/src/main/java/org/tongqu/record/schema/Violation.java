package org.tongqu.record.schema;

import org.tongqu.record.failure.FieldError;

/**
 * One rule that a record's data breaks. Never carries a value of the record.
 *
 * @param pointer JSON Pointer (RFC 6901) to the field; for {@code required} to the field that is missing
 * @param rule the rule: a keyword of JSON Schema ({@code required}, {@code maxLength}, {@code additionalProperties} …),
 *     {@code format}, {@code code:<table>} or {@code identifier:<kind>}
 * @param messageZh one sentence in Chinese
 * @param messageEn the same in English
 */
public record Violation(String pointer, String rule, String messageZh, String messageEn) {
    /** The same as a refusal names it. */
    public FieldError error() {
        return new FieldError(pointer, rule, messageZh, messageEn);
    }
}

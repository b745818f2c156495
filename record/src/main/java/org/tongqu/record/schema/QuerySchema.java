package org.tongqu.record.schema;

/**
 * The schema of one type of question: what is asked, and what each result looks like. Immutable and thread-safe.
 *
 * @param type as {@code certificate.find}
 * @param question of the {@code data} of the question
 * @param result of each result
 */
public record QuerySchema(String type, RecordSchema question, RecordSchema result) {}

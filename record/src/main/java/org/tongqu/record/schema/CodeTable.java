package org.tongqu.record.schema;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * One version of a code table 代码表. Immutable.
 *
 * @param name the name that schemas refer to by {@code x-code}
 * @param version {@code major.minor}
 * @param titleZh the Chinese term of art
 * @param titleEn the same in English
 * @param effectiveFrom the first day the version is in force
 * @param source the standard the codes are taken from, or a remark where there is none
 * @param entries the entries by code, in table order
 */
public record CodeTable(
        String name,
        String version,
        String titleZh,
        String titleEn,
        LocalDate effectiveFrom,
        String source,
        Map<String, Entry> entries) {

    /**
     * What a code means.
     *
     * @param zh in Chinese
     * @param en in English
     */
    public record Entry(String zh, String en) {}

    /** Whether the table has the code. */
    public boolean contains(String code) {
        return entries.containsKey(code);
    }

    /** What the code means; empty when the table does not have it. */
    public Optional<Entry> find(String code) {
        return Optional.ofNullable(entries.get(code));
    }
}

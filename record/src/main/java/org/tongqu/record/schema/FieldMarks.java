package org.tongqu.record.schema;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Pattern;

/**
 * The fields of a record type and their marks, keyed by JSON Pointer patterns relative to {@code data}, in which
 * {@code *} stands for every item of an array: {@code /materials/}{@code *}{@code /name}. Immutable.
 *
 * @param fields every field, objects and arrays included
 * @param leafPatterns the fields that hold a value of their own: no objects, no arrays
 * @param confidential the fields with {@code x-confidential}
 * @param index the fields with {@code x-index}
 * @param materials the fields with {@code x-material}: each holds the digest of a material
 * @param secrets the fields with {@code x-secret}: who knows the value may know more, so nobody may find it by trying
 */
public record FieldMarks(
        SortedSet<String> fields,
        SortedSet<String> leafPatterns,
        Map<String, Confidential> confidential,
        Map<String, Index> index,
        SortedSet<String> materials,
        SortedSet<String> secrets) {

    private static final Pattern ITEM = Pattern.compile("/(?:0|[1-9][0-9]*)(?=/|$)");

    /**
     * Why the field at a pointer is confidential; empty when it is not, or is no field.
     *
     * @param pointer a pointer with item numbers ({@code /materials/0/name}) or a pattern
     */
    public Optional<Confidential> confidentialAt(String pointer) {
        return Optional.ofNullable(confidential.get(pattern(pointer)));
    }

    /** How the field at a pointer, or pattern, can be searched; empty when it cannot. */
    public Optional<Index> indexAt(String pointer) {
        return Optional.ofNullable(index.get(pattern(pointer)));
    }

    private static String pattern(String pointer) {
        return ITEM.matcher(pointer).replaceAll("/*");
    }
}

package org.tongqu.record.failure;

/**
 * A code that a code map has not: what to add to it.
 *
 * @param map the name of the code map
 * @param code the code; {@code ?} if what stood there does not look like one and may be anything
 */
public record UnmappedCode(String map, String code) {
    /** What stands for something that does not look like a code. */
    public static final String NO_CODE = "?";
}

package org.tongqu.adapters.files;

import org.tongqu.record.AsciiSet;

/**
 * The name of a file that a party left in its folder.
 *
 * @param value in the folder, without a path
 */
public record FileName(String value) {
    private static final int LONGEST = 120;
    private static final AsciiSet ASCII =
            AsciiSet.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-()");

    /** @throws IllegalArgumentException if it is no name that {@link #isShaped} */
    public FileName {
        if (!isShaped(value)) {
            throw new IllegalArgumentException("not a name of a file that can be taken");
        }
    }

    /**
     * Whether a text is a name of at most 120 letters, digits, Chinese characters and {@code . _ - ( )} that does not begin with a dot:
     * nothing that leads anywhere else, or that two systems could write in two ways.
     */
    public static boolean isShaped(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && name.charAt(0) != '.'
                && name.codePoints()
                        .allMatch(c ->
                                c < 0x80 ? ASCII.containsAll(Character.toString(c), 0) : c >= 0x4E00 && c <= 0x9FFF);
    }

    @Override
    public String toString() {
        return value;
    }
}

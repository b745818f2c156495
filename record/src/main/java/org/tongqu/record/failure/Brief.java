package org.tongqu.record.failure;

/** Words for somebody who reads them in one line of a page, a notice or a partner's answer: at most 500 characters. */
public final class Brief {
    private static final int MOST = 500;

    private Brief() {}

    /** The words, or the beginning of them; never half of a character. */
    public static String of(String words) {
        return words.length() <= MOST
                ? words
                : words.substring(0, words.offsetByCodePoints(0, words.codePointCount(0, MOST) - 1));
    }
}

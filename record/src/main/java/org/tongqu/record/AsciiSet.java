package org.tongqu.record;

/**
 * A set of ASCII characters. Ids, digests and seals are checked against one several times for every record; a table does it at a
 * fraction of a regular expression's cost. Immutable.
 */
public final class AsciiSet {
    private static final int SIZE = 128;

    private final boolean[] members = new boolean[SIZE];

    private AsciiSet(String characters) {
        characters.chars().forEach(character -> members[character] = true);
    }

    /** The set of exactly these characters. */
    public static AsciiSet of(String characters) {
        return new AsciiSet(characters);
    }

    /** Whether the text from this place on consists of members only; true if nothing is left. */
    public boolean containsAll(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= SIZE || !members[character]) {
                return false;
            }
        }
        return true;
    }
}

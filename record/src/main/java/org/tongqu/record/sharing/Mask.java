package org.tongqu.record.sharing;

/** How a granted field is made less telling (脱敏). What a mask leaves is stated, so that tests and auditors can read it. */
public enum Mask {
    /** First character of a name, the rest {@code *}: 张三丰 → 张**. */
    NAME("name"),
    /** First four and last two characters of an identity number or credit code. */
    IDENTITY("identity"),
    /** First three and last four digits of a phone number. */
    PHONE("phone"),
    /** The first six characters of an address. */
    ADDRESS("address"),
    /** Nothing but that there is a value: {@code ***}. */
    ALL("all");

    private final String wire;

    Mask(String wire) {
        this.wire = wire;
    }

    /** The value in the rule file. */
    public String wire() {
        return wire;
    }

    /** The masked text. An empty text stays empty; a text too short for its mask is masked whole. */
    public String apply(String text) {
        int length = text.codePointCount(0, text.length());
        if (length == 0) {
            return text;
        }
        return switch (this) {
            case NAME -> keep(text, length, 1, 0);
            case IDENTITY -> keep(text, length, 4, 2);
            case PHONE -> keep(text, length, 3, 4);
            case ADDRESS -> keep(text, length, 6, 0);
            case ALL -> "***";
        };
    }

    private static String keep(String text, int length, int first, int last) {
        if (length <= first + last) {
            return "*".repeat(length);
        }
        int start = text.offsetByCodePoints(0, first);
        int end = text.offsetByCodePoints(text.length(), -last);
        return text.substring(0, start) + "*".repeat(length - first - last) + text.substring(end);
    }
}

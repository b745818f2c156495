package org.tongqu.record;

import java.util.regex.Pattern;

/**
 * What a record says: {@code <family>.<event>} in kebab-case, as in {@code case.supplement-requested}.
 *
 * @param family the kind of thing it is about: case 办件, certificate 电子证照, material 材料, ticket 工单 …
 * @param event what happened to it
 */
public record RecordType(String family, String event) {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** @throws IllegalArgumentException unless both parts are kebab-case words */
    public RecordType {
        if (!WORD.matcher(family).matches() || !WORD.matcher(event).matches()) {
            throw new IllegalArgumentException("not a record type, expected <family>.<event>");
        }
    }

    /** @throws IllegalArgumentException unless the text is {@code <family>.<event>} */
    public static RecordType parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0 || text.length() > 80) {
            throw new IllegalArgumentException("not a record type, expected <family>.<event>");
        }
        return new RecordType(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public String toString() {
        return family + "." + event;
    }
}

package org.tongqu.record.schema;

import java.util.Locale;

/** How a field can be searched (keyword {@code x-index}). */
public enum Index {
    /** By the value itself. */
    PLAIN,
    /** By a keyed digest (HMAC-SM3) of the value only. */
    BLIND;

    /** The word used in schemas: the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

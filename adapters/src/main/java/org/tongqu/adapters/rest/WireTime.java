package org.tongqu.adapters.rest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as the wire writes them: RFC 3339 in UTC, always with three digits of milliseconds, and {@code Z}. */
public final class WireTime {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private WireTime() {}

    /** This time, to the millisecond. */
    public static String of(Instant time) {
        return FORM.format(time);
    }
}

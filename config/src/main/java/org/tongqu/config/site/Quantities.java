package org.tongqu.config.site;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations ({@code 500ms 30s 5m 2h 30d}) and sizes ({@code 512B 64KiB 1MiB 2GiB}); a number without unit is refused. */
final class Quantities {
    static final String DURATION = "写成 500ms、30s、5m、2h 或 30d / write it like 500ms, 30s, 5m, 2h or 30d";
    static final String SIZE = "写成 64KiB、1MiB 或 2GiB / write it like 64KiB, 1MiB or 2GiB";
    private static final Pattern DURATION_SHAPE = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE_SHAPE = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)");

    private Quantities() {}

    /** @throws IllegalArgumentException unless it is a positive whole number with a unit of time */
    static Duration duration(String text) {
        Matcher matcher = DURATION_SHAPE.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("not a duration");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** @throws IllegalArgumentException unless it is a positive whole number with a unit of size */
    static long bytes(String text) {
        Matcher matcher = SIZE_SHAPE.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("not a size");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "B" -> amount;
            case "KiB" -> amount << 10;
            case "MiB" -> amount << 20;
            default -> amount << 30;
        };
    }

    /** @throws IllegalArgumentException unless it is a size below 2 GiB */
    static int intBytes(String text) {
        long bytes = bytes(text);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("too large");
        }
        return (int) bytes;
    }
}

package org.tongqu.adapters.dialect;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How a platform writes dates. Every form that occurs in practice is read, whichever the platform promised; one is written.
 *
 * <p>Read are {@code yyyyMMddTHHmmss}, {@code yyyyMMddHHmmss}, {@code yyyyMMddHH:mm:ss}, {@code yyyy-MM-dd HH:mm:ss} (all three in
 * GB/T 39046-2020 or its practice; seconds may be missing, {@code /} may stand for {@code -}, months and days may have one digit),
 * {@code yyyyMMddHHmmssSSS}, milliseconds since 1970 in 13 digits, a day alone, and RFC 3339 with an offset; seconds since 1970 in 10
 * digits only where one of the epoch forms is written, for they could be something else. What has no offset is time of the zone.
 *
 * <p>What a form does not write does not come back: milliseconds but of those with {@code SSS} and {@link #EPOCH_MILLIS}; and which of
 * the two it was, of an hour that the zone had twice. Immutable and thread-safe.
 */
public final class TimeForms {
    /** The pattern that stands for milliseconds since 1970. */
    public static final String EPOCH_MILLIS = "epoch-millis";

    /** The pattern that stands for seconds since 1970. */
    public static final String EPOCH_SECONDS = "epoch-seconds";

    private static final DateTimeFormatter OURS = strict("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
    private static final DateTimeFormatter DAY = strict("uuuu-M-d");
    private static final DateTimeFormatter COMPACT_DAY = strict("uuuuMMdd");
    private static final List<DateTimeFormatter> MOMENTS = List.of(
            fraction("uuuu-M-d H:mm:ss"),
            strict("uuuuMMdd'T'HHmmss"),
            strict("uuuuMMddHHmmss"),
            strict("uuuuMMddHHmmssSSS"),
            strict("uuuuMMddHH:mm:ss"),
            fraction("uuuu-MM-dd'T'HH:mm:ss"),
            strict("uuuu-M-d H:mm"));
    private static final LocalDateTime PROBE = LocalDateTime.of(2026, 11, 23, 22, 45, 56);
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
    private static final Pattern MILLIS = Pattern.compile("[0-9]{13}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{10}");
    private static final Pattern COMPACT = Pattern.compile("[0-9]{8}");
    private static final Pattern DASHED = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}");
    private static final Instant FIRST_OF_TEN_DIGITS = Instant.ofEpochSecond(1_000_000_000);

    private final ZoneId zone;
    private final String pattern;
    private final DateTimeFormatter written;

    /**
     * The forms of a platform.
     *
     * @param zone of times without an offset
     * @param pattern of what is written, as {@link DateTimeFormatter} takes it, {@link #EPOCH_MILLIS} or {@link #EPOCH_SECONDS}
     * @throws IllegalArgumentException if it is no pattern, or what it writes is not read as the same time
     */
    public TimeForms(ZoneId zone, String pattern) {
        this.zone = zone;
        this.pattern = pattern;
        this.written = writesEpoch() ? OURS : strict(pattern.replace('y', 'u'));
        if (!writesEpoch()) {
            requireReadable();
        }
    }

    /** {@code hh} for {@code HH} or {@code mm} for {@code MM} is a pattern too, and writes another time. */
    private void requireReadable() {
        try {
            LocalDateTime back = LocalDateTime.ofInstant(moment(written.format(PROBE.atZone(zone))), zone);
            if (Stream.of(ChronoUnit.SECONDS, ChronoUnit.MINUTES, ChronoUnit.DAYS)
                    .noneMatch(unit -> back.equals(PROBE.truncatedTo(unit)))) {
                throw new IllegalArgumentException(pattern + " writes another time");
            }
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException(pattern + " writes what cannot be read", unreadable);
        }
    }

    /** Whether a number is written, of milliseconds or seconds since 1970: then it says no day. */
    public boolean writesEpoch() {
        return pattern.equals(EPOCH_MILLIS) || pattern.equals(EPOCH_SECONDS);
    }

    /** The same with another pattern of what is written. */
    public TimeForms writing(String other) {
        return new TimeForms(zone, other);
    }

    String readMoment(String text) throws Unconvertible {
        try {
            Instant moment = moment(text);
            if (moment.isBefore(EARLIEST) || moment.isAfter(LATEST)) {
                throw unreadable();
            }
            return ours(moment);
        } catch (DateTimeException noTime) {
            throw unreadable();
        }
    }

    String readDay(String text) throws Unconvertible {
        try {
            return day(text.replace('/', '-'))
                    .orElseGet(() -> LocalDate.ofInstant(moment(text), zone))
                    .toString();
        } catch (DateTimeException noDay) {
            throw unreadable();
        }
    }

    /** A moment as our records write it. */
    static String ours(Instant moment) {
        return OURS.format(moment.atOffset(ZoneOffset.UTC));
    }

    /** A moment as the platform writes it. */
    public String write(Instant moment) {
        return writeMoment(moment).asString();
    }

    JsonNode writeMoment(Instant moment) {
        return switch (pattern) {
            case EPOCH_MILLIS -> JsonNodeFactory.instance.numberNode(moment.toEpochMilli());
            case EPOCH_SECONDS -> JsonNodeFactory.instance.numberNode(moment.getEpochSecond());
            default -> JsonNodeFactory.instance.stringNode(written.format(moment.atZone(zone)));
        };
    }

    /** A moment of a record, if it is read again as it is written. */
    Instant tellable(Instant moment) throws Unconvertible {
        if (writesEpoch() && moment.isBefore(FIRST_OF_TEN_DIGITS)) {
            throw new Unconvertible(
                    "time",
                    "2001-09-09 之前的时间写出来不足 10 或 13 位，无法读回",
                    "A time before 2001-09-09 has fewer than 10 or 13 digits, and would not be read.");
        }
        return moment;
    }

    String writeDay(String day) {
        return written.format(
                LocalDate.parse(day, DAY).atTime(LocalTime.MIDNIGHT).atZone(zone));
    }

    /** What a clock of the platform's zone shows at this moment. */
    public LocalDateTime local(Instant moment) {
        return LocalDateTime.ofInstant(moment, zone);
    }

    /**
     * The moment that a text tells, in any form that is read.
     *
     * @throws DateTimeException if it is none of them
     */
    public Instant read(String text) {
        return moment(text);
    }

    private Instant moment(String text) {
        if (MILLIS.matcher(text).matches()) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        if (writesEpoch() && SECONDS.matcher(text).matches()) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        String plain = text.replace('/', '-');
        for (DateTimeFormatter form : MOMENTS) {
            try {
                return LocalDateTime.parse(plain, form).atZone(zone).toInstant();
            } catch (DateTimeParseException another) {
                continue;
            }
        }
        return day(plain).map(day -> day.atStartOfDay(zone).toInstant()).orElseGet(() -> OffsetDateTime.parse(plain)
                .toInstant());
    }

    /** Of a text that is a day alone that day. */
    private static Optional<LocalDate> day(String plain) {
        return COMPACT.matcher(plain).matches()
                ? Optional.of(LocalDate.parse(plain, COMPACT_DAY))
                : DASHED.matcher(plain).matches() ? Optional.of(LocalDate.parse(plain, DAY)) : Optional.empty();
    }

    private static Unconvertible unreadable() {
        return new Unconvertible(
                "time",
                "不是可识别的日期时间，例如 2026-03-02 09:00:00",
                "It is no date and time that can be read, such as 2026-03-02 09:00:00.");
    }

    private static DateTimeFormatter fraction(String pattern) {
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    private static DateTimeFormatter strict(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }
}

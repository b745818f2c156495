package org.tongqu.config.site;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.PartyId;
import org.tongqu.record.calendar.LimitUnit;
import org.tongqu.record.schema.CodeTable;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.site.Party;
import org.tongqu.record.ticket.DispatchCatalogue;
import org.tongqu.record.ticket.Hotline;
import org.tongqu.record.ticket.TicketLimit;
import org.tongqu.record.ticket.Within;

/** Reads {@code hotline.yml}: what the hotline asks of those who handle its tickets, within which limits, and who handles what. */
final class HotlineReader {
    /** The file. */
    static final String FILE = "hotline.yml";

    private static final String WITHIN =
            "写成 4h（小时）、3G（工作日）或 0Z（自然日，0 为当日）/ write 4h for hours, 3G for workdays, 0Z for calendar days, 0 is the"
                    + " same day";
    private static final Pattern DAYS = Pattern.compile("([0-9]{1,3})([GZ])");
    private static final Pattern DIVISION = Pattern.compile("[0-9]{6}|[0-9]{12}");
    private static final List<String> SIGNING = List.of("required", "optional");

    private final Map<PartyId, Party> parties;
    private final Problems problems;

    HotlineReader(Map<PartyId, Party> parties, Problems problems) {
        this.parties = parties;
        this.problems = problems;
    }

    /** What the file says; with mistakes noted the result is not to be used. */
    Content read(YamlMap file) {
        boolean mustSign = file.text("signing").map(this::signing).orElse(false);
        YamlMap returns = file.map("returns").orElse(null);
        YamlMap extensions = file.map("extensions").orElse(null);
        List<Hotline.Limit> limits = new ArrayList<>();
        file.maps("limits").forEach(row -> limits.add(limit(row)));
        List<DispatchCatalogue.Entry> entries = new ArrayList<>();
        file.maps("catalogue").forEach(row -> entry(row).ifPresent(entries::add));
        Hotline hotline = new Hotline(
                mustSign,
                most(returns),
                most(extensions),
                extensions == null ? null : within(extensions, "by"),
                limits,
                reminders(file.map("remind").orElse(null)));
        refuseUnknown(returns);
        refuseUnknown(extensions);
        file.refuseUnknown();
        return new Content(hotline, new DispatchCatalogue(entries));
    }

    private static void refuseUnknown(@Nullable YamlMap map) {
        if (map != null) {
            map.refuseUnknown();
        }
    }

    private boolean signing(Placed<String> text) {
        if (!SIGNING.contains(text.value())) {
            problems.add(
                    text.place(),
                    "signing 不能是 \"" + text.value() + "\" / signing cannot be \"" + text.value() + "\"",
                    Problems.suggest(text.value(), SIGNING));
        }
        return text.value().equals("required");
    }

    private int most(@Nullable YamlMap map) {
        return map == null
                ? Integer.MAX_VALUE
                : value(map, "most", HotlineReader::times, "0 到 99 的整数 / a whole number from 0 to 99")
                        .orElse(Integer.MAX_VALUE);
    }

    private Map<String, Duration> reminders(@Nullable YamlMap map) {
        Map<String, Duration> reminders = new TreeMap<>();
        if (map != null) {
            for (TicketLimit limit : TicketLimit.values()) {
                value(map, limit.word(), Quantities::duration, "30m、24h 之类的时长 / a time such as 30m or 24h")
                        .ifPresent(before -> reminders.put(limit.word(), before));
            }
            map.refuseUnknown();
        }
        return reminders;
    }

    private Hotline.Limit limit(YamlMap row) {
        Hotline.Limit limit = new Hotline.Limit(
                codes(row, "category", "ticketCategory"),
                codes(row, "urgency", "urgency"),
                within(row, "sign"),
                within(row, "reply"));
        if (limit.sign() == null && limit.reply() == null) {
            problems.add(row.place(), "这一行没有时限 / this row has no limit", "补上 sign: 或 reply: / add sign: or reply:");
        }
        row.refuseUnknown();
        return limit;
    }

    private Set<String> codes(YamlMap row, String key, String table) {
        CodeTable known = CodeTables.shipped().find(table).orElseThrow();
        Set<String> codes = new TreeSet<>();
        for (Placed<String> text : row.texts(key)) {
            if (!known.contains(text.value())) {
                problems.add(
                        text.place(),
                        "代码表 " + table + " 没有 \"" + text.value() + "\" / code table " + table + " has no \""
                                + text.value() + "\"",
                        Problems.suggest(text.value(), known.entries().keySet()));
            }
            codes.add(text.value());
        }
        return codes;
    }

    private Optional<DispatchCatalogue.Entry> entry(YamlMap row) {
        Optional<String> topic = row.text("topic").map(Placed::value);
        Optional<String> area =
                value(row, "area", HotlineReader::division, "6 或 12 位区划代码 / a division of 6 or 12 digits");
        Optional<PartyId> handler = row.requiredText("to").flatMap(this::party);
        if (topic.isEmpty() && area.isEmpty()) {
            problems.add(
                    row.place(),
                    "这一行既无 topic 也无 area / this row has neither topic nor area",
                    "至少写一个 / give at least one");
        }
        row.refuseUnknown();
        return handler.map(party -> new DispatchCatalogue.Entry(topic.orElse(null), area.orElse(null), party));
    }

    private Optional<PartyId> party(Placed<String> text) {
        Optional<PartyId> known = parties.keySet().stream()
                .filter(id -> id.value().equals(text.value()))
                .findFirst();
        if (known.isEmpty()) {
            problems.add(
                    text.place(),
                    "没有机构 \"" + text.value() + "\" / no party \"" + text.value() + "\"",
                    Problems.suggest(
                            text.value(),
                            parties.keySet().stream().map(PartyId::value).toList()));
        }
        return known;
    }

    private @Nullable Within within(YamlMap map, String key) {
        return value(map, key, HotlineReader::within, WITHIN).orElse(null);
    }

    private <T> Optional<T> value(YamlMap map, String key, Function<String, T> read, String expected) {
        return map.text(key).flatMap(text -> text.as(read, expected, problems)).map(Placed::value);
    }

    private static Within within(String text) {
        Matcher days = DAYS.matcher(text);
        if (days.matches()) {
            return new Within.Days(
                    Integer.parseInt(days.group(1)),
                    LimitUnit.ofCode(days.group(2)).orElseThrow());
        }
        return new Within.Time(Quantities.duration(text));
    }

    private static int times(String text) {
        if (!text.matches("[0-9]{1,2}")) {
            throw new IllegalArgumentException("not a number of times");
        }
        return Integer.parseInt(text);
    }

    private static String division(String text) {
        if (!DIVISION.matcher(text).matches()) {
            throw new IllegalArgumentException("not a division");
        }
        return text;
    }

    /**
     * What the file says.
     *
     * @param hotline how the hotline works
     * @param catalogue who handles what
     */
    record Content(Hotline hotline, DispatchCatalogue catalogue) {
        /** Of a site without the file. */
        static final Content NONE = new Content(Hotline.WITHOUT_LIMITS, DispatchCatalogue.EMPTY);
    }
}

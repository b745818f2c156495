package org.tongqu.record.calendar;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tongqu.record.json.ShippedResources;
import tools.jackson.databind.JsonNode;

/**
 * Which days are workdays 工作日: Monday to Friday, except as the State Council's yearly notices say. A year without a notice is
 * counted Monday to Friday and the answer says that it is provisional; so is one that rests on days of December while the next
 * year's notice is not there, because that may move them. Immutable and thread-safe.
 *
 * <p>A day on which something begins is never counted, the day on which it ends is.
 */
public final class WorkdayCalendar {

    private static final String FOLDER = "/org/tongqu/record/calendar/";

    private final SortedMap<Integer, HolidayNotice> notices;
    private final Map<LocalDate, Boolean> moved;

    private WorkdayCalendar(SortedMap<Integer, HolidayNotice> notices) {
        this.notices = Collections.unmodifiableSortedMap(notices);
        this.moved = moved(notices.values());
    }

    /** By the notices on the class path, read once. */
    public static WorkdayCalendar shipped() {
        return Shipped.CALENDAR;
    }

    /** The same with further notices; one of a year that is known already takes the other's place. */
    public WorkdayCalendar with(Collection<HolidayNotice> further) {
        SortedMap<Integer, HolidayNotice> all = new TreeMap<>(notices);
        further.forEach(notice -> all.put(notice.year(), notice));
        return new WorkdayCalendar(all);
    }

    /** The notices by year. */
    public SortedMap<Integer, HolidayNotice> notices() {
        return notices;
    }

    /** Whether a day is a workday. */
    public Reckoned<Boolean> isWorkday(LocalDate day) {
        return reckoned(works(day), day, day);
    }

    /**
     * The last day of a time limit. Calendar days need no notice, and their end is not moved off a day off.
     *
     * @param start the day of acceptance, not counted; any day
     * @param limit how many are counted; 0 ends on the day it starts, whatever day that is
     * @param unit what is counted
     * @throws IllegalArgumentException if the limit is negative
     */
    public Reckoned<LocalDate> deadline(LocalDate start, int limit, LimitUnit unit) {
        if (limit < 0) {
            throw new IllegalArgumentException("A time limit cannot be negative: " + limit);
        }
        return switch (unit) {
            case WORKDAYS -> workdaysAfter(start, limit);
            case CALENDAR_DAYS -> new Reckoned<>(start.plusDays(limit), false, List.of());
        };
    }

    /**
     * How many workdays there are after {@code start} up to and with {@code end}.
     *
     * @throws IllegalArgumentException if the end is before the start
     */
    public Reckoned<Integer> workdaysBetween(LocalDate start, LocalDate end) {
        if (end.isBefore(start)) {
            throw new IllegalArgumentException("The end " + end + " is before the start " + start);
        }
        LocalDate first = start.plusDays(1);
        long count = first.datesUntil(end.plusDays(1)).filter(this::works).count();
        return reckoned(Math.toIntExact(count), first, end);
    }

    private Reckoned<LocalDate> workdaysAfter(LocalDate start, int limit) {
        LocalDate day = start;
        int left = limit;
        while (left > 0) {
            day = day.plusDays(1);
            if (works(day)) {
                left--;
            }
        }
        return reckoned(day, start.plusDays(1), day);
    }

    private boolean works(LocalDate day) {
        return moved.getOrDefault(day, HolidayNotice.isMondayToFriday(day));
    }

    /** An answer for which the days from the first to the last were looked at; none if the first is after the last. */
    private <T> Reckoned<T> reckoned(T value, LocalDate first, LocalDate last) {
        if (first.isAfter(last)) {
            return new Reckoned<>(value, false, List.of());
        }
        int lastYear = HolidayNotice.concernsTheNextYear(last) ? last.getYear() + 1 : last.getYear();
        SortedMap<Integer, HolidayNotice> asked = notices.subMap(first.getYear(), lastYear + 1);
        boolean provisional = asked.size() <= lastYear - first.getYear();
        return new Reckoned<>(value, provisional, List.copyOf(asked.values()));
    }

    /** Days that are not as their day of the week says, with whether they are worked; of two notices the later year's counts. */
    private static Map<LocalDate, Boolean> moved(Collection<HolidayNotice> byYear) {
        Map<LocalDate, Boolean> moved = new HashMap<>();
        for (HolidayNotice notice : byYear) {
            for (HolidayNotice.DaysOff days : notice.daysOff()) {
                days.from().datesUntil(days.to().plusDays(1)).forEach(day -> moved.put(day, false));
            }
            notice.makeUpWorkdays().forEach(day -> moved.put(day, true));
        }
        return moved;
    }

    private static final class Shipped {

        static final WorkdayCalendar CALENDAR = load();

        private static WorkdayCalendar load() {
            List<HolidayNotice> notices = new ArrayList<>();
            for (JsonNode year : ShippedResources.json(FOLDER + "index.json")) {
                notices.add(read(ShippedResources.json(FOLDER + year.intValue() + ".json")));
            }
            return new WorkdayCalendar(new TreeMap<>()).with(notices);
        }

        private static HolidayNotice read(JsonNode document) {
            List<HolidayNotice.DaysOff> daysOff = new ArrayList<>();
            for (JsonNode days : document.required("daysOff")) {
                daysOff.add(new HolidayNotice.DaysOff(
                        LocalDate.parse(text(days, "from")),
                        LocalDate.parse(text(days, "to")),
                        text(days, "zh"),
                        text(days, "en")));
            }
            TreeSet<LocalDate> makeUpWorkdays = new TreeSet<>();
            document.required("makeUpWorkdays").forEach(day -> makeUpWorkdays.add(LocalDate.parse(day.stringValue())));
            return new HolidayNotice(
                    document.required("year").intValue(),
                    text(document, "notice"),
                    text(document, "source"),
                    daysOff,
                    makeUpWorkdays);
        }

        private static String text(JsonNode node, String member) {
            return node.required(member).stringValue();
        }
    }
}

package org.tongqu.record.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the State Council's notice 国务院办公厅放假通知 says of one year. It may also move days of the December before: the notice
 * of 2019 had 2018-12-29 worked for New Year. Immutable.
 *
 * @param year the year in its title
 * @param title its title, with its number where known
 * @param source where it was published
 * @param daysOff the days off, apart from each other
 * @param makeUpWorkdays Saturdays and Sundays that are worked 调休上班, in order
 */
public record HolidayNotice(
        int year, String title, String source, List<DaysOff> daysOff, SortedSet<LocalDate> makeUpWorkdays) {

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException in both languages, if a day cannot be this notice's, days off overlap, or a make-up
     *     workday is a workday already or a day off
     */
    public HolidayNotice {
        daysOff = List.copyOf(daysOff);
        makeUpWorkdays = Collections.unmodifiableSortedSet(new TreeSet<>(makeUpWorkdays));
        for (int i = 0; i < daysOff.size(); i++) {
            requireWithin(year, daysOff.get(i).from());
            requireWithin(year, daysOff.get(i).to());
            requireApart(daysOff.get(i), daysOff.subList(0, i));
        }
        for (LocalDate day : makeUpWorkdays) {
            requireWithin(year, day);
            requireRest(day, daysOff);
        }
    }

    /**
     * Days off in a row, weekends among them included.
     *
     * @param from the first
     * @param to the last; the first again for a single day
     * @param zh what for, in Chinese
     * @param en the same in English
     */
    public record DaysOff(LocalDate from, LocalDate to, String zh, String en) {

        /** @throws IllegalArgumentException in both languages, if the last day is before the first */
        public DaysOff {
            if (to.isBefore(from)) {
                throw new IllegalArgumentException(
                        "结束日 " + to + " 早于开始日 / the last day " + to + " is before the first");
            }
        }

        boolean contains(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(to);
        }
    }

    /** The same with more days off. */
    public HolidayNotice withDaysOff(DaysOff more) {
        List<DaysOff> all = new ArrayList<>(daysOff);
        all.add(more);
        return new HolidayNotice(year, title, source, all, makeUpWorkdays);
    }

    /**
     * The same with one more make-up workday.
     *
     * @throws IllegalArgumentException also if it has it already
     */
    public HolidayNotice withMakeUpWorkday(LocalDate day) {
        SortedSet<LocalDate> all = new TreeSet<>(makeUpWorkdays);
        if (!all.add(day)) {
            throw new IllegalArgumentException("补班日 " + day + " 重复 / make-up workday " + day + " stands twice");
        }
        return new HolidayNotice(year, title, source, daysOff, all);
    }

    /** Whether the notice of the year after may move this day too. */
    static boolean concernsTheNextYear(LocalDate day) {
        return day.getMonth() == Month.DECEMBER;
    }

    static boolean isMondayToFriday(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
    }

    private static void requireWithin(int year, LocalDate day) {
        boolean decemberBefore = day.getYear() == year - 1 && concernsTheNextYear(day);
        if (day.getYear() != year && !decemberBefore) {
            throw new IllegalArgumentException(day + " 不在 " + year + " 年，也不在上一年十二月 / " + day + " is neither in " + year
                    + " nor in the December before");
        }
    }

    private static void requireApart(DaysOff days, List<DaysOff> others) {
        for (DaysOff other : others) {
            if (!days.from().isAfter(other.to()) && !other.from().isAfter(days.to())) {
                throw new IllegalArgumentException("放假日期与 " + other.from() + " 至 " + other.to()
                        + " 重叠 / days off overlap with " + other.from() + " to " + other.to());
            }
        }
    }

    private static void requireRest(LocalDate day, List<DaysOff> daysOff) {
        if (isMondayToFriday(day)) {
            throw new IllegalArgumentException(
                    "补班日 " + day + " 本来就是工作日 / make-up workday " + day + " is a workday already");
        }
        if (daysOff.stream().anyMatch(days -> days.contains(day))) {
            throw new IllegalArgumentException("补班日 " + day + " 又是放假日 / make-up workday " + day + " is a day off too");
        }
    }
}

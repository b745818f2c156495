package org.tongqu.record.calendar;

import java.util.List;

/**
 * What the calendar answers, and what it rests on.
 *
 * @param value the answer
 * @param provisional whether a notice that is not there yet may still change it
 * @param notices those that had a say over the days that were counted, by year; empty if none had
 */
public record Reckoned<T>(T value, boolean provisional, List<HolidayNotice> notices) {
    /** Copies the list. */
    public Reckoned {
        notices = List.copyOf(notices);
    }
}

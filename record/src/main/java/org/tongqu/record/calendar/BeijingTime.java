package org.tongqu.record.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The legal time of the whole country 北京时间: UTC+8 all year round. */
public final class BeijingTime {

    private static final ZoneOffset OFFSET = ZoneOffset.ofHours(8);

    private BeijingTime() {}

    /** The day it is at this moment. */
    public static LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, OFFSET);
    }

    /** When a day begins. */
    public static Instant startOf(LocalDate day) {
        return day.atStartOfDay().toInstant(OFFSET);
    }
}

package org.tongqu.config.site;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tongqu.config.files.Names;
import org.tongqu.config.files.Place;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;
import org.tongqu.record.calendar.HolidayNotice;
import org.tongqu.record.calendar.HolidayNotice.DaysOff;

/** Reads {@code calendar/<year>.yml}: what the State Council's notice says of a year, above all of one that is not shipped. */
final class CalendarReader {
    private static final Pattern FILE = Pattern.compile("calendar/(20[0-9]{2})\\.yml");

    private final Problems problems;

    CalendarReader(Problems problems) {
        this.problems = problems;
    }

    /** The notice, without what is mistaken in it; empty if the file's name is no year. */
    Optional<HolidayNotice> read(YamlMap file) {
        Place whole = new Place(file.place().file(), 0);
        Matcher name = FILE.matcher(whole.file());
        if (!name.matches()) {
            problems.add(whole, "文件名不是年份 / the file's name is no year", "改为如 2027.yml / name it like 2027.yml");
            return Optional.empty();
        }
        HolidayNotice notice = new HolidayNotice(
                Integer.parseInt(name.group(1)),
                file.requiredText("notice").map(Placed::value).orElse(""),
                file.requiredText("source").map(Placed::value).orElse(""),
                List.of(),
                Collections.emptySortedSet());
        notice = withMakeUpWorkdays(withDaysOff(notice, file), file);
        file.refuseUnknown();
        return Optional.of(notice);
    }

    private HolidayNotice withDaysOff(HolidayNotice notice, YamlMap file) {
        List<YamlMap> entries = file.maps("days-off");
        if (entries.isEmpty()) {
            problems.add(file.placeOf("days-off"), "没有放假日期 / there are no days off", "补上 days-off: / add days-off:");
        }
        HolidayNotice grown = notice;
        for (YamlMap entry : entries) {
            Optional<LocalDate> from = entry.requiredText("from").flatMap(this::day);
            Optional<LocalDate> to = entry.requiredText("to").flatMap(this::day);
            Names names = Names.read(entry);
            entry.refuseUnknown();
            if (from.isPresent() && to.isPresent()) {
                grown = added(
                        grown,
                        entry.place(),
                        whole -> whole.withDaysOff(new DaysOff(from.get(), to.get(), names.zh(), names.en())));
            }
        }
        return grown;
    }

    private HolidayNotice withMakeUpWorkdays(HolidayNotice notice, YamlMap file) {
        HolidayNotice grown = notice;
        for (Placed<String> text : file.texts("make-up-workdays")) {
            Optional<LocalDate> day = day(text);
            if (day.isPresent()) {
                grown = added(grown, text.place(), whole -> whole.withMakeUpWorkday(day.get()));
            }
        }
        return grown;
    }

    private HolidayNotice added(HolidayNotice notice, Place place, UnaryOperator<HolidayNotice> addition) {
        try {
            return addition.apply(notice);
        } catch (IllegalArgumentException mistake) {
            problems.add(
                    place, String.valueOf(mistake.getMessage()), "对照通知原文改正 / correct it by the text of the notice");
            return notice;
        }
    }

    private Optional<LocalDate> day(Placed<String> text) {
        return text.as(CalendarReader::parsed, "写成 2027-01-31 / write it like 2027-01-31", problems)
                .map(Placed::value);
    }

    private static LocalDate parsed(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a day", e);
        }
    }
}

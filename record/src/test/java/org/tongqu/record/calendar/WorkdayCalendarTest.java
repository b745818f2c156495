package org.tongqu.record.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.tongqu.record.calendar.LimitUnit.CALENDAR_DAYS;
import static org.tongqu.record.calendar.LimitUnit.WORKDAYS;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.record.schema.CodeTables;

class WorkdayCalendarTest {

    private static final int ROUNDS = 2000;

    private static final WorkdayCalendar CALENDAR = WorkdayCalendar.shipped();

    @ParameterizedTest
    @CsvSource({
        "2024-02-08, 5, 2024-02-21",
        "2024-09-13, 3, 2024-09-19",
        "2025-01-24, 5, 2025-02-07",
        "2025-09-30, 3, 2025-10-11",
        "2025-12-31, 5, 2026-01-08",
        "2026-02-13, 5, 2026-02-27",
        "2026-02-14, 1, 2026-02-24",
        "2026-04-30, 10, 2026-05-18",
        "2026-09-18, 7, 2026-09-29",
        "2026-09-30, 20, 2026-11-03"
    })
    void aLimitInWorkdaysEndsOnTheLastCountedDay(LocalDate start, int limit, LocalDate end) {
        Reckoned<LocalDate> deadline = CALENDAR.deadline(start, limit, WORKDAYS);

        assertThat(deadline.value()).isEqualTo(end);
        assertThat(deadline.provisional()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2024, 251", "2025, 248", "2026, 248"})
    void aYearHasAsManyWorkdaysAsItsNoticeLeaves(int year, int workdays) {
        Reckoned<Integer> count = CALENDAR.workdaysBetween(LocalDate.of(year - 1, 12, 31), LocalDate.of(year, 12, 31));

        assertThat(count.value()).isEqualTo(workdays);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-08, true, weekday",
        "2026-10-10, true, make-up Saturday",
        "2026-10-11, false, Sunday",
        "2026-10-07, false, last day off",
        "2026-09-20, true, make-up Sunday"
    })
    void aDayIsAWorkdayAsTheNoticeSays(LocalDate day, boolean workday, String why) {
        assertThat(CALENDAR.isWorkday(day).value()).as(why).isEqualTo(workday);
        assertThat(CALENDAR.isWorkday(day).provisional()).isFalse();
    }

    @Test
    void anAnswerNamesTheNoticesItRestsOn() {
        assertThat(CALENDAR.deadline(day("2025-12-31"), 5, WORKDAYS).notices())
                .extracting(HolidayNotice::title)
                .containsExactly("国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号）");
        assertThat(CALENDAR.deadline(day("2025-11-28"), 5, WORKDAYS).notices())
                .extracting(HolidayNotice::year)
                .containsExactly(2025, 2026);
        assertThat(CALENDAR.notices().get(2024).source()).endsWith("content_6911528.htm");
    }

    @Test
    void beyondTheLastNoticeMondayToFridayCountProvisionally() {
        Reckoned<LocalDate> deadline = CALENDAR.deadline(day("2027-04-30"), 3, WORKDAYS);

        assertThat(deadline.value()).isEqualTo("2027-05-05");
        assertThat(deadline.provisional()).isTrue();
        assertThat(deadline.notices()).isEmpty();
        assertThat(CALENDAR.isWorkday(day("2027-01-01"))).isEqualTo(new Reckoned<>(true, true, List.of()));
        assertThat(CALENDAR.isWorkday(day("2023-12-30")).provisional()).isTrue();
        assertThat(CALENDAR.workdaysBetween(day("2026-12-31"), day("2027-01-04"))
                        .provisional())
                .isTrue();
    }

    @Test
    void aDayOfDecemberIsProvisionalUntilTheNextYearsNoticeIsThere() {
        assertThat(CALENDAR.deadline(day("2026-11-27"), 1, WORKDAYS).provisional())
                .isFalse();
        assertThat(CALENDAR.deadline(day("2026-11-27"), 2, WORKDAYS).provisional())
                .isTrue();
        assertThat(CALENDAR.isWorkday(day("2025-12-31")).provisional()).isFalse();
    }

    @Test
    void aFurtherNoticeMakesAProvisionalDeadlineFinal() {
        LocalDate start = day("2026-12-24");
        assertThat(CALENDAR.deadline(start, 5, WORKDAYS).value()).isEqualTo("2026-12-31");
        assertThat(CALENDAR.deadline(start, 5, WORKDAYS).provisional()).isTrue();

        Reckoned<LocalDate> deadline = CALENDAR.with(List.of(notice2027())).deadline(start, 5, WORKDAYS);

        assertThat(deadline.value()).isEqualTo("2026-12-30");
        assertThat(deadline.provisional()).isFalse();
        assertThat(deadline.notices()).extracting(HolidayNotice::year).containsExactly(2026, 2027);
    }

    @Test
    void aNoticeOfAKnownYearTakesTheOthersPlace() {
        HolidayNotice changed = new HolidayNotice(2026, "changed", "-", List.of(), new TreeSet<>());

        assertThat(CALENDAR.with(List.of(changed)).isWorkday(day("2026-10-01")))
                .isEqualTo(new Reckoned<>(true, false, List.of(changed)));
    }

    @Test
    void calendarDaysNeedNoNotice() {
        assertThat(CALENDAR.deadline(day("2026-12-30"), 3, CALENDAR_DAYS))
                .isEqualTo(new Reckoned<>(day("2027-01-02"), false, List.of()));
    }

    @Test
    void aLimitOfNothingEndsOnTheDayItStarts() {
        assertThat(CALENDAR.deadline(day("2026-10-03"), 0, WORKDAYS))
                .isEqualTo(new Reckoned<>(day("2026-10-03"), false, List.of()));
        assertThat(CALENDAR.workdaysBetween(day("2027-10-03"), day("2027-10-03")))
                .isEqualTo(new Reckoned<>(0, false, List.of()));
    }

    @Test
    void nothingIsCountedBackwards() {
        assertThatIllegalArgumentException().isThrownBy(() -> CALENDAR.deadline(day("2026-10-03"), -1, WORKDAYS));
        assertThatIllegalArgumentException().isThrownBy(() -> CALENDAR.deadline(day("2026-10-03"), -1, CALENDAR_DAYS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CALENDAR.workdaysBetween(day("2026-10-03"), day("2026-10-02")));
    }

    @Test
    void countingForwardsAndBetweenAgree() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            LocalDate start = day("2023-06-01").plusDays(random.nextInt(4 * 365));
            int limit = 1 + random.nextInt(300);

            Reckoned<LocalDate> end = CALENDAR.deadline(start, limit, WORKDAYS);

            assertThat(CALENDAR.workdaysBetween(start, end.value()))
                    .as("seed %d: %d after %s", seed, limit, start)
                    .isEqualTo(new Reckoned<>(limit, end.provisional(), end.notices()));
            assertThat(CALENDAR.isWorkday(end.value()).value())
                    .as("seed %d", seed)
                    .isTrue();
        }
    }

    @Test
    void whatIsCountedInTwoPartsIsCountedInOne() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            LocalDate start = day("2023-06-01").plusDays(random.nextInt(4 * 365));
            int first = random.nextInt(100);
            int second = random.nextInt(100);

            LocalDate middle = CALENDAR.deadline(start, first, WORKDAYS).value();

            assertThat(CALENDAR.deadline(middle, second, WORKDAYS).value())
                    .as("seed %d: %d and %d after %s", seed, first, second, start)
                    .isEqualTo(
                            CALENDAR.deadline(start, first + second, WORKDAYS).value());
        }
    }

    @Test
    void theUnitsAreThoseOfTheCodeTable() {
        assertThat(CodeTables.shipped()
                        .find("limitUnit")
                        .orElseThrow()
                        .entries()
                        .keySet())
                .containsExactly("G", "Z");
        assertThat(LimitUnit.ofCode("G")).contains(WORKDAYS);
        assertThat(LimitUnit.ofCode("Z")).contains(CALENDAR_DAYS);
        assertThat(LimitUnit.ofCode("g")).isEmpty();
    }

    /** Invented: the real one was not there when this was written. */
    private static HolidayNotice notice2027() {
        return new HolidayNotice(2027, "invented", "-", List.of(), new TreeSet<>())
                .withDaysOff(new HolidayNotice.DaysOff(day("2026-12-31"), day("2027-01-02"), "元旦", "New Year's Day"))
                .withMakeUpWorkday(day("2026-12-26"));
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }
}

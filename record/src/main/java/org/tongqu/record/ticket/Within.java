package org.tongqu.record.ticket;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.calendar.LimitUnit;
import org.tongqu.record.calendar.Reckoned;
import org.tongqu.record.calendar.WorkdayCalendar;

/** How long something may take. */
public sealed interface Within {
    /**
     * The last moment at which it is in time.
     *
     * @param from when it begins to count
     * @return empty if a notice of days off that is not there yet may still move it: then it cannot be held against anybody
     */
    Optional<Instant> latest(Instant from, WorkdayCalendar calendar);

    /**
     * So many hours and minutes, by day and night.
     *
     * @param time how long
     */
    record Time(Duration time) implements Within {
        @Override
        public Optional<Instant> latest(Instant from, WorkdayCalendar calendar) {
            return Optional.of(from.plus(time));
        }
    }

    /**
     * To the end, in Beijing time, of the last of so many days; the day on which it begins is not counted, 0 is that day itself.
     *
     * @param days how many
     * @param unit what is counted
     */
    record Days(int days, LimitUnit unit) implements Within {
        @Override
        public Optional<Instant> latest(Instant from, WorkdayCalendar calendar) {
            Reckoned<LocalDate> last = calendar.deadline(BeijingTime.dayOf(from), days, unit);
            return last.provisional()
                    ? Optional.empty()
                    : Optional.of(BeijingTime.startOf(last.value().plusDays(1)).minusMillis(1));
        }
    }
}

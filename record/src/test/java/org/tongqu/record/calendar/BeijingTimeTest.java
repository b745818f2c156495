package org.tongqu.record.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class BeijingTimeTest {

    @Test
    void theDayBeginsAtSixteenHoursUtc() {
        assertThat(BeijingTime.dayOf(Instant.parse("2025-12-31T15:59:59.999Z"))).isEqualTo(LocalDate.of(2025, 12, 31));
        assertThat(BeijingTime.dayOf(Instant.parse("2025-12-31T16:00:00.000Z"))).isEqualTo(LocalDate.of(2026, 1, 1));
    }
}

package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormsTest {
    private static final TimeForms CHINA = new TimeForms(ZoneId.of("Asia/Shanghai"), "yyyy-MM-dd HH:mm:ss");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20260302T090807",
                "20260302090807",
                "2026030209:08:07",
                "2026-03-02 09:08:07",
                "2026/03/02 09:08:07",
                "2026-03-02T09:08:07",
                "2026-03-02T09:08:07+08:00",
                "2026-03-02T01:08:07Z",
                "1772413687000",
                "2026/3/2 9:08:07",
                "20260302090807000",
                "2026-03-02 09:08:07.0"
            })
    void everyFormThatOccursIsRead(String text) throws Unconvertible {
        assertThat(CHINA.readMoment(text)).isEqualTo("2026-03-02T01:08:07.000Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02 09:08, 2026-03-02T01:08:00.000Z",
        "2026-03-02 09:08:07.250, 2026-03-02T01:08:07.250Z",
        "2026-03-02 09:08:07.25, 2026-03-02T01:08:07.250Z",
        "20260302090807250, 2026-03-02T01:08:07.250Z",
        "1772413687250, 2026-03-02T01:08:07.250Z",
        "2026-03-02, 2026-03-01T16:00:00.000Z",
        "2026/3/2, 2026-03-01T16:00:00.000Z",
        "20260302, 2026-03-01T16:00:00.000Z"
    })
    void whatIsMissingIsZeroAndTheZoneIsThePlatforms(String text, String moment) throws Unconvertible {
        assertThat(CHINA.readMoment(text)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29 09:00:00",
                "2026-13-01",
                "20260302240000",
                "09:00",
                "昨天",
                "177241368700",
                "1772413687",
                "2026030209",
                "2026/2/30",
                "2026/3/",
                "2026",
                "9901011990010"
            })
    void whatIsNoTimeIsRefusedAndNotGuessed(String text) {
        assertThatExceptionOfType(Unconvertible.class)
                .isThrownBy(() -> CHINA.readMoment(text))
                .matches(refused -> refused.rule().equals("time"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yyyy-MM-dd hh:mm:ss", "yyyy-mm-dd", "YYYY-MM-DD", "yyyy-MM-dd HH:MM:ss", "'a day'"})
    void aPatternThatWritesAnotherTimeIsRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> CHINA.writing(pattern));
    }

    @Test
    void oneFormIsWritten() {
        Instant moment = Instant.parse("2026-03-02T01:08:07.000Z");
        assertThat(CHINA.writeMoment(moment).asString()).isEqualTo("2026-03-02 09:08:07");
        assertThat(CHINA.writing("yyyyMMdd'T'HHmmss").writeMoment(moment).asString())
                .isEqualTo("20260302T090807");
        assertThat(CHINA.writing(TimeForms.EPOCH_MILLIS).writeMoment(moment).longValue())
                .isEqualTo(1772413687000L);
        assertThat(CHINA.writing(TimeForms.EPOCH_SECONDS).writeMoment(moment).longValue())
                .isEqualTo(1772413687L);
    }

    @Test
    void secondsSince1970AreReadWhereSuchTimesAreAgreed() throws Unconvertible {
        for (String pattern : List.of(TimeForms.EPOCH_MILLIS, TimeForms.EPOCH_SECONDS)) {
            TimeForms agreed = CHINA.writing(pattern);
            assertThat(agreed.readMoment("1772413687")).isEqualTo("2026-03-02T01:08:07.000Z");
            assertThat(agreed.readMoment("1772413687250")).isEqualTo("2026-03-02T01:08:07.250Z");
            assertThat(agreed.readMoment("2026-03-02 09:08:07")).isEqualTo("2026-03-02T01:08:07.000Z");
            assertThatExceptionOfType(Unconvertible.class).isThrownBy(() -> agreed.readMoment("177241368"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "yyyyMMdd, 2026-03-01T16:00:00.000Z",
        "yyyy-MM-dd HH:mm, 2026-03-02T01:08:00.000Z",
        "yyyyMMddHHmmss, 2026-03-02T01:08:07.000Z",
        "epoch-seconds, 2026-03-02T01:08:07.000Z",
        "yyyyMMddHHmmssSSS, 2026-03-02T01:08:07.987Z",
        "yyyy-MM-dd HH:mm:ss.SSS, 2026-03-02T01:08:07.987Z",
        "epoch-millis, 2026-03-02T01:08:07.987Z"
    })
    void whatAFormDoesNotWriteIsCutOffAndTheRestComesBack(String pattern, String comesBack) throws Unconvertible {
        TimeForms forms = CHINA.writing(pattern);
        String written =
                forms.writeMoment(Instant.parse("2026-03-02T01:08:07.987Z")).asString();
        assertThat(forms.readMoment(written)).isEqualTo(comesBack);
    }

    @Test
    void whatWouldNotBeReadAgainIsNotTold() throws Unconvertible {
        Instant first = Instant.parse("2001-09-09T01:46:40.000Z");
        for (String pattern : List.of(TimeForms.EPOCH_MILLIS, TimeForms.EPOCH_SECONDS)) {
            TimeForms forms = CHINA.writing(pattern);
            assertThat(forms.readMoment(forms.writeMoment(forms.tellable(first)).asString()))
                    .isEqualTo("2001-09-09T01:46:40.000Z");
            assertThatExceptionOfType(Unconvertible.class)
                    .isThrownBy(() -> forms.tellable(first.minusMillis(1)))
                    .matches(refused -> refused.rule().equals("time"));
        }
        assertThat(CHINA.tellable(Instant.EPOCH)).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20260302",
                "2026-03-02",
                "2026/03/02",
                "2026/3/2",
                "2026-3-02",
                "2026-03-02 00:30:00",
                "20260302T003000"
            })
    void aDayIsReadInEveryForm(String text) throws Unconvertible {
        assertThat(CHINA.readDay(text)).isEqualTo("2026-03-02");
    }

    @Test
    void aDayIsWrittenInOneForm() {
        assertThat(CHINA.writing("yyyyMMdd").writeDay("2026-03-02")).isEqualTo("20260302");
        assertThat(CHINA.writeDay("2026-03-02")).isEqualTo("2026-03-02 00:00:00");
    }
}

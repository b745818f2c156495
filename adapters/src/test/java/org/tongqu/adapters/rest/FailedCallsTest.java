package org.tongqu.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.tongqu.adapters.rest.FailedCalls.Caller;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.Rejection;

class FailedCallsTest {
    private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");
    private static final PartyId PARTY = new PartyId("990101.platform");

    private final FailedCalls calls = new FailedCalls();

    @Test
    void whoFailsTwentyTimesRestsForTheMinuteAndNobodyElseDoes() {
        Caller guesser = new Caller(PARTY, "10.0.0.1");
        Caller platform = new Caller(PARTY, "10.0.0.2");
        for (int i = 0; i < 20; i++) {
            assertThatNoException().isThrownBy(() -> calls.requireFew(guesser, NOW));
            calls.count(guesser, NOW);
        }

        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> calls.requireFew(guesser, NOW));
        assertThatNoException().isThrownBy(() -> calls.requireFew(platform, NOW));
        assertThatNoException().isThrownBy(() -> calls.requireFew(guesser, NOW.plusSeconds(60)));
    }

    @Test
    void whereManyAddressesFailAtOnceThoseThatComeThenRestTogether() {
        for (int i = 0; i < 10_000; i++) {
            calls.count(new Caller(PARTY, "a" + i), NOW);
        }
        for (int i = 0; i < 20; i++) {
            Caller further = new Caller(PARTY, "further" + i);
            assertThatNoException().isThrownBy(() -> calls.requireFew(further, NOW));
            calls.count(further, NOW);
        }

        Caller oneMore = new Caller(PARTY, "one more");
        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> calls.requireFew(oneMore, NOW));
        assertThatNoException().isThrownBy(() -> calls.requireFew(new Caller(PARTY, "a1"), NOW));
        Caller ofAnother = new Caller(new PartyId("990101.other"), "one more");
        assertThatNoException().isThrownBy(() -> calls.requireFew(ofAnother, NOW));
        assertThat(calls.count(oneMore, NOW.plusSeconds(60))).isTrue();
        assertThatNoException().isThrownBy(() -> calls.requireFew(oneMore, NOW.plusSeconds(60)));
    }
}

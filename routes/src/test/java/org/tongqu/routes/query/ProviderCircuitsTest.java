package org.tongqu.routes.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.query.Answered;

class ProviderCircuitsTest {
    private static final PartyId CITY = new PartyId("990100.city");
    private static final PartyId TAX = new PartyId("990101.tax");
    private static final Answered AWAY = new Answered.Away("PROVIDER_AWAY_503", "HTTP 503");
    private static final Answered THERE = new Answered.Results(List.of());

    private final Passing clock = new Passing();
    private final ProviderCircuits circuits = new ProviderCircuits(clock);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aProviderThatCameBackIsAskedAsBeforeAndAnotherOneWasAllTheTime() {
        openTheCircuit();
        assertThat(ask(TAX, THERE)).isEqualTo(THERE);

        clock.pass(Duration.ofSeconds(11));

        for (int i = 0; i < 20; i++) {
            assertThat(ask(CITY, THERE)).isEqualTo(THERE);
        }
        assertThat(asked).hasValue(21);
    }

    @Test
    void aProviderThatIsStillAwayIsAskedOnceAndThenNotForAWhile() {
        openTheCircuit();
        clock.pass(Duration.ofSeconds(11));

        assertThat(ask(CITY, AWAY)).isEqualTo(AWAY);

        assertThat(isOpen()).isTrue();
        clock.pass(Duration.ofSeconds(9));
        assertThat(isOpen()).isTrue();
        clock.pass(Duration.ofSeconds(2));
        assertThat(ask(CITY, THERE)).isEqualTo(THERE);
        assertThat(asked).hasValue(2);
    }

    /** Five that found it away, and none that asks it any more. */
    private void openTheCircuit() {
        for (int i = 0; i < 5; i++) {
            assertThat(ask(CITY, AWAY)).isEqualTo(AWAY);
        }
        asked.set(0);
        assertThat(isOpen()).isTrue();
        assertThat(asked).hasValue(0);
    }

    private boolean isOpen() {
        int before = asked.get();
        return ask(CITY, THERE) instanceof Answered.Away away
                && away.code().equals("PROVIDER_CIRCUIT_OPEN")
                && asked.get() == before;
    }

    private Answered ask(PartyId provider, Answered answer) {
        return circuits.within(provider, () -> {
            asked.incrementAndGet();
            return answer;
        });
    }

    private static final class Passing extends Clock {
        private Instant now = Instant.parse("2026-03-02T01:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}

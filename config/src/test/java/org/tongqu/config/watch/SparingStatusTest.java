package org.tongqu.config.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tongqu.config.SetClock;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.LedgerStatus;

class SparingStatusTest {
    private final SetClock clock = new SetClock();
    private final SlowLedger ledger = new SlowLedger();
    private final SparingStatus status = new SparingStatus(ledger, clock);

    @Test
    void whatCostsNothingIsAskedEachTime() {
        assertThat(count()).isEqualTo(1);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void whatTakesLongStandsTwentyTimesAsLong() {
        ledger.takes = Duration.ofMillis(500);
        assertThat(count()).isEqualTo(1);
        clock.pass(Duration.ofMillis(9_999));
        assertThat(count()).isEqualTo(1);
        clock.pass(Duration.ofMillis(1));
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void noAnswerIsOlderThanAMinute() {
        ledger.takes = Duration.ofSeconds(9);
        assertThat(count()).isEqualTo(1);
        clock.pass(Duration.ofMinutes(1));
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aLedgerThatCannotAnswerIsAskedAgain() {
        ledger.away = true;
        assertThatThrownBy(status::waiting).isInstanceOf(LedgerUnavailable.class);
        ledger.away = false;
        assertThat(count()).isEqualTo(1);
    }

    private long count() {
        return status.waiting().get(0).count();
    }

    /** Counts how often it is asked. */
    private final class SlowLedger implements LedgerStatus {
        private Duration takes = Duration.ZERO;
        private boolean away;
        private int asked;

        @Override
        public boolean isReachable() {
            return true;
        }

        @Override
        public List<Waiting> waiting() {
            if (away) {
                throw new LedgerUnavailable("away", new IllegalStateException());
            }
            clock.pass(takes);
            asked++;
            return List.of(new Waiting(
                    new PartyId("990101.tax"), "case.applied", DeliveryState.ACCEPTED, asked, clock.instant()));
        }

        @Override
        public List<OpenCircuit> openCircuits() {
            return List.of();
        }
    }
}

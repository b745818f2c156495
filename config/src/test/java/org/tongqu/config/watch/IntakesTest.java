package org.tongqu.config.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tongqu.config.server.Broker;
import org.tongqu.config.server.Database;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

class IntakesTest {
    private final Database database = mock(Database.class);
    private final Broker broker = mock(Broker.class);
    private final Intakes intakes = new Intakes(new DiskWatch(List.of()), database, broker, mock(ClockWatch.class));

    @BeforeEach
    void allIsWell() {
        when(database.isUp()).thenReturn(true);
        when(broker.isUp()).thenReturn(true);
        when(broker.mayTakeRecords()).thenReturn(true);
    }

    @Test
    void aBrokerThatIsAwayClosesNothingUntilItWasAwayForTooLong() {
        when(broker.isUp()).thenReturn(false);
        assertThat(intakes.isBrokerUp()).isFalse();
        assertThat(intakes.closed()).isEmpty();

        when(broker.mayTakeRecords()).thenReturn(false);
        assertThat(intakes.closed()).map(Rejection::code).contains(ProblemCode.UNAVAILABLE);
    }

    @Test
    void aDatabaseThatIsAwayClosesAtOnce() {
        assertThat(intakes.isIntakeOpen()).isTrue();
        when(database.isUp()).thenReturn(false);
        assertThat(intakes.closed()).map(Rejection::code).contains(ProblemCode.UNAVAILABLE);
    }
}

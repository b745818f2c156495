package org.tongqu.ittests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tongqu.ittests.history.Verdict;

class FaultResultTest {
    private static final Verdict CLEAN = new Verdict(10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());

    @Test
    void whatArrivedAndNeverEndedIsNoSuccess() {
        assertThat(result(Map.of("DELIVERED", 9L, "CLOSED", 1L)).isValid()).isTrue();
        for (String open : List.of("ACCEPTED", "SENDING", "WAITING", "PARKED", "UNKNOWN")) {
            FaultResult left = result(Map.of("DELIVERED", 9L, open, 1L));
            assertThat(left.unfinished()).as(open).isEqualTo(1);
            assertThat(left.isValid()).as(open).isFalse();
            assertThat(left.toJson(1).at("/verdict/valid").asBoolean()).isFalse();
        }
    }

    private static FaultResult result(Map<String, Long> deliveries) {
        return new FaultResult(CLEAN, Map.of(), Map.of(), Map.of(), Duration.ofSeconds(1), Duration.ZERO, deliveries);
    }
}

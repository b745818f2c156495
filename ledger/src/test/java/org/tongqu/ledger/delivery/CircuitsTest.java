package org.tongqu.ledger.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a lane waits before it tries its party again. */
class CircuitsTest {
    private final Circuits circuits = new Circuits(new Random(1));

    @ParameterizedTest
    @CsvSource({"0, 1000", "1, 1000", "2, 2000", "3, 4000", "6, 32000", "7, 60000", "8, 60000", "1000000, 60000"})
    void itDoublesUpToAMinuteAndIsSpreadByAFifth(int failures, long millis) {
        List<Duration> waits = IntStream.range(0, 500)
                .mapToObj(i -> circuits.backoff(failures))
                .toList();

        assertThat(waits)
                .allSatisfy(wait -> assertThat(wait.toMillis()).isBetween(millis * 8 / 10, millis * 12 / 10))
                .anySatisfy(wait -> assertThat(wait.toMillis()).isLessThan(millis * 85 / 100))
                .anySatisfy(wait -> assertThat(wait.toMillis()).isGreaterThan(millis * 115 / 100));
    }
}

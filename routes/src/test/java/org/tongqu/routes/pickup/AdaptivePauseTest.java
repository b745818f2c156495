package org.tongqu.routes.pickup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long a place rests. */
class AdaptivePauseTest {
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final AdaptivePause pause = new AdaptivePause();

    @Test
    void itRestsLongerWhileNothingComesAndNotAtAllWhereThereIsMore() {
        assertThat(IntStream.range(0, 6).mapToObj(i -> pause.after(false, false, LONGEST)))
                .containsExactly(millis(100), millis(200), millis(400), millis(800), LONGEST, LONGEST);
        assertThat(pause.after(true, true, LONGEST)).isZero();
        assertThat(pause.after(true, false, LONGEST)).isEqualTo(millis(100));
        assertThat(pause.after(false, false, LONGEST)).isEqualTo(millis(200));
    }

    @Test
    void onePlaceThatIsAwayIsTriedWithGrowingPausesUpToHalfAMinute() {
        assertThat(IntStream.range(0, 7).mapToObj(i -> pause.afterFailure().toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        pause.after(true, false, LONGEST);
        assertThat(pause.afterFailure()).isEqualTo(Duration.ofSeconds(1));
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}

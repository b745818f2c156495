package org.tongqu.ittests.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every plant turns a history red that was clean, in its own column and in no other. */
class PlantTest {
    private static final Map<Plant, ToIntFunction<Verdict>> COLUMNS = Map.of(
            Plant.LOST, Verdict::lost,
            Plant.DUP, verdict -> verdict.duplicated() + verdict.misrouted(),
            Plant.REORDER, Verdict::reordered,
            Plant.ALTERED, Verdict::altered);
    private static final long SECOND = 1_000_000_000L;

    private final Checker checker = new Checker(Duration.ofSeconds(1));

    @ParameterizedTest
    @EnumSource(Plant.class)
    void aPlantIsFound(Plant plant) {
        List<Event> clean = clean();
        assertThat(checker.check(clean).isValid()).isTrue();

        Verdict verdict = checker.check(plant.into(clean));

        assertThat(verdict.isValid()).isFalse();
        assertThat(COLUMNS.get(plant).applyAsInt(verdict)).isPositive();
        COLUMNS.forEach((other, column) -> assertThat(column.applyAsInt(verdict) > 0)
                .as(plant + " in the column of " + other)
                .isEqualTo(other == plant));
    }

    @Test
    void nothingCanBePlantedIntoNothing() {
        for (Plant plant : Plant.values()) {
            assertThatThrownBy(() -> plant.into(List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static List<Event> clean() {
        List<Event> events = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            String record = "s/" + i;
            String key = "k" + i % 2;
            events.add(new Event.Invoke(i * 10 * SECOND, record, key, "sm3:" + i, Set.of("tax", "bank")));
            events.add(new Event.Ok((i * 10 + 1) * SECOND, record, (i + 1) / 2));
            events.add(new Event.Got((i * 10 + 2) * SECOND, "tax", record, "t" + i, "sm3:" + i, true));
            events.add(new Event.Got((i * 10 + 2) * SECOND, "bank", record, "b" + i, null, true));
        }
        events.add(new Event.Kill(15 * SECOND, 16 * SECOND, "gateway"));
        return events;
    }
}

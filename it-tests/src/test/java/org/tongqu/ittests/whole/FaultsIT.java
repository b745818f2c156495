package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tongqu.ittests.faults.FaultPlan;
import org.tongqu.ittests.faults.FaultResult;
import org.tongqu.ittests.faults.FaultRun;
import org.tongqu.ittests.nemesis.Injector;
import org.tongqu.ittests.nemesis.Nemeses;

/**
 * Faults under load. The raw history, the verdict and the gateway's log stay in {@code target/faults-*}; the seed in the folder's name
 * repeats a run as far as chance allows.
 */
class FaultsIT {
    @Test
    void theFaultsOfEveryDayLoseNothingDoubleNothingAndKeepTheOrder() throws IOException, SQLException {
        assertSurvives(Nemeses.everyOne(), 20_261_126L, Duration.ofMillis(500));
    }

    @Test
    @Tag("long")
    void dyingAtTheWorstMomentsLosesNothingDoublesNothingAndKeepsTheOrder() throws IOException, SQLException {
        assertSurvives(Nemeses.moments(), seed(), Duration.ofSeconds(1));
    }

    @Test
    @Tag("long")
    void slowDaysLoseNothingDoubleNothingAndKeepTheOrder() throws IOException, SQLException {
        assertSurvives(Nemeses.slowness(), seed(), Duration.ofSeconds(1));
    }

    @Test
    @Tag("long")
    void whatTakesMinutesLosesNothingDoublesNothingAndKeepsTheOrder() throws IOException, SQLException {
        assertSurvives(Nemeses.patient(), seed(), Duration.ofSeconds(1));
    }

    @Test
    @Tag("long")
    void sixtyKillsLoseNothingDoubleNothingAndKeepTheOrder() throws IOException, SQLException {
        long seed = seed();
        assertSurvives(FaultPlan.chosen(Nemeses.kills(), 60, seed), seed, Duration.ofSeconds(7));
    }

    /** A fresh one unless {@code -Dfaults.seed=} names that of an earlier run. */
    private static long seed() {
        return Long.getLong("faults.seed", System.nanoTime());
    }

    private static void assertSurvives(List<Injector> strikes, long seed, Duration pause)
            throws IOException, SQLException {
        Path folder = Path.of("target/faults-" + seed).toAbsolutePath();
        Files.createDirectories(folder);
        FaultPlan plan = FaultPlan.of(
                        Files.createTempDirectory(folder, "run-"), folder.resolve("history.jsonl"), strikes, seed)
                .pausing(pause);

        FaultResult result = new FaultRun(plan, System.err::println).run();

        result.table().forEach(System.err::println);
        System.err.println(result);
        assertThat(result.verdict().findings()).isEmpty();
        assertThat(result.verdict().isValid()).isTrue();
        assertThat(result.verdict().parked()).isZero();
        assertThat(result.deliveries()).containsOnlyKeys("DELIVERED");
        assertThat(result.verdict().accepted()).isGreaterThan(strikes.size() * 10);
        if ("1".equals(System.getenv("TONGQU_REQUIRE_ALL"))) {
            assertThat(result.notRun()).isEmpty();
        }
        assertThat(new TreeSet<>(result.injected().keySet()))
                .isEqualTo(strikes.stream()
                        .map(Injector::name)
                        .filter(kind -> !result.notRun().containsKey(kind))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}

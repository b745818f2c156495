package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tongqu.ittests.crash.CrashPlan;
import org.tongqu.ittests.crash.CrashResult;
import org.tongqu.ittests.crash.CrashRun;

/**
 * Kills under load. The raw history and the gateway's log stay in {@code target/crash-*}; the seed in the folder's name
 * repeats a run as far as chance allows.
 */
class CrashIT {
    @Test
    void tenKillsLoseNothingDoubleNothingAndKeepTheOrder() throws IOException, SQLException {
        assertSurvives(10, 20_261_122L);
    }

    @Test
    @Tag("long")
    void sixtyKillsLoseNothingDoubleNothingAndKeepTheOrder() throws IOException, SQLException {
        assertSurvives(60, System.nanoTime());
    }

    private static void assertSurvives(int kills, long seed) throws IOException, SQLException {
        Path folder = Path.of("target/crash-" + seed).toAbsolutePath();
        Files.createDirectories(folder);
        CrashPlan plan =
                CrashPlan.of(Files.createTempDirectory(folder, "run-"), folder.resolve("history.jsonl"), kills, seed);

        CrashResult result = new CrashRun(plan, System.err::println).run();

        System.err.println(result);
        assertThat(result.verdict().findings()).isEmpty();
        assertThat(result.verdict().isValid()).isTrue();
        assertThat(result.kills().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(kills);
        assertThat(result.kills()).containsKeys("gateway", "postgres", "both");
        assertThat(result.verdict().parked()).isZero();
        assertThat(result.verdict().accepted()).isGreaterThan(kills * 50);
    }
}

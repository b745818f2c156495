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
import org.tongqu.ittests.faults.NodesRun;
import org.tongqu.ittests.nemesis.NodeStrike;

/** Two gateways on one database and one broker: whatever happens to one of them or to what they share, the other goes on. */
class TwoNodesIT {
    private static final long SEED = 20_261_127L;

    @Test
    void whatHappensToOneNodeLosesNothingDoublesNothingAndKeepsTheOrder() throws IOException, SQLException {
        assertSurvives("short", NodeStrike.all(Duration.ofSeconds(2), Duration.ofSeconds(2)));
    }

    /** Past every lease: a party's time-out of 10 s and 30 s. */
    @Test
    @Tag("long")
    void aNodeThatStandsStillPastItsLeasesHasNothingMoreToSay() throws IOException, SQLException {
        assertSurvives("long", NodeStrike.all(Duration.ofSeconds(90), Duration.ofSeconds(60)));
    }

    private static void assertSurvives(String name, List<NodeStrike> strikes) throws IOException, SQLException {
        Path folder = Path.of("target/nodes-" + name).toAbsolutePath();
        Files.createDirectories(folder);
        FaultPlan plan = FaultPlan.of(
                Files.createTempDirectory(folder, "run-"), folder.resolve("history.jsonl"), List.of(), SEED);

        FaultResult result = new NodesRun(plan, strikes, System.err::println).run();

        result.table().forEach(System.err::println);
        System.err.println(result);
        assertThat(result.verdict().findings()).isEmpty();
        assertThat(result.verdict().isValid()).isTrue();
        assertThat(result.verdict().parked()).isZero();
        assertThat(result.deliveries()).containsOnlyKeys("DELIVERED");
        assertThat(new TreeSet<>(result.injected().keySet()))
                .isEqualTo(strikes.stream().map(NodeStrike::kind).collect(Collectors.toCollection(TreeSet::new)));
    }
}

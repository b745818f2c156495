package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.ittests.process.LedgerReading;
import org.tongqu.ittests.process.PackagedApplication;

/** The first command a newcomer types. */
class DemoIT {
    @TempDir
    Path data;

    @Test
    void theDemoRunsShowsArrivalsAtItsCounterpartiesAndEnds() throws IOException, InterruptedException {
        Path output = Path.of("target/demo.log");
        Files.createDirectories(output.getParent());
        Process demo = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "-Dsun.stdout.encoding=UTF-8",
                        "-jar",
                        PackagedApplication.jar().toString(),
                        "demo",
                        "--data",
                        data.toString(),
                        "--for",
                        "20s"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(demo.waitFor(150, TimeUnit.SECONDS)).isTrue();
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
        Optional<Long> database = new LedgerReading(data.resolve("postgres")).postmasterPid();
        database.flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);

        String said = Files.readString(output);
        assertThat(demo.exitValue()).as(said).isZero();
        assertThat(data.resolve("README.md")).isNotEmptyFile();
        Set<String> seen = receiversIn(said);
        // Which stories the demo tells in twenty seconds is chance; the city's platform has a part in all of them.
        assertThat(seen).contains("990100.platform").hasSizeGreaterThanOrEqualTo(3);
        assertThat(receivers()).containsAll(seen);
        assertThat(database)
                .as("a demo that has ended leaves no database running")
                .isEmpty();
    }

    private static Set<String> receiversIn(String said) {
        return Pattern.compile("← (\\S+) +收到")
                .matcher(said)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private List<String> receivers() throws IOException {
        List<String> receivers = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(f -> f.toString().matches(".*/parties/[^/]+\\.yml"))
                    .toList()) {
                String party = Files.readString(file);
                if (!party.contains("mode: none")) {
                    receivers.add(party.replaceAll("(?ms).*?^id: *(\\S+).*", "$1"));
                }
            }
        }
        return receivers;
    }
}

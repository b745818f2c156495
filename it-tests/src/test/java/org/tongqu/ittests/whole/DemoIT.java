package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(PackagedApplication.options());
        command.addAll(List.of("-jar", PackagedApplication.jar().toString()));
        command.addAll(List.of("demo", "--data", data.toString(), "--for", "25s"));
        Process demo = new ProcessBuilder(command)
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
        assertThat(seen).containsExactlyInAnyOrderElementsOf(receivers());
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

    private Set<String> receivers() throws IOException {
        Set<String> receivers = new TreeSet<>();
        try (Stream<Path> files = Files.list(data.resolve("site/parties"))) {
            for (Path file : files.toList()) {
                String party = Files.readString(file);
                if (!party.contains("mode: none")) {
                    receivers.add(party.replaceAll("(?ms).*?^id: *(\\S+).*", "$1"));
                }
            }
        }
        return receivers;
    }
}

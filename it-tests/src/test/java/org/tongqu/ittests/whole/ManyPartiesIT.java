package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.ittests.load.CaseBodies;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.Reply;
import org.tongqu.ittests.load.Sink;
import org.tongqu.ittests.load.Submission;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.process.ProcessReading;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;

/** Three thousand pushed parties start and run with few threads: lanes sleep until somebody rings. */
class ManyPartiesIT {
    private static final int PARTIES = 3_000;
    private static final String WINDOW = "990101.window";
    private static final int FEW = 10;
    private static final int THREADS = 400;

    @TempDir
    Path folder;

    @Test
    void threeThousandPartiesRunWithFewThreads() throws IOException {
        started(PARTIES);
    }

    /**
     * How long a start takes depends on the machine and its hour, so it is held against the start of a small site in the same run;
     * the best of three each, as what else the machine does only adds.
     */
    @Test
    @Tag("long")
    void threeThousandPartiesStartInLessThanTwiceTheTimeOfTen() throws IOException {
        Duration few = Duration.ofDays(1);
        Duration many = Duration.ofDays(1);
        for (int i = 0; i < 3; i++) {
            few = Collections.min(List.of(few, started(FEW)));
            many = Collections.min(List.of(many, started(PARTIES)));
        }
        System.err.printf("ready, best of three: %d parties %s, %d parties %s%n", FEW, few, PARTIES, many);
        assertThat(many).isLessThan(few.multipliedBy(2));
    }

    private Duration started(int count) throws IOException {
        Path folder = Files.createTempDirectory(this.folder, "parties");
        Clock clock = Clock.systemUTC();
        int port = ListeningPort.next();
        List<GeneratedParty> parties = new ArrayList<>(List.of(GeneratedParty.sender(WINDOW)));
        List<GeneratedRule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "990101.office-" + i;
            parties.add(GeneratedParty.pushed(id, "http://127.0.0.1:" + port + "/" + i));
            rules.add(GeneratedRule.wholeCases("cases-to-" + i, List.of(WINDOW), List.of(id)));
        }
        long before = System.nanoTime();
        GeneratedSite site = GeneratedSite.write(folder, parties, rules, clock);
        System.err.printf("%d parties with keys written in %d ms%n", count, (System.nanoTime() - before) / 1_000_000);
        // Whose receipt a delivery needs is told by its address; all answer with the key of their own.
        Set<String> arrived = ConcurrentHashMap.newKeySet();
        int chosen = new Random(count).nextInt(count);
        PartyId office = new PartyId("990101.office-" + chosen);
        try (Sink sink = new Sink(
                        port,
                        site.sealer(office, clock),
                        clock,
                        arrival -> Reply.DELIVERED,
                        (arrival, answered) -> arrived.add(arrival.id()));
                GatewayProcess gateway = GatewayProcess.start(new GatewayFiles(
                        PackagedApplication.jar(),
                        site.directory(),
                        folder.resolve("data"),
                        Path.of("target/many-parties.log"),
                        site.adminPort(),
                        List.of("-Xmx1g")))) {
            Duration start = gateway.awaitReady(Duration.ofSeconds(120));
            int threads = ProcessReading.of(gateway.pid()).threads();
            System.err.printf("ready in %d ms with %d threads%n", start.toMillis(), threads);
            try (Submission submission = new Submission(
                    new HttpConnection(site.port(), Duration.ofSeconds(60)),
                    site.sealer(new PartyId(WINDOW), clock),
                    site.gatewaySeals())) {
                assertThat(submission.submit(directed(office)).status()).isEqualTo(202);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> arrived.contains("to-one"));
            assertThat(sink.port()).isEqualTo(port);
            assertThat(threads).isLessThan(THREADS);
            assertThat(ProcessReading.of(gateway.pid()).threads()).isLessThan(THREADS);
            return start;
        }
    }

    private static byte[] directed(PartyId office) {
        byte[] body = new CaseBodies(new PartyId(WINDOW), 2_048, 1).body("to-one", "CASE-1");
        return new String(body, java.nio.charset.StandardCharsets.UTF_8)
                .replaceFirst("\"specversion\":\"1.0\",", "\"specversion\":\"1.0\",\"to\":\"" + office + "\",")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}

package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.ittests.load.Arrival;
import org.tongqu.ittests.load.CaseBodies;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.Reply;
import org.tongqu.ittests.load.Sink;
import org.tongqu.ittests.load.Submission;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;

/** The broker loses its journal while many bells are outstanding: that is noticed at the next start and made good from the ledger. */
class BrokerDamageIT {
    private static final String WINDOW = "990101.window";
    private static final String TAX = "990101.tax";
    private static final int KEYS = 120;
    private static final int PER_KEY = 3;
    private static final Duration LONG_AFTER = Duration.ofSeconds(12);

    private final Clock clock = Clock.systemUTC();
    private final CountDownLatch released = new CountDownLatch(1);
    private final Map<String, List<Integer>> arrived = new ConcurrentHashMap<>();
    private final List<String> deliveries = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @Test
    @SuppressWarnings("try") // The party is only there.
    void aLostJournalIsNoticedAndMadeGood() throws Exception {
        Path log = Path.of("target/broker-damage.log");
        Files.deleteIfExists(log);
        int port = ListeningPort.next();
        GeneratedSite site = GeneratedSite.write(
                folder,
                List.of(
                        GeneratedParty.sender(WINDOW),
                        new GeneratedParty(
                                new PartyId(TAX),
                                "department",
                                new GeneratedParty.Reached.Pushed(
                                        "http://127.0.0.1:" + port + "/deliveries", "50s", "safe"))),
                List.of(GeneratedRule.wholeCases("cases-to-tax", List.of(WINDOW), List.of(TAX))),
                clock);
        Path data = folder.resolve("data");
        try (Sink sink = new Sink(
                        port, site.sealer(new PartyId(TAX), clock), clock, this::receive, (arrival, answered) -> {});
                GatewayProcess gateway = GatewayProcess.start(new GatewayFiles(
                        PackagedApplication.jar(),
                        site.directory(),
                        data,
                        log,
                        site.adminPort(),
                        List.of("-Xmx512m")))) {
            gateway.awaitReady(Duration.ofSeconds(90));
            await().atMost(Duration.ofSeconds(60)).until(() -> compared(log).size() == 1);
            assertThat(compared(log).get(0).values()).containsOnly(0);

            submit(site, 0, KEYS);
            long rung = System.nanoTime();
            await().atMost(Duration.ofMinutes(1)).until(() -> System.nanoTime() - rung > LONG_AFTER.toNanos());
            submit(site, KEYS, KEYS + 1);
            gateway.kill();
            empty(data.resolve("broker/journal"));
            gateway.restart();
            Duration start = gateway.awaitReady(Duration.ofSeconds(90));

            await().atMost(Duration.ofSeconds(60)).until(() -> compared(log).size() == 2);
            Map<String, Integer> lost = compared(log).get(1);
            System.err.println("ready after " + start.toMillis() + " ms, " + lost);
            assertThat(Files.readString(log)).containsOnlyOnce("event=broker-differs");
            assertThat(lost.get("missing")).isGreaterThan(KEYS / 2);
            assertThat(lost).containsEntry("matching", 0).containsEntry("impossible", 0);
            released.countDown();
            await().atMost(Duration.ofMinutes(2)).until(() -> deliveries.size() >= (KEYS + 1) * PER_KEY);
            List<Integer> inOrder = IntStream.range(0, PER_KEY).boxed().toList();
            assertThat(arrived)
                    .hasSize(KEYS + 1)
                    .allSatisfy((key, numbers) -> assertThat(numbers).as(key).isEqualTo(inOrder));
        }
    }

    private Reply receive(Arrival arrival) {
        if (released.getCount() > 0) {
            try {
                released.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Reply.Reset();
        }
        String[] parts = arrival.id().split("-");
        if (!deliveries.contains(arrival.delivery())) {
            deliveries.add(arrival.delivery());
            arrived.computeIfAbsent(parts[0], key -> new CopyOnWriteArrayList<>())
                    .add(Integer.parseInt(parts[1]));
        }
        return Reply.DELIVERED;
    }

    private void submit(GeneratedSite site, int from, int to) throws IOException {
        CaseBodies bodies = new CaseBodies(new PartyId(WINDOW), 2_048, 1);
        try (Submission submission = submission(site)) {
            for (int number = 0; number < PER_KEY; number++) {
                for (int key = from; key < to; key++) {
                    byte[] body = bodies.body("k" + key + "-" + number, "CASE-" + key);
                    assertThat(submission.submit(body).status()).isEqualTo(202);
                }
            }
        }
    }

    private Submission submission(GeneratedSite site) {
        return new Submission(
                new HttpConnection(site.port(), Duration.ofSeconds(30)),
                site.sealer(new PartyId(WINDOW), clock),
                site.gatewaySeals());
    }

    /** What each start found, by kind. */
    private static List<Map<String, Integer>> compared(Path log) throws IOException {
        List<Map<String, Integer>> found = new ArrayList<>();
        Pattern number = Pattern.compile("(matching|stale|missing|recent|impossible)=(\\d+)");
        for (String line : Files.readAllLines(log)) {
            if (line.contains("event=broker-compared") || line.contains("event=broker-differs")) {
                Map<String, Integer> counts = new TreeMap<>();
                for (Matcher matcher = number.matcher(line); matcher.find(); ) {
                    counts.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
                }
                found.add(counts);
            }
        }
        return found;
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}

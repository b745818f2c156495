package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.config.embedded.EmbeddedBroker;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.ittests.load.Arrival;
import org.tongqu.ittests.load.CaseBodies;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
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
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * A record that kills the gateway whenever it is delivered, here by the hand of its receiver: it is found among those that were
 * under way with it, and parked.
 */
class PoisonIT {
    private static final String WINDOW = "990101.window";
    private static final String TAX = "990101.tax";
    private static final String POISON = "poison";
    private static final int KEYS = 6;
    private static final int PER_KEY = 2;
    private static final int INNOCENTS = KEYS * PER_KEY;
    /** One death among others, and three alone. */
    private static final int MOST_DEATHS = 4;
    /** Twice as many octets in memory, and not yet a large message. */
    private static final int PADDING = 30_000;
    /** An address holds 16 MiB. */
    private static final int MORE_THAN_MEMORY_HOLDS = 400;

    private static final int IN_ONE_COMMIT = 20;

    private final Clock clock = Clock.systemUTC();
    private final AtomicInteger deaths = new AtomicInteger();
    private final AtomicBoolean submitted = new AtomicBoolean();
    private final AtomicLong victim = new AtomicLong();
    private final Map<String, List<String>> delivered = new ConcurrentHashMap<>();
    private final Set<DeliveryId> together = ConcurrentHashMap.newKeySet();

    @TempDir
    Path folder;

    @Test
    void aRecordThatKillsTheGatewayIsParkedAndThoseAroundItAreDelivered() throws Exception {
        assertParksThePoison(dead -> {});
    }

    /** The broker counts no attempt of what it has paged: the ledger does. */
    @Tag("long")
    @Test
    void soIsOneWhoseLaneIsInPageModeAtEveryStart() throws Exception {
        AtomicInteger paged = new AtomicInteger();
        assertParksThePoison(dead -> {
            fillWithStaleBells(dead);
            assertThat(pages(dead)).isNotEmpty();
            paged.incrementAndGet();
        });
        assertThat(paged).hasValue(MOST_DEATHS);
    }

    /** @param whenDead done with the data directory after each death, before the next start */
    private void assertParksThePoison(Consumer<Path> whenDead) throws IOException {
        int port = ListeningPort.next();
        GeneratedSite site = GeneratedSite.write(
                folder,
                List.of(
                        GeneratedParty.sender(WINDOW),
                        GeneratedParty.pushed(TAX, "http://127.0.0.1:" + port + "/deliveries")),
                List.of(GeneratedRule.wholeCases("cases-to-tax", List.of(WINDOW), List.of(TAX))),
                clock);
        try (Sink sink = new Sink(
                        port, site.sealer(new PartyId(TAX), clock), clock, this::receive, (arrival, answered) -> {});
                GatewayProcess gateway = GatewayProcess.start(new GatewayFiles(
                        PackagedApplication.jar(),
                        site.directory(),
                        folder.resolve("data"),
                        Path.of("target/poison.log"),
                        site.adminPort(),
                        List.of("-Xmx512m")))) {
            gateway.awaitReady(Duration.ofSeconds(90));
            victim.set(gateway.pid());
            submit(site);
            await().atMost(Duration.ofMinutes(4)).until(() -> {
                revive(gateway, whenDead);
                return state(site).equals("PARKED");
            });

            assertThat(deaths).hasValue(MOST_DEATHS);
            assertThat(together)
                    .as("innocents that were under way when it first killed")
                    .isNotEmpty();
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            delivered.values().stream().mapToInt(List::size).sum() == INNOCENTS);
            assertThat(delivered).hasSize(KEYS).allSatisfy((key, ids) -> assertThat(ids)
                    .as("in order")
                    .containsExactly(innocent(key, 0), innocent(key, 1)));
            assertThat(record(site).path("code").asString()).isEqualTo("CRASHES_GATEWAY");
            assertThat(sink.port()).isEqualTo(port);
        }
    }

    /** Innocents are kept waiting until the poison is there too, so that it kills in company the first time. */
    private Reply receive(Arrival arrival) {
        if (arrival.id().equals(POISON)) {
            if (deaths.get() == 0) {
                await().atMost(Duration.ofSeconds(10)).until(() -> submitted.get() && !together.isEmpty());
            }
            deaths.incrementAndGet();
            ProcessHandle.of(victim.get()).ifPresent(ProcessHandle::destroyForcibly);
            return new Reply.Silence(Duration.ofSeconds(1));
        }
        if (deaths.get() == 0) {
            together.add(new DeliveryId(arrival.delivery()));
            await().atMost(Duration.ofSeconds(10)).until(() -> deaths.get() > 0);
            return new Reply.Silence(Duration.ofSeconds(1));
        }
        List<String> ofKey = delivered.computeIfAbsent(
                arrival.id().substring(0, arrival.id().lastIndexOf('-')), key -> new CopyOnWriteArrayList<>());
        if (!ofKey.contains(arrival.id())) {
            ofKey.add(arrival.id());
        }
        return Reply.DELIVERED;
    }

    private static String innocent(String key, int number) {
        return key + "-" + number;
    }

    private void submit(GeneratedSite site) throws IOException {
        CaseBodies bodies = new CaseBodies(new PartyId(WINDOW), 2_048, 1);
        try (Submission submission = new Submission(
                new HttpConnection(site.port(), Duration.ofSeconds(30)),
                site.sealer(new PartyId(WINDOW), clock),
                site.gatewaySeals())) {
            for (int i = 0; i < INNOCENTS; i++) {
                String key = "innocent-" + i % KEYS;
                assertThat(submission
                                .submit(bodies.body(innocent(key, i / KEYS), "CASE-" + key))
                                .status())
                        .isEqualTo(202);
                if (i == INNOCENTS / 2) {
                    assertThat(submission
                                    .submit(bodies.body(POISON, "CASE-" + POISON))
                                    .status())
                            .isEqualTo(202);
                }
            }
        }
        submitted.set(true);
    }

    /** As a supervisor does. */
    private void revive(GatewayProcess gateway, Consumer<Path> whenDead) {
        if (!gateway.isAlive()) {
            whenDead.accept(gateway.data());
            gateway.restart();
            victim.set(gateway.pid());
        }
    }

    /** Bells that were answered long ago, more of them than the lane's address holds in memory. */
    private void fillWithStaleBells(Path data) {
        String padding = "x".repeat(PADDING);
        List<DeliveryId> answered = List.copyOf(together);
        try (EmbeddedBroker broker = EmbeddedBroker.start(data.resolve("broker"), new SecureRandom(), () -> {});
                JMSContext context = broker.connections().createContext(JMSContext.SESSION_TRANSACTED)) {
            Queue lane = context.createQueue("lane." + TAX);
            for (int i = 1; i <= MORE_THAN_MEMORY_HOLDS; i++) {
                context.createProducer()
                        .setProperty("padding", padding)
                        .send(lane, answered.get(i % answered.size()) + ":1");
                if (i % IN_ONE_COMMIT == 0) {
                    context.commit();
                }
            }
        } catch (StartRefused e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> pages(Path data) {
        try (Stream<Path> files = Files.walk(data.resolve("broker/paging"))) {
            return files.filter(file -> file.toString().endsWith(".page"))
                    .filter(file -> file.toFile().length() > 0)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String state(GeneratedSite site) {
        try {
            return record(site).path("state").asString("none");
        } catch (IOException dead) {
            return "dead";
        }
    }

    private JsonNode record(GeneratedSite site) throws IOException {
        String target = "/v1/records/" + WINDOW + "/" + POISON;
        try (HttpConnection connection = new HttpConnection(site.port(), Duration.ofSeconds(10))) {
            HttpMessage answer = connection.exchange(
                    "GET", target, site.sealer(new PartyId(WINDOW), clock).proof("GET", target), new byte[0]);
            return StrictJson.parse(answer.body()).path("deliveries").path(0);
        }
    }
}

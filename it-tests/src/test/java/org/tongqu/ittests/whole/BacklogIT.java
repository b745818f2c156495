package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.ittests.load.Arrival;
import org.tongqu.ittests.load.Reply;
import org.tongqu.ittests.load.Sink;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;

/**
 * Parties that were away for days and come back: their backlog must not hurt the gateway's memory nor another party, and must
 * drain at the rate at which a few records would. {@code -Dbacklog.records=100000} for less than the million;
 * {@code -Dbacklog.window=30} for the seconds over which each rate is taken. Everything it saw is in one line at the end.
 */
@Tag("long")
class BacklogIT {
    private static final int RECORDS = Integer.getInteger("backlog.records", 1_000_000);
    private static final int KEYS = Math.min(10_000, RECORDS);
    private static final int WINDOW = Integer.getInteger("backlog.window", 40);
    /** More than are drained while it is measured, three times, by a machine that drains five times what was seen on a slow one. */
    private static final int FEW = 6_000 * WINDOW;

    private static final int PER_SECOND = 40;
    private static final long HEAP = 512L << 20;
    private static final PartyId SENDER = new PartyId("990101.window");
    private static final PartyId OTHER_SENDER = new PartyId("990101.approval");
    private static final PartyId OTHER = new PartyId("990101.tax");
    private static final Pattern AFTER_COLLECTION = Pattern.compile("Pause .* \\d+M->(\\d+)M\\(\\d+M\\)");

    private final Clock clock = Clock.systemUTC();
    private final Path folder = Path.of("target/backlog-" + System.nanoTime()).toAbsolutePath();
    private final Away few = new Away("few", new PartyId("990101.few"), FEW, FEW);
    private final Away keyed = new Away("keyed", new PartyId("990101.keyed"), RECORDS, KEYS);
    private final Away single = new Away("single", new PartyId("990101.single"), RECORDS, RECORDS);
    private final ConstantLoad load = new ConstantLoad(OTHER_SENDER, PER_SECOND);
    private final StringBuilder figures = new StringBuilder();

    @TempDir
    Path gigabytes;

    @Test
    void aMillionRecordsForPartiesThatAreAwayHurtNobodyAndDrainAtTheUsualRate() throws IOException, SQLException {
        int other = ListeningPort.next();
        GeneratedSite site = site(other);
        Path data = gigabytes.resolve("data");
        Path collections = folder.resolve("gc.log");
        try (Sink sink = new Sink(
                        other,
                        site.sealer(OTHER, clock),
                        clock,
                        a -> Reply.DELIVERED,
                        (a, answered) -> load.arrived(a));
                GatewayProcess gateway = GatewayProcess.start(new GatewayFiles(
                        PackagedApplication.jar(),
                        site.directory(),
                        data,
                        folder.resolve("gateway.log"),
                        site.adminPort(),
                        List.of("-Xmx512m", "-Xlog:gc:file=" + collections)))) {
            gateway.awaitReady(Duration.ofSeconds(90));
            load.start(site, clock);
            pass(20);
            Lane without = lane("without");
            load.stop();

            fill(gateway, site, data, List.of(few));
            load.start(site, clock);
            double alone = few.rate(site);
            load.stop();
            few.leave();
            pass(5);

            fill(gateway, site, data, List.of(keyed, single));
            load.start(site, clock);
            pass(20);
            Lane with = lane("with");
            double[] sums = drainForthAndBack(site, List.of(few, keyed, single));
            load.stop();
            accounts(gateway);
            long heap = heapAfterCollections(collections);
            tell("few-alone/s", alone);
            tell("heap-MB", heap / 1048576.0);
            tell("unaccepted", load.unaccepted());
            System.err.println("BACKLOG records=" + RECORDS + " keys=" + KEYS + figures);

            assertThat(sink.port()).isEqualTo(other);
            assertThat(heap).isLessThan(HEAP * 7 / 10);
            assertThat(with.perSecond).isGreaterThan(0.95 * without.perSecond);
            assertThat(with.p99).isLessThan(1_000 + 2 * without.p99);
            assertThat(sums[1]).as("10,000 keys against a key for each record").isGreaterThan(0.8 * sums[2]);
            assertThat(sums[2]).as("a million against a few").isGreaterThan(0.8 * sums[0]);
            assertThat(sums[1]).as("a million against a few").isGreaterThan(0.8 * sums[0]);
        } finally {
            List.of(few, keyed, single).forEach(Away::close);
        }
    }

    private GeneratedSite site(int other) {
        List<GeneratedParty> parties = new ArrayList<>(List.of(
                GeneratedParty.sender(SENDER.value()),
                GeneratedParty.sender(OTHER_SENDER.value()),
                GeneratedParty.pushed(OTHER.value(), "http://127.0.0.1:" + other + "/deliveries")));
        List<GeneratedRule> rules = new ArrayList<>(
                List.of(GeneratedRule.wholeCases("to-other", List.of(OTHER_SENDER.value()), List.of(OTHER.value()))));
        for (Away away : List.of(few, keyed, single)) {
            parties.add(GeneratedParty.pushed(away.party.value(), "http://127.0.0.1:" + away.port + "/deliveries"));
            rules.add(
                    GeneratedRule.wholeCases("to-" + away.name, List.of(SENDER.value()), List.of(away.party.value())));
        }
        return GeneratedSite.write(folder, parties, rules, clock);
    }

    /** The gateway is cut off, so that its database goes on, and started again when the records are in. */
    private void fill(GatewayProcess gateway, GeneratedSite site, Path data, List<Away> backlogs)
            throws IOException, SQLException {
        gateway.kill();
        try (BacklogFill fill =
                new BacklogFill(data, gateway.ledger().jdbcUrl(), SENDER, site.sealer(SENDER, clock), clock)) {
            for (Away away : backlogs) {
                tell(
                        "fill-" + away.name + "/s",
                        fill.fill(away.name, away.party, "to-" + away.name, away.records, away.keys));
            }
        }
        long start = System.nanoTime();
        gateway.restart();
        gateway.awaitReady(Duration.ofSeconds(120));
        tell("restart-s", (System.nanoTime() - start) / 1e9);
    }

    /**
     * Each twice, the second time in reverse order: the gateway is still getting faster (a JIT compiler on two busy cores takes
     * minutes), and whoever always came last would always have the advantage.
     *
     * @return the sum of both rates of each
     */
    private double[] drainForthAndBack(GeneratedSite site, List<Away> aways) {
        double[] sums = new double[aways.size()];
        for (int i = 0; i < aways.size(); i++) {
            sums[i] += drain(aways.get(i), site);
        }
        for (int i = aways.size() - 1; i >= 0; i--) {
            sums[i] += drain(aways.get(i), site);
        }
        return sums;
    }

    private double drain(Away away, GeneratedSite site) {
        double rate = away.rate(site);
        away.leave();
        return rate;
    }

    /** What the other party gets meanwhile. */
    private Lane lane(String name) {
        load.takeLatencies();
        int before = load.submitted();
        pass(WINDOW);
        List<Long> sorted = load.takeLatencies();
        Lane lane = new Lane(sorted.size() / (double) WINDOW, sorted.get((int) (sorted.size() * 0.99)) / 1e6);
        tell("submitted-" + name + "/s", (load.submitted() - before) / (double) WINDOW);
        tell("delivered-" + name + "/s", lane.perSecond);
        tell("p50-" + name + "-ms", sorted.get(sorted.size() / 2) / 1e6);
        tell("p99-" + name + "-ms", lane.p99);
        return lane;
    }

    /** Nothing twice, nothing out of order, and what did not come is still in the ledger. */
    private void accounts(GatewayProcess gateway) throws SQLException {
        long arrived = 0;
        long all = 0;
        for (Away away : List.of(few, keyed, single)) {
            assertThat(away.wrong).as(away.name).isEmpty();
            arrived += away.arrived.get();
            all += away.records;
            tell("arrived-" + away.name, away.arrived.get());
        }
        long expected = arrived + load.submitted() - load.unaccepted();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(gateway.ledger().deliveries().get("DELIVERED"))
                        .isEqualTo(expected));
        assertThat(gateway.ledger().deliveries()).containsOnlyKeys("DELIVERED", "ACCEPTED");
        assertThat(gateway.ledger().deliveries().get("ACCEPTED")).isEqualTo(all - arrived);
    }

    /** The most over all starts; each begins the log anew, and keeps the one before beside it. */
    private static long heapAfterCollections(Path log) throws IOException {
        long most = 0;
        List<Path> logs;
        try (Stream<Path> files = Files.list(log.getParent())) {
            logs = files.filter(file -> file.getFileName().toString().startsWith("gc.log"))
                    .toList();
        }
        for (Path each : logs) {
            for (String line : Files.readAllLines(each)) {
                Matcher matcher = AFTER_COLLECTION.matcher(line);
                if (matcher.find()) {
                    most = Math.max(most, Long.parseLong(matcher.group(1)) << 20);
                }
            }
        }
        assertThat(most).as("collections were logged").isPositive();
        return most;
    }

    private void tell(String name, double value) {
        String text = String.format(Locale.ROOT, " %s=%.1f", name, value);
        figures.append(text);
        System.err.println("backlog" + text);
    }

    private static void pass(int seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        await().atMost(Duration.ofSeconds(seconds + 10L)).until(() -> System.nanoTime() >= until);
    }

    /** What a party got: records a second, and the time from the start of sending, in milliseconds. */
    private record Lane(double perSecond, double p99) {}

    /** A party with a backlog: at first nobody listens, later it is present or answers 503. */
    private final class Away implements AutoCloseable {
        private final String name;
        private final PartyId party;
        private final int records;
        private final int keys;
        private final int port = ListeningPort.next();
        private final AtomicIntegerArray next;
        private final AtomicLong arrived = new AtomicLong();
        private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        private volatile boolean present;
        private @Nullable Sink sink;

        Away(String name, PartyId party, int records, int keys) {
            this.name = name;
            this.party = party;
            this.records = records;
            this.keys = keys;
            this.next = new AtomicIntegerArray(keys);
        }

        /** Comes back, and once the first has come, counts how many come a second. */
        double rate(GeneratedSite site) {
            if (sink == null) {
                sink = new Sink(port, site.sealer(party, clock), clock, this::receive, (arrival, answered) -> {});
            }
            long before = arrived.get();
            present = true;
            await().atMost(Duration.ofMinutes(3)).until(() -> arrived.get() > before + 200);
            pass(5);
            long first = arrived.get();
            long start = System.nanoTime();
            pass(WINDOW);
            double rate = (arrived.get() - first) * 1e9 / (System.nanoTime() - start);
            tell("drain-" + name + "/s", rate);
            return rate;
        }

        void leave() {
            present = false;
        }

        /** Counted before it is answered: after that the next of its key may come. */
        private Reply receive(Arrival arrival) {
            if (!present) {
                return new Reply.Plain(503, Map.of(), "");
            }
            String[] parts = arrival.id().split("-", -1);
            int key = Integer.parseInt(parts[1]);
            int number = Integer.parseInt(parts[2]);
            if (!next.compareAndSet(key, number, number + 1)) {
                wrong.add(arrival.id() + " instead of " + next.get(key));
            }
            arrived.incrementAndGet();
            return Reply.DELIVERED;
        }

        @Override
        public void close() {
            if (sink != null) {
                sink.close();
            }
        }
    }
}

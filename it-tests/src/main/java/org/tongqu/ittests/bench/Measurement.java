package org.tongqu.ittests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.tongqu.ittests.load.SenderMain;
import org.tongqu.ittests.load.SinkMain;
import org.tongqu.ittests.process.Disk;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.LedgerReading;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.process.ProcessReading;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import tools.jackson.databind.JsonNode;

/**
 * One measurement: the packaged gateway, a sender and a sink as processes of their own, fresh keys, distinct bodies of one
 * case each, a sealed receipt verified for each. Warm-up and a drain, then the window, then a drain until all has arrived:
 * a backlog cannot hide work, since CPU is counted to the end of the drain.
 */
final class Measurement {
    private static final String WINDOW = "990101.window";
    private static final String OFFICE = "990101.office";
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration DRAIN = Duration.ofMinutes(2);
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final Plan plan;
    private final Consumer<String> progress;

    Measurement(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * What to measure.
     *
     * @param size 2k, 10k, 100k
     * @param bytes of a body
     * @param warmup before the window
     * @param window measured
     * @param senders in a closed loop
     * @param gatewayOptions of the gateway's JVM
     * @param folder for keys, data and logs; on a disk
     */
    record Plan(
            String size,
            int bytes,
            Duration warmup,
            Duration window,
            int senders,
            List<String> gatewayOptions,
            Path folder) {}

    /** @throws Dishonest if the figures would not mean what they say */
    Figures run() throws IOException, SQLException, Dishonest {
        Files.createDirectories(plan.folder());
        if (Disk.isMemory(plan.folder())) {
            throw new Dishonest("the data would lie in memory (tmpfs): use a folder on a disk");
        }
        double syncs = Disk.syncsPerSecond(plan.folder(), PROBE);
        int sinkPort = ListeningPort.next();
        GeneratedSite site = GeneratedSite.write(
                plan.folder(),
                List.of(
                        GeneratedParty.sender(WINDOW),
                        GeneratedParty.pushed(OFFICE, "http://127.0.0.1:" + sinkPort + "/deliveries")),
                List.of(GeneratedRule.wholeCases("cases-to-office", List.of(WINDOW), List.of(OFFICE))),
                Clock.systemUTC());
        String folder = plan.folder().toString();
        progress.accept("disk makes " + Math.round(syncs) + " fdatasync/s; starting the gateway");
        try (Companion sink = new Companion(SinkMain.class, folder, Integer.toString(sinkPort), OFFICE);
                GatewayProcess gateway = GatewayProcess.start(files(site))) {
            progress.accept("ready after " + gateway.awaitReady(READY).toMillis() + " ms");
            requireDurable(gateway.ledger());
            try (Companion sender = new Companion(
                    SenderMain.class,
                    folder,
                    Integer.toString(site.port()),
                    WINDOW,
                    Integer.toString(plan.bytes()),
                    Integer.toString(plan.senders()),
                    Long.toString(System.nanoTime(), 36))) {
                return measure(sender, sink, gateway, syncs);
            }
        }
    }

    private Figures measure(Companion sender, Companion sink, GatewayProcess gateway, double syncs)
            throws IOException, SQLException, Dishonest {
        sender.ask("go");
        watch(plan.warmup(), sender, sink, "warm-up");
        drain(sender.ask("pause").path("accepted").asLong(), sink);
        sender.ask("mark");
        long deliveredBefore = sink.ask("mark").path("records").asLong();
        long postgres = gateway.postgresPid().orElseThrow();
        long cpuBefore = ProcessReading.of(gateway.pid()).cpuMillis();
        long postgresBefore = ProcessReading.treeCpuMillis(postgres);

        JsonNode start = sender.ask("go");
        watch(plan.window(), sender, sink, "window");
        JsonNode end = sender.ask("state");
        long accepted = sender.ask("pause").path("accepted").asLong();
        JsonNode drained = drain(accepted, sink);

        ProcessReading after = ProcessReading.of(gateway.pid());
        long postgresAfter = ProcessReading.treeCpuMillis(postgres);
        JsonNode sent = sender.ask("state");
        requireAccounts(sent, drained, gateway.ledger());
        long delivered = drained.path("records").asLong() - deliveredBefore;
        double windowSeconds = seconds(start, end.path("at").asLong());
        return new Figures(
                plan.size(),
                (end.path("accepted").asLong() - start.path("accepted").asLong()) / windowSeconds,
                delivered / seconds(start, drained.path("last").asLong()),
                drained.path("p50_ms").asDouble(),
                drained.path("p99_ms").asDouble(),
                sent.path("p50_ms").asDouble(),
                sent.path("p99_ms").asDouble(),
                (after.cpuMillis() - cpuBefore) / (double) delivered,
                (postgresAfter - postgresBefore) / (double) delivered,
                after.peakResidentKib() / 1024,
                syncs);
    }

    private GatewayFiles files(GeneratedSite site) {
        return new GatewayFiles(
                PackagedApplication.jar(),
                site.directory(),
                plan.folder().resolve("data"),
                plan.folder().resolve("gateway.log"),
                site.adminPort(),
                plan.gatewayOptions());
    }

    private void watch(Duration time, Companion sender, Companion sink, String what) {
        long end = System.nanoTime() + time.toNanos();
        long report = System.nanoTime();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(Math.min(Duration.ofMillis(200).toNanos(), Math.max(1, end - System.nanoTime())));
            if (System.nanoTime() - report > Duration.ofSeconds(10).toNanos()) {
                report = System.nanoTime();
                progress.accept(what + ": accepted "
                        + sender.ask("state").path("accepted").asLong() + ", delivered "
                        + sink.ask("count").path("records").asLong());
            }
        }
    }

    private JsonNode drain(long accepted, Companion sink) throws Dishonest {
        long start = System.nanoTime();
        JsonNode state = sink.ask("count");
        while (state.path("records").asLong() < accepted) {
            if (System.nanoTime() - start > DRAIN.toNanos()) {
                throw new Dishonest("after " + DRAIN.toSeconds() + " s of drain " + accepted + " are accepted and "
                        + state.path("records").asLong() + " arrived");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            state = sink.ask("count");
        }
        progress.accept("drained " + accepted + " in "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        return state;
    }

    private void requireDurable(LedgerReading ledger) throws SQLException, Dishonest {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            String value = ledger.setting(setting);
            progress.accept(setting + " = " + value);
            if (!value.equals("on")) {
                throw new Dishonest(setting + " is " + value);
            }
        }
    }

    private void requireAccounts(JsonNode sent, JsonNode drained, LedgerReading ledger) throws SQLException, Dishonest {
        long receipts = sent.path("accepted").asLong();
        long atSink = drained.path("records").asLong();
        long inLedger = ledger.records();
        progress.accept("receipts " + receipts + ", ledger " + inLedger + ", sink " + atSink + ", sent again "
                + sent.path("repeated").asLong() + ", refused "
                + sent.path("refused").asLong() + ", arrivals "
                + drained.path("arrivals").asLong());
        if (receipts != atSink || receipts != inLedger || sent.path("refused").asLong() > 0) {
            throw new Dishonest("receipts, ledger and sink do not agree, or something was refused");
        }
    }

    private static double seconds(JsonNode start, long end) {
        return (end - start.path("at").asLong()) / 1e9;
    }

    /** The figures would not mean what they say. */
    static final class Dishonest extends Exception {
        Dishonest(String why) {
            super(why);
        }
    }
}

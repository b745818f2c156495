package org.tongqu.ittests.crash;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tongqu.ittests.history.Checker;
import org.tongqu.ittests.history.Event;
import org.tongqu.ittests.history.History;
import org.tongqu.ittests.history.Verdict;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
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
import org.tongqu.record.json.StrictJson;
import org.tongqu.security.digest.Sm3;
import tools.jackson.databind.JsonNode;

/**
 * Load from two senders to two whole-grant sinks, one partial-grant sink and a fetching party; {@code kill -9} of the gateway,
 * its database, or both at seeded moments; restart; drain; verdict. A kill counts only if ten records were accepted after it.
 */
public final class CrashRun {
    private static final PartyId WINDOW = new PartyId("990101.window");
    private static final PartyId APPROVAL = new PartyId("990101.approval");
    private static final String TAX = "990101.tax";
    private static final String HOUSING = "990101.housing";
    private static final String BANK = "990101.bank";
    private static final PartyId ARCHIVE = new PartyId("990101.archive");
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration DRAIN = Duration.ofSeconds(150);
    /** How long before a kill an arrival may have been cut off from its confirmation. */
    public static final Duration IN_FLIGHT = Duration.ofSeconds(1);

    /** What is killed. */
    public static final List<String> TARGETS = List.of("gateway", "postgres", "both");

    private static final int RECOVERED_AFTER = 10;
    private static final int ASKED_AT_MOST = 500;
    private static final Set<String> FINAL = Set.of("DELIVERED", "SENT", "CLOSED", "EXPIRED");

    private final CrashPlan plan;
    private final Consumer<String> progress;
    private final Clock clock = Clock.systemUTC();
    private final Sm3 digests = new Sm3();
    private final Map<String, Integer> kills = new TreeMap<>();
    private final List<Duration> recoveries = new ArrayList<>();

    /**
     * Prepares a run.
     *
     * @param progress told in words what happens
     */
    public CrashRun(CrashPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Runs to the end.
     *
     * @throws IllegalStateException if the gateway does not come back, or a kill hit nothing
     */
    public CrashResult run() throws SQLException {
        int tax = ListeningPort.next();
        int housing = ListeningPort.next();
        int bank = ListeningPort.next();
        GeneratedSite site = site(tax, housing, bank);
        try (History history = new History(plan.history());
                Sink taxSink = sink(site, TAX, tax, history, true);
                Sink housingSink = sink(site, HOUSING, housing, history, true);
                Sink bankSink = sink(site, BANK, bank, history, false);
                GatewayProcess gateway = GatewayProcess.start(files(site));
                CrashLoad load = new CrashLoad(site, plan, history, clock)) {
            progress.accept("sinks " + taxSink.port() + " " + housingSink.port() + " " + bankSink.port());
            gateway.awaitReady(READY);
            long start = System.nanoTime();
            int fromApproval = Math.max(1, plan.senders() / 4);
            load.send(WINDOW, Set.of(TAX, HOUSING, BANK, ARCHIVE.value()), Math.max(1, plan.senders() - fromApproval));
            load.send(APPROVAL, Set.of(TAX, ARCHIVE.value()), fromApproval);
            load.fetch(ARCHIVE);
            new Nemesis(gateway, load, history).strike();
            load.finish();
            Duration loaded = Duration.ofNanos(System.nanoTime() - start);
            Map<String, Long> states = drain(gateway);
            load.end();
            askForTheMissing(site, history);
            Verdict verdict = new Checker(IN_FLIGHT).check(history.events());
            return new CrashResult(verdict, kills, recoveries, loaded, states);
        }
    }

    private GeneratedSite site(int tax, int housing, int bank) {
        List<String> both = List.of(WINDOW.value(), APPROVAL.value());
        return GeneratedSite.write(
                plan.folder(),
                List.of(
                        GeneratedParty.sender(WINDOW.value()),
                        GeneratedParty.sender(APPROVAL.value()),
                        GeneratedParty.pushed(TAX, url(tax)),
                        GeneratedParty.pushed(HOUSING, url(housing)),
                        GeneratedParty.pushed(BANK, url(bank)),
                        GeneratedParty.fetching(ARCHIVE.value())),
                List.of(
                        GeneratedRule.wholeCases("cases-to-tax", both, List.of(TAX)),
                        GeneratedRule.wholeCases("cases-to-archive", both, List.of(ARCHIVE.value())),
                        GeneratedRule.wholeCases("cases-to-housing", List.of(WINDOW.value()), List.of(HOUSING)),
                        new GeneratedRule(
                                "some-of-cases-to-bank",
                                List.of("case.applied"),
                                List.of(WINDOW.value()),
                                List.of(BANK),
                                List.of("/caseNo", "/item/name"))),
                clock);
    }

    private GatewayFiles files(GeneratedSite site) {
        return new GatewayFiles(
                PackagedApplication.jar(),
                site.directory(),
                plan.folder().resolve("data"),
                plan.history().toAbsolutePath().resolveSibling("gateway.log"),
                site.adminPort(),
                plan.options());
    }

    private Sink sink(GeneratedSite site, String party, int port, History history, boolean whole) {
        return new Sink(
                port,
                site.sealer(new PartyId(party), clock),
                clock,
                arrival -> Reply.DELIVERED,
                (arrival, answered) -> history.add(new Event.Got(
                        arrival.at(),
                        party,
                        arrival.record(),
                        arrival.delivery(),
                        whole ? digests.sm3(arrival.body()).value() : null,
                        answered)));
    }

    /** Waits until the ledger holds nothing but final deliveries, or too long; the checker judges either way. */
    private Map<String, Long> drain(GatewayProcess gateway) throws SQLException {
        long start = System.nanoTime();
        Map<String, Long> states = gateway.ledger().deliveries();
        while (!FINAL.containsAll(states.keySet()) && System.nanoTime() - start < DRAIN.toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            states = gateway.ledger().deliveries();
        }
        progress.accept(
                "drained in " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms: " + states);
        return states;
    }

    /** Asks the gateway, as the sender may, for the state of every delivery that has not arrived. */
    private void askForTheMissing(GeneratedSite site, History history) {
        Set<String> arrived = new HashSet<>();
        for (Event event : history.events()) {
            if (event instanceof Event.Got got) {
                arrived.add(got.record() + " " + got.party());
            }
        }
        int asked = 0;
        try (HttpConnection connection = new HttpConnection(site.port(), Duration.ofSeconds(10))) {
            for (Event event : history.events()) {
                if (event instanceof Event.Invoke sent
                        && sent.parties().stream().anyMatch(p -> !arrived.contains(sent.record() + " " + p))
                        && asked++ < ASKED_AT_MOST) {
                    ask(site, connection, sent, history);
                }
            }
        } catch (IOException e) {
            progress.accept("the gateway does not say what it has left");
        }
    }

    private void ask(GeneratedSite site, HttpConnection connection, Event.Invoke sent, History history)
            throws IOException {
        String target = "/v1/records/" + sent.record();
        PartyId sender = new PartyId(sent.record().substring(0, sent.record().indexOf('/')));
        HttpMessage answer =
                connection.exchange("GET", target, site.sealer(sender, clock).proof("GET", target), new byte[0]);
        if (answer.status() == 200) {
            for (JsonNode delivery : StrictJson.parse(answer.body()).path("deliveries")) {
                history.add(new Event.Left(
                        System.nanoTime(),
                        sent.record(),
                        delivery.path("recipient").asString(),
                        delivery.path("state").asString()));
            }
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + "/deliveries";
    }

    /** Kills at seeded moments and waits for each recovery. */
    private final class Nemesis {
        private final GatewayProcess gateway;
        private final CrashLoad load;
        private final History history;
        private final Random random = new Random(plan.seed());

        Nemesis(GatewayProcess gateway, CrashLoad load, History history) {
            this.gateway = gateway;
            this.load = load;
            this.history = history;
        }

        void strike() {
            pause();
            for (int i = 0; i < plan.kills(); i++) {
                String target = i < TARGETS.size() ? TARGETS.get(i) : TARGETS.get(random.nextInt(TARGETS.size()));
                long before = load.accepted();
                long start = System.nanoTime();
                long gone = kill(target);
                await("ten records after the kill of " + target, () -> recovered(before));
                Duration recovery = Duration.ofNanos(System.nanoTime() - start);
                history.add(new Event.Kill(gone, target.equals("gateway") ? gone : System.nanoTime(), target));
                recoveries.add(recovery);
                kills.merge(target, 1, Integer::sum);
                progress.accept("kill " + (i + 1) + " of " + target + ": records again after " + recovery.toMillis()
                        + " ms, accepted " + load.accepted());
                pause();
            }
        }

        private long kill(String target) {
            if (!target.equals("gateway") && !gateway.killPostgres()) {
                throw new IllegalStateException("there was no database to kill");
            }
            if (!target.equals("postgres")) {
                gateway.kill();
                long gone = System.nanoTime();
                gateway.restart();
                return gone;
            }
            return System.nanoTime();
        }

        private boolean recovered(long before) {
            if (!gateway.isAlive()) {
                progress.accept("the gateway ended by itself, started again");
                gateway.restart();
            }
            return load.accepted() >= before + RECOVERED_AFTER;
        }

        private void pause() {
            long least = plan.pauseLeast().toNanos();
            LockSupport.parkNanos(
                    least + (long) (random.nextDouble() * (plan.pauseMost().toNanos() - least)));
        }

        private void await(String what, BooleanSupplier condition) {
            long start = System.nanoTime();
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - start > READY.toNanos()) {
                    throw new IllegalStateException("no " + what + " in " + READY);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }
}

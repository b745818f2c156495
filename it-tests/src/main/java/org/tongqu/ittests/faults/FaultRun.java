package org.tongqu.ittests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tongqu.ittests.history.Checker;
import org.tongqu.ittests.history.Event;
import org.tongqu.ittests.history.History;
import org.tongqu.ittests.history.Verdict;
import org.tongqu.ittests.load.Arrival;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.load.Reply;
import org.tongqu.ittests.load.Sink;
import org.tongqu.ittests.load.TcpProxy;
import org.tongqu.ittests.nemesis.Injector;
import org.tongqu.ittests.nemesis.Partner;
import org.tongqu.ittests.nemesis.Replays;
import org.tongqu.ittests.nemesis.Scene;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.LedgerLog;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.process.OwnDisk;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.security.digest.Sm3;
import tools.jackson.databind.JsonNode;

/**
 * Load from two senders to two partners with whole grants, one with a part and a party that fetches; one strike after the other;
 * drain; verdict. Of one partner's answers one in twenty is an error, so that something is always being retried. A strike counts
 * only if ten records were accepted after it.
 */
public final class FaultRun {
    private static final PartyId WINDOW = new PartyId("990101.window");
    private static final PartyId APPROVAL = new PartyId("990101.approval");
    private static final String TAX = "990101.tax";
    private static final String HOUSING = "990101.housing";
    private static final String BANK = "990101.bank";
    private static final PartyId ARCHIVE = new PartyId("990101.archive");
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration STANDSTILL = Duration.ofSeconds(150);
    private static final Duration DRAIN = Duration.ofMinutes(45);
    /**
     * How long before a kill an arrival may have been cut off from its confirmation. That is generous, because the gateway's log
     * tells which ones were not.
     */
    public static final Duration IN_FLIGHT = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LOOKS_PER_REPLAY = 20;
    private static final long DISK = 3L << 30;
    private static final int ONE_IN_FAILS = 20;
    private static final int ASKED_AT_MOST = 500;
    private static final Set<String> FINAL = Set.of("DELIVERED", "SENT", "CLOSED", "EXPIRED");

    private final FaultPlan plan;
    private final Consumer<String> progress;
    private final Clock clock = Clock.systemUTC();
    private final Sm3 digests = new Sm3();
    private final Map<String, Integer> injected = new TreeMap<>();
    private final Map<String, List<Duration>> recoveries = new TreeMap<>();

    /**
     * Prepares a run.
     *
     * @param progress told in words what happens
     */
    public FaultRun(FaultPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Runs to the end.
     *
     * @throws IllegalStateException if the gateway does not come back, a strike did not fire, or did harm
     */
    public FaultResult run() throws SQLException {
        Map<String, String> notRun = new TreeMap<>();
        plan.strikes().forEach(kind -> kind.obstacle().ifPresent(why -> notRun.put(kind.name(), why)));
        notRun.forEach((kind, why) -> progress.accept("NOT RUN " + kind + ": " + why));
        List<Injector> strikes = plan.strikes().stream()
                .filter(kind -> !notRun.containsKey(kind.name()))
                .toList();
        Optional<OwnDisk> disk = strikes.stream().anyMatch(Injector::needsOwnDisk)
                ? Optional.of(OwnDisk.create(plan.folder(), DISK))
                : Optional.empty();
        try {
            return run(strikes, notRun, disk);
        } finally {
            disk.ifPresent(OwnDisk::close);
        }
    }

    private FaultResult run(List<Injector> strikes, Map<String, String> notRun, Optional<OwnDisk> disk)
            throws SQLException {
        List<Partner> partners =
                Stream.of(TAX, HOUSING, BANK).map(FaultRun::partner).toList();
        GeneratedSite site = site(partners);
        try (History history = new History(plan.history());
                Sinks sinks = new Sinks(site, partners, history);
                GatewayProcess gateway = GatewayProcess.start(files(site, disk));
                Load load = new Load(site, plan, history, clock)) {
            progress.accept("partners at " + sinks.ports());
            gateway.awaitReady(READY);
            long start = System.nanoTime();
            int fromApproval = Math.max(1, plan.senders() / 4);
            load.send(WINDOW, Set.of(TAX, HOUSING, BANK, ARCHIVE.value()), Math.max(1, plan.senders() - fromApproval));
            load.send(APPROVAL, Set.of(TAX, ARCHIVE.value()), fromApproval);
            load.fetch(ARCHIVE);
            Scene scene = new Scene(
                    gateway,
                    site,
                    partners,
                    disk,
                    history,
                    load::accepted,
                    new Random(plan.seed()),
                    plan.folder(),
                    progress);
            strike(strikes, scene);
            load.finish();
            Duration loaded = since(start);
            long drain = System.nanoTime();
            Map<String, Long> states = drain(scene);
            Duration drained = since(drain);
            load.end();
            askForTheMissing(site, history);
            LedgerLog.sentAfterTheirConclusion(gateway.log())
                    .forEach(delivery -> history.add(new Event.SentAgain(System.nanoTime(), delivery)));
            Verdict verdict = new Checker(IN_FLIGHT).check(history.events());
            FaultResult result = new FaultResult(verdict, injected, notRun, recoveries, loaded, drained, states);
            keep(result);
            return result;
        }
    }

    /** The verdict lies beside the history. */
    private void keep(FaultResult result) {
        try {
            Files.write(plan.history().resolveSibling("verdict.json"), StrictJson.write(result.toJson(plan.seed())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void strike(List<Injector> strikes, Scene scene) {
        int number = 0;
        scene.awaitRecords();
        for (Injector injector : strikes) {
            pause(scene.random());
            long start = System.nanoTime();
            injector.strike(scene);
            scene.awaitRecords();
            Duration recovery = since(start);
            recoveries
                    .computeIfAbsent(injector.name(), name -> new ArrayList<>())
                    .add(recovery);
            injected.merge(injector.name(), 1, Integer::sum);
            progress.accept(++number + " of " + strikes.size() + ", " + injector.name() + ": records again after "
                    + recovery.toMillis() + " ms, accepted "
                    + scene.accepted().getAsLong());
        }
        pause(scene.random());
    }

    private void pause(Random random) {
        long least = plan.pauseLeast().toNanos();
        LockSupport.parkNanos(
                least + (long) (random.nextDouble() * (plan.pauseMost().toNanos() - least)));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Partner partner(String id) {
        int wire = ListeningPort.next();
        return new Partner(
                GeneratedParty.pushed(id, "http://127.0.0.1:" + wire + "/deliveries"),
                new TcpProxy(wire, ListeningPort.next()),
                id.equals(HOUSING) ? FaultRun::mostly : arrival -> Reply.DELIVERED);
    }

    /** By delivery and attempt, so that the next attempt may do better. */
    private static Reply mostly(Arrival arrival) {
        return Math.floorMod((arrival.delivery() + arrival.attempt()).hashCode(), ONE_IN_FAILS) == 0
                ? Reply.status(500)
                : Reply.DELIVERED;
    }

    private GeneratedSite site(List<Partner> partners) {
        List<String> both = List.of(WINDOW.value(), APPROVAL.value());
        List<GeneratedParty> parties = new ArrayList<>(List.of(
                GeneratedParty.sender(WINDOW.value()),
                GeneratedParty.sender(APPROVAL.value()),
                GeneratedParty.fetching(ARCHIVE.value())));
        partners.forEach(partner -> parties.add(partner.party()));
        return GeneratedSite.write(
                plan.folder(),
                parties,
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

    private GatewayFiles files(GeneratedSite site, Optional<OwnDisk> disk) {
        return new GatewayFiles(
                PackagedApplication.jar(),
                site.directory(),
                disk.map(OwnDisk::root).orElse(plan.folder()).resolve("data"),
                plan.history().toAbsolutePath().resolveSibling("gateway.log"),
                site.adminPort(),
                plan.options());
    }

    /**
     * Waits until the ledger holds nothing but final deliveries, as long as there come more of them; the checker judges either way.
     * What an answer that came late has parked is replayed, as an operator would.
     */
    private Map<String, Long> drain(Scene scene) throws SQLException {
        long start = System.nanoTime();
        Map<String, Long> states = scene.gateway().ledger().deliveries();
        long ended = ended(states);
        long moved = start;
        for (int look = 1;
                !FINAL.containsAll(states.keySet())
                        && since(moved).compareTo(STANDSTILL) < 0
                        && since(start).compareTo(DRAIN) < 0;
                look++) {
            LockSupport.parkNanos(LOOK.toNanos());
            if (look % LOOKS_PER_REPLAY == 0) {
                Replays.replayParked(scene, scene.partners());
            }
            states = scene.gateway().ledger().deliveries();
            if (ended(states) > ended) {
                ended = ended(states);
                moved = System.nanoTime();
            }
        }
        progress.accept("drained in " + since(start).toMillis() + " ms: " + states);
        return states;
    }

    private static long ended(Map<String, Long> states) {
        return states.entrySet().stream()
                .filter(state -> FINAL.contains(state.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
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

    /** The partners' own servers behind their wires. */
    private final class Sinks implements AutoCloseable {
        private final List<Sink> sinks;
        private final List<Partner> partners;

        Sinks(GeneratedSite site, List<Partner> partners, History history) {
            this.partners = partners;
            this.sinks = partners.stream()
                    .map(partner -> sink(site, partner, history))
                    .toList();
        }

        private Sink sink(GeneratedSite site, Partner partner, History history) {
            boolean whole = !partner.id().equals(BANK);
            return new Sink(
                    partner.wire().partner(),
                    site.sealer(partner.party().id(), clock),
                    clock,
                    partner::answer,
                    (arrival, answered) -> history.add(new Event.Got(
                            arrival.at(),
                            partner.id(),
                            arrival.record(),
                            arrival.delivery(),
                            whole ? digests.sm3(arrival.body()).value() : null,
                            answered)));
        }

        List<Integer> ports() {
            return sinks.stream().map(Sink::port).toList();
        }

        @Override
        public void close() {
            partners.forEach(partner -> partner.wire().close());
            sinks.forEach(Sink::close);
        }
    }
}

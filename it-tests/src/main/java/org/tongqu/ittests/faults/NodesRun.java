package org.tongqu.ittests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tongqu.ittests.history.Checker;
import org.tongqu.ittests.history.Event;
import org.tongqu.ittests.history.History;
import org.tongqu.ittests.history.Verdict;
import org.tongqu.ittests.load.TcpProxy;
import org.tongqu.ittests.nemesis.NodeStrike;
import org.tongqu.ittests.nemesis.Replays;
import org.tongqu.ittests.nemesis.Scene;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.LedgerLog;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.process.SharedServers;
import org.tongqu.ittests.site.GeneratedSite;

/**
 * Two gateways on one database and one broker under load; one strike after the other at the first of them or at what they share. One
 * sender sends to each, on the same business keys; a party fetches from both in turn. Each gateway reaches the servers over wires of its own.
 */
public final class NodesRun {
    private static final Duration READY = Duration.ofSeconds(90);

    private final FaultPlan plan;
    private final List<NodeStrike> strikes;
    private final Consumer<String> progress;
    private final Clock clock = Clock.systemUTC();

    /**
     * Prepares a run.
     *
     * @param plan folder, history, seed and load; its strikes are not used
     * @param progress told in words what happens
     */
    public NodesRun(FaultPlan plan, List<NodeStrike> strikes, Consumer<String> progress) {
        this.plan = plan;
        this.strikes = List.copyOf(strikes);
        this.progress = progress;
    }

    /**
     * Runs to the end.
     *
     * @throws IllegalStateException if a gateway does not come back, or a strike did not fire
     */
    public FaultResult run() throws SQLException {
        try (Cast cast = new Cast();
                History history = new History(plan.history());
                SharedServers servers = SharedServers.start(plan.folder().resolve("servers"))) {
            GeneratedSite first = cast.writeSite(plan.folder(), clock);
            GeneratedSite second = first.copiedTo(plan.folder().resolve("second"));
            cast.open(first, history, clock);
            try (Node struck = new Node("first", first, servers);
                    Node other = new Node("second", second, servers);
                    Load toFirst = new Load(first, plan, history, clock);
                    Load toSecond = new Load(second, plan, history, clock)) {
                struck.gateway.awaitReady(READY);
                other.gateway.awaitReady(READY);
                long start = System.nanoTime();
                int half = Math.max(1, plan.senders() / 2);
                toFirst.send(Cast.WINDOW, Cast.FROM_WINDOW, half);
                toSecond.send(Cast.APPROVAL, Cast.FROM_APPROVAL, half);
                toFirst.fetch(Cast.ARCHIVE, List.of(first, second));
                Scene scene = new Scene(
                        struck.gateway,
                        first,
                        cast.partners(),
                        Optional.empty(),
                        history,
                        () -> toFirst.accepted() + toSecond.accepted(),
                        new Random(plan.seed()),
                        plan.folder(),
                        progress);
                Map<String, List<Duration>> recoveries = strike(scene, struck, servers, toFirst);
                toFirst.finish();
                toSecond.finish();
                Duration loaded = Duration.ofNanos(System.nanoTime() - start);
                long drain = System.nanoTime();
                Aftermath after = new Aftermath(servers.ledger(), first, history, clock, progress);
                Map<String, Long> states = after.drain(() -> Replays.replayParked(scene, cast.partners()));
                Duration drained = Duration.ofNanos(System.nanoTime() - drain);
                toFirst.end();
                toSecond.end();
                after.askForTheMissing();
                Stream.of(struck, other)
                        .flatMap(node -> LedgerLog.sentAfterTheirConclusion(node.gateway.log()).stream())
                        .forEach(delivery -> history.add(new Event.SentAgain(System.nanoTime(), delivery)));
                Verdict verdict = new Checker(FaultRun.IN_FLIGHT).check(history.events());
                Map<String, Integer> injected = new TreeMap<>();
                recoveries.forEach((kind, each) -> injected.put(kind, each.size()));
                FaultResult result = new FaultResult(verdict, injected, Map.of(), recoveries, loaded, drained, states);
                result.keepBeside(plan);
                return result;
            }
        }
    }

    /** Each strike counts only if both gateways took records after it. */
    private Map<String, List<Duration>> strike(Scene scene, Node struck, SharedServers servers, Load toFirst) {
        Map<String, List<Duration>> recoveries = new TreeMap<>();
        int number = 0;
        scene.awaitRecords();
        for (NodeStrike strike : strikes) {
            long start = System.nanoTime();
            strike.strike(scene, struck.toPostgres, struck.toBroker, servers);
            long taken = toFirst.accepted();
            scene.await("records at the gateway that was struck", READY, () -> toFirst.accepted() > taken + 5);
            Duration recovery = Duration.ofNanos(System.nanoTime() - start);
            recoveries.computeIfAbsent(strike.kind(), kind -> new ArrayList<>()).add(recovery);
            progress.accept(++number + " of " + strikes.size() + ", " + strike.kind() + ": records again after "
                    + recovery.toMillis() + " ms, accepted " + scene.accepted().getAsLong());
        }
        return recoveries;
    }

    /** One of the gateways with its wires. */
    private final class Node implements AutoCloseable {
        private final TcpProxy toPostgres;
        private final TcpProxy toBroker;
        private final GatewayProcess gateway;

        Node(String name, GeneratedSite site, SharedServers servers) {
            toPostgres = new TcpProxy(ListeningPort.next(), servers.postgresPort());
            toBroker = new TcpProxy(ListeningPort.next(), servers.brokerPort());
            Path file = site.directory().resolve("site.yml");
            try {
                Files.writeString(file, Files.readString(file) + servers.yaml(toPostgres.port(), toBroker.port()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            gateway = GatewayProcess.start(new GatewayFiles(
                    PackagedApplication.jar(),
                    site.directory(),
                    plan.folder().resolve("data-" + name),
                    plan.history().toAbsolutePath().resolveSibling(name + ".log"),
                    site.adminPort(),
                    plan.options()));
        }

        @Override
        public void close() {
            gateway.close();
            toPostgres.close();
            toBroker.close();
        }
    }
}

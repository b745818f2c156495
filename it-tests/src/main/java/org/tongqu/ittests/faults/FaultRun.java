package org.tongqu.ittests.faults;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.tongqu.ittests.history.Checker;
import org.tongqu.ittests.history.Event;
import org.tongqu.ittests.history.History;
import org.tongqu.ittests.history.Verdict;
import org.tongqu.ittests.nemesis.Injector;
import org.tongqu.ittests.nemesis.Replays;
import org.tongqu.ittests.nemesis.Scene;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.LedgerLog;
import org.tongqu.ittests.process.OwnDisk;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.site.GeneratedSite;

/**
 * Load from two senders to two partners with whole grants, one with a part and a party that fetches; one strike after the other;
 * drain; verdict. Of one partner's answers one in twenty is an error, so that something is always being retried. A strike counts
 * only if ten records were accepted after it.
 */
public final class FaultRun {
    private static final Duration READY = Duration.ofSeconds(90);
    /**
     * How long before a kill an arrival may have been cut off from its confirmation. That is generous, because the gateway's log
     * tells which ones were not.
     */
    public static final Duration IN_FLIGHT = Duration.ofSeconds(5);

    private static final long DISK = 3L << 30;

    private final FaultPlan plan;
    private final Consumer<String> progress;
    private final Clock clock = Clock.systemUTC();
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
        try (Cast cast = new Cast();
                History history = new History(plan.history())) {
            GeneratedSite site = cast.writeSite(plan.folder(), clock);
            cast.open(site, history, clock);
            progress.accept("partners at " + cast.ports());
            try (GatewayProcess gateway = GatewayProcess.start(files(site, disk));
                    Load load = new Load(site, plan, history, clock)) {
                gateway.awaitReady(READY);
                long start = System.nanoTime();
                int fromApproval = Math.max(1, plan.senders() / 4);
                load.send(Cast.WINDOW, Cast.FROM_WINDOW, Math.max(1, plan.senders() - fromApproval));
                load.send(Cast.APPROVAL, Cast.FROM_APPROVAL, fromApproval);
                load.fetch(Cast.ARCHIVE);
                Scene scene = new Scene(
                        gateway,
                        site,
                        cast.partners(),
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
                Aftermath after = new Aftermath(gateway.ledger(), site, history, clock, progress);
                Map<String, Long> states = after.drain(() -> Replays.replayParked(scene, cast.partners()));
                Duration drained = since(drain);
                load.end();
                after.askForTheMissing();
                LedgerLog.sentAfterTheirConclusion(gateway.log())
                        .forEach(delivery -> history.add(new Event.SentAgain(System.nanoTime(), delivery)));
                Verdict verdict = new Checker(IN_FLIGHT).check(history.events());
                FaultResult result = new FaultResult(verdict, injected, notRun, recoveries, loaded, drained, states);
                result.keepBeside(plan);
                return result;
            }
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

    private GatewayFiles files(GeneratedSite site, Optional<OwnDisk> disk) {
        return new GatewayFiles(
                PackagedApplication.jar(),
                site.directory(),
                disk.map(OwnDisk::root).orElse(plan.folder()).resolve("data"),
                plan.history().toAbsolutePath().resolveSibling("gateway.log"),
                site.adminPort(),
                plan.options());
    }
}

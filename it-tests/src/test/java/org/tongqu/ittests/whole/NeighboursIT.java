package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.ittests.load.Interference;
import org.tongqu.ittests.load.Reply;
import org.tongqu.ittests.load.Sink;
import org.tongqu.ittests.load.TcpProxy;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;

/**
 * What a party notices of another one that hangs, cannot be connected to, trickles, or answers without end: the 99th percentile of its
 * deliveries in windows with and without, in alternation, several rounds. The figures are printed, with how much windows without differ from each other, below which nothing can
 * be said; what is asserted is that everything arrives while the other is away.
 */
@Tag("long")
class NeighboursIT {
    private static final PartyId WINDOW = new PartyId("990101.window");
    private static final PartyId TAX = new PartyId("990101.tax");
    private static final PartyId APPROVAL = new PartyId("990101.approval");
    private static final PartyId BANK = new PartyId("990101.bank");
    private static final int PER_SECOND = 40;
    private static final int HANGING = 40;
    private static final int SECONDS = Integer.getInteger("neighbours.window", 15);
    private static final int WARM_UP = Integer.getInteger("neighbours.warm-up", 120);
    private static final int ROUNDS = Integer.getInteger("neighbours.rounds", 4);
    private static final List<Interference> TROUBLES =
            List.of(Interference.HANG, Interference.REFUSE, Interference.TRICKLE, Interference.ENDLESS);

    private final Clock clock = Clock.systemUTC();

    @TempDir
    Path folder;

    @Test
    @SuppressWarnings("try") // One of the sinks is only there.
    void aPartyNoticesNothingOfAnotherThatIsAway() {
        int tax = ListeningPort.next();
        int wire = ListeningPort.next();
        int bank = ListeningPort.next();
        GeneratedSite site = GeneratedSite.write(
                folder,
                List.of(
                        GeneratedParty.sender(WINDOW.value()),
                        GeneratedParty.sender(APPROVAL.value()),
                        GeneratedParty.pushed(TAX.value(), "http://127.0.0.1:" + tax + "/deliveries"),
                        GeneratedParty.pushed(BANK.value(), "http://127.0.0.1:" + wire + "/deliveries")),
                List.of(
                        GeneratedRule.wholeCases("to-tax", List.of(WINDOW.value()), List.of(TAX.value())),
                        GeneratedRule.wholeCases("to-bank", List.of(APPROVAL.value()), List.of(BANK.value()))),
                clock);
        ConstantLoad observed = new ConstantLoad(WINDOW, PER_SECOND);
        ConstantLoad other = new ConstantLoad(APPROVAL, PER_SECOND);
        try (Sink taxSink = new Sink(
                        tax,
                        site.sealer(TAX, clock),
                        clock,
                        a -> Reply.DELIVERED,
                        (a, answered) -> observed.arrived(a));
                Sink bankSink = new Sink(
                        bank,
                        site.sealer(BANK, clock),
                        clock,
                        a -> Reply.DELIVERED,
                        (a, answered) -> other.arrived(a));
                TcpProxy proxy = new TcpProxy(wire, bankSink.port());
                GatewayProcess gateway = GatewayProcess.start(new GatewayFiles(
                        PackagedApplication.jar(),
                        site.directory(),
                        folder.resolve("data"),
                        Path.of("target/neighbours.log"),
                        site.adminPort(),
                        List.of("-Xmx512m")))) {
            gateway.awaitReady(Duration.ofSeconds(90));
            observed.start(site, clock);
            other.start(site, clock);
            pass(WARM_UP);
            Map<Interference, List<Long>> with = new EnumMap<>(Interference.class);
            List<List<Long>> without = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (Interference trouble : TROUBLES) {
                    without.add(window(observed));
                    proxy.interfere(trouble);
                    with.computeIfAbsent(trouble, none -> new ArrayList<>()).addAll(window(observed));
                    assertThat(proxy.interfered()).as(trouble.word()).isPositive();
                    proxy.interfere(Interference.NONE);
                    other.takeLatencies();
                    pass(SECONDS);
                }
            }
            observed.stop();
            other.stop();
            TROUBLES.forEach(trouble -> tell(trouble.word(), with.getOrDefault(trouble, List.of())));
            List<Long> away = TROUBLES.stream()
                    .flatMap(trouble -> with.getOrDefault(trouble, List.of()).stream())
                    .toList();
            List<Long> calm = without.stream().flatMap(List::stream).toList();
            tell("away", away);
            tell("without", calm);
            tell("without, one half", half(without, 0));
            tell("without, the other half", half(without, 1));
            System.err.printf(
                    Locale.ROOT,
                    "neighbours p99 ratio: away %.2f, two halves without %.2f%n",
                    percentile(away, 0.99) / percentile(calm, 0.99),
                    percentile(half(without, 0), 0.99) / percentile(half(without, 1), 0.99));
            assertThat(observed.unaccepted()).isZero();
            assertThat(with).allSatisfy((trouble, during) -> assertThat(during)
                    .as(trouble.word())
                    .hasSizeGreaterThan(ROUNDS * SECONDS * PER_SECOND * 9 / 10));
        }
    }

    /** More than lanes are awake at once, and more than they have threads. */
    @Test
    @SuppressWarnings("try") // The proxy is only there.
    void fortyThatHangAtOnceDoNotHoldUpAnother() {
        int tax = ListeningPort.next();
        int wire = ListeningPort.next();
        List<GeneratedParty> hanging = IntStream.range(0, HANGING)
                .mapToObj(i -> GeneratedParty.pushed("990101.hanging-" + i, "http://127.0.0.1:" + wire + "/deliveries"))
                .toList();
        List<GeneratedParty> parties = new ArrayList<>(hanging);
        parties.add(GeneratedParty.sender(WINDOW.value()));
        parties.add(GeneratedParty.sender(APPROVAL.value()));
        parties.add(GeneratedParty.pushed(TAX.value(), "http://127.0.0.1:" + tax + "/deliveries"));
        GeneratedSite site = GeneratedSite.write(
                folder,
                parties,
                List.of(
                        GeneratedRule.wholeCases("to-tax", List.of(WINDOW.value()), List.of(TAX.value())),
                        GeneratedRule.wholeCases(
                                "to-all",
                                List.of(APPROVAL.value()),
                                IntStream.range(0, HANGING)
                                        .mapToObj(i -> "990101.hanging-" + i)
                                        .toList())),
                clock);
        ConstantLoad observed = new ConstantLoad(WINDOW, PER_SECOND);
        ConstantLoad other = new ConstantLoad(APPROVAL, 4);
        try (Sink taxSink = new Sink(
                        tax,
                        site.sealer(TAX, clock),
                        clock,
                        a -> Reply.DELIVERED,
                        (a, answered) -> observed.arrived(a));
                TcpProxy proxy = new TcpProxy(wire, tax);
                GatewayProcess gateway = GatewayProcess.start(new GatewayFiles(
                        PackagedApplication.jar(),
                        site.directory(),
                        folder.resolve("data"),
                        Path.of("target/neighbours-hanging.log"),
                        site.adminPort(),
                        List.of("-Xmx512m")))) {
            gateway.awaitReady(Duration.ofSeconds(90));
            proxy.interfere(Interference.HANG);
            observed.start(site, clock);
            pass(SECONDS);
            observed.takeLatencies();
            other.start(site, clock);
            pass(2 * SECONDS);
            List<Long> during = observed.takeLatencies();
            tell("forty that hang", during);
            System.err.printf(Locale.ROOT, "neighbours longest: %.1f ms%n", percentile(during, 0.999));
            observed.stop();
            other.stop();
            assertThat(proxy.interfered()).isGreaterThan(HANGING);
            assertThat(percentile(during, 0.999)).as("the longest, in ms").isLessThan(10_000);
            assertThat(during).hasSizeGreaterThan(2 * SECONDS * PER_SECOND * 9 / 10);
        }
    }

    private static List<Long> window(ConstantLoad observed) {
        observed.takeLatencies();
        pass(SECONDS);
        return observed.takeLatencies();
    }

    private static List<Long> half(List<List<Long>> windows, int which) {
        List<Long> half = new ArrayList<>();
        for (int i = which; i < windows.size(); i += 2) {
            half.addAll(windows.get(i));
        }
        return half;
    }

    private static void tell(String what, List<Long> during) {
        System.err.printf(
                Locale.ROOT,
                "neighbours %s: %d deliveries, p50=%.1f ms p99=%.1f ms%n",
                what,
                during.size(),
                percentile(during, 0.5),
                percentile(during, 0.99));
    }

    private static double percentile(List<Long> nanos, double share) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get((int) (sorted.size() * share)) / 1e6;
    }

    private static void pass(int seconds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        await().atMost(Duration.ofSeconds(seconds + 10L)).until(() -> System.nanoTime() >= until);
    }
}

package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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
 * What a party notices of another one that hangs, cannot be connected to, trickles, or answers without end: the 99th percentile of
 * its deliveries in windows before, during and after, in alternation. The figures are printed, with how much two times without differ
 * from each other, below which nothing can be said; what is asserted is that everything arrives while the other is away.
 */
@Tag("long")
class NeighboursIT {
    private static final PartyId WINDOW = new PartyId("990101.window");
    private static final PartyId TAX = new PartyId("990101.tax");
    private static final PartyId APPROVAL = new PartyId("990101.approval");
    private static final PartyId BANK = new PartyId("990101.bank");
    private static final int PER_SECOND = 40;
    private static final int SECONDS = Integer.getInteger("neighbours.window", 15);
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
            pass(60);
            List<Long> before = new ArrayList<>();
            List<Long> with = new ArrayList<>();
            List<Long> after = new ArrayList<>();
            for (Interference trouble : TROUBLES) {
                observed.takeLatencies();
                pass(SECONDS);
                before.addAll(observed.takeLatencies());
                proxy.interfere(trouble);
                pass(SECONDS);
                List<Long> during = observed.takeLatencies();
                tell(trouble.word(), during);
                with.addAll(during);
                assertThat(proxy.interfered()).as(trouble.word()).isPositive();
                proxy.interfere(Interference.NONE);
                other.takeLatencies();
                pass(SECONDS);
                observed.takeLatencies();
                pass(SECONDS);
                after.addAll(observed.takeLatencies());
            }
            observed.stop();
            other.stop();
            List<Long> without = new ArrayList<>(before);
            without.addAll(after);
            System.err.printf(
                    Locale.ROOT,
                    "neighbours without=%d p50=%.1f ms p99=%.1f ms, with=%d p50=%.1f ms p99=%.1f ms, p99 ratio %.2f;"
                            + " of two times without, p99 %.1f and %.1f ms, ratio %.2f%n",
                    without.size(),
                    percentile(without, 0.5),
                    percentile(without, 0.99),
                    with.size(),
                    percentile(with, 0.5),
                    percentile(with, 0.99),
                    percentile(with, 0.99) / percentile(without, 0.99),
                    percentile(before, 0.99),
                    percentile(after, 0.99),
                    percentile(after, 0.99) / percentile(before, 0.99));
            assertThat(observed.unaccepted()).isZero();
            assertThat(with.size()).isGreaterThan(before.size() * 9 / 10);
        }
    }

    private static void tell(String trouble, List<Long> during) {
        System.err.printf(
                Locale.ROOT,
                "neighbours %s: %d deliveries, p50=%.1f ms p99=%.1f ms%n",
                trouble,
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

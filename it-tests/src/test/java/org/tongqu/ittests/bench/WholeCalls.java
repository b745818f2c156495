package org.tongqu.ittests.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.tongqu.ittests.load.CaseBodies;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.load.PartySealer;
import org.tongqu.ittests.process.GatewayFiles;
import org.tongqu.ittests.process.GatewayProcess;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.process.ProcessReading;
import org.tongqu.ittests.site.GeneratedParty;
import org.tongqu.ittests.site.GeneratedRule;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.ittests.soap.SoapRecords;
import org.tongqu.ittests.soap.SoapSigner;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.seal.SealType;

/**
 * What a record of 2 KiB costs a whole gateway if it comes as a signed SOAP call (RSA of 3072 bits), and if the same party sends it over REST
 * with an SM2 seal: packaged, with its database, each receipt committed. One connection; rounds alternate; messages are signed before a round
 * begins. Nobody fetches.
 */
public final class WholeCalls {
    private static final PartyId SENDER = new PartyId("990101.sender");
    private static final String ARCHIVE = "990101.archive";
    private static final int SIZE = 2_048;
    private static final int CALLS = 200;
    private static final int WARM_UP = 12;
    private static final int ROUNDS = 12;

    /** How a record comes. */
    private enum Road {
        REST,
        SOAP
    }

    /** What is sent. */
    private record Call(String path, Map<String, String> headers, byte[] body, int accepted) {}

    /** Of one call, in milliseconds. */
    private record PerCall(double time, double gateway) {}

    private final GeneratedSite site;
    private final GatewayProcess gateway;
    private final PartySealer sealer;
    private final SoapSigner signer;
    private final CaseBodies bodies = new CaseBodies(SENDER, SIZE, 1);
    private int number;

    private WholeCalls(GeneratedSite site, GatewayProcess gateway, Clock clock) {
        this.site = site;
        this.gateway = gateway;
        this.sealer = site.sealer(SENDER, clock);
        this.signer = SoapSigner.of(site, SENDER, clock);
    }

    /** Runs it; takes no arguments. */
    public static void main(String[] args) throws IOException {
        Clock clock = Clock.systemUTC();
        Path parent = Path.of("it-tests/target/bench").toAbsolutePath();
        Files.createDirectories(parent);
        Path folder = Files.createTempDirectory(parent, "soap-");
        GeneratedSite site = GeneratedSite.write(
                folder,
                List.of(
                        new GeneratedParty(
                                SENDER, "department", GeneratedParty.Reached.CallsSoap.signing(SealAlgorithm.PS256)),
                        GeneratedParty.fetching(ARCHIVE)),
                List.of(GeneratedRule.wholeCases("cases", List.of(SENDER.value()), List.of(ARCHIVE))),
                clock);
        try (GatewayProcess gateway = GatewayProcess.start(new GatewayFiles(
                PackagedApplication.jar(),
                site.directory(),
                folder.resolve("data"),
                folder.resolve("gateway.log"),
                site.adminPort(),
                List.of()))) {
            gateway.awaitReady(Duration.ofSeconds(90));
            new WholeCalls(site, gateway, clock).run();
        }
    }

    private void run() throws IOException {
        Map<Road, List<PerCall>> rounds = new EnumMap<>(Road.class);
        List<Road> order = new ArrayList<>(List.of(Road.values()));
        try (HttpConnection connection = new HttpConnection(site.port(), Duration.ofSeconds(30))) {
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                for (Road road : order) {
                    PerCall spent = round(road, connection);
                    if (round >= WARM_UP) {
                        rounds.computeIfAbsent(road, key -> new ArrayList<>()).add(spent);
                    }
                }
                Collections.reverse(order);
            }
        }
        System.out.printf("%d rounds of %d calls each, after %d; medians%n", ROUNDS, CALLS, WARM_UP);
        rounds.forEach((road, all) -> System.out.printf(
                "%s: %.2f ms a call, CPU of the gateway %.2f ms%n",
                road,
                median(all.stream().map(PerCall::time).toList()),
                median(all.stream().map(PerCall::gateway).toList())));
    }

    private PerCall round(Road road, HttpConnection connection) throws IOException {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(road == Road.REST ? rest() : soap());
        }
        long cpu = ProcessReading.of(gateway.pid()).cpuMillis();
        long start = System.nanoTime();
        for (Call call : calls) {
            HttpMessage answer = connection.exchange("POST", call.path(), call.headers(), call.body());
            if (answer.status() != call.accepted()) {
                throw new IllegalStateException(road + " answered " + answer.status() + ": " + answer.text());
            }
        }
        double time = (System.nanoTime() - start) / 1e6 / CALLS;
        double spent = (ProcessReading.of(gateway.pid()).cpuMillis() - cpu) / (double) CALLS;
        return new PerCall(time, spent);
    }

    private byte[] body() {
        number++;
        return bodies.body("b-" + number, "CASE-" + number);
    }

    private Call rest() {
        byte[] body = body();
        return new Call(
                "/v1/records",
                Map.of(
                        "Content-Type",
                        "application/cloudevents+json",
                        "Seal",
                        sealer.seal(body, SealType.RECORD).text()),
                body,
                202);
    }

    private Call soap() {
        String message = signer.sign(SoapRecords.submit(StrictJson.parse(body())));
        return new Call(
                "/soap/exchange",
                Map.of("Content-Type", "text/xml;charset=UTF-8"),
                message.getBytes(StandardCharsets.UTF_8),
                200);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}

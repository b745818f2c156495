package org.tongqu.ittests.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.tongqu.ittests.bench.SoapServices.PerCall;
import org.tongqu.ittests.load.CaseBodies;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.soap.SoapRecords;
import org.tongqu.ittests.soap.SoapSigner;
import org.tongqu.record.KeyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.security.key.CertificateAuthority;

/**
 * What a signed {@code submit} of a case event of 2 KiB costs the SOAP door, beside what CXF with WSS4J's stock interceptors takes for the
 * same call: RSA of 2048 bits, {@code Timestamp}, {@code Body}, {@code wsa:To} and {@code wsa:MessageID} signed, answers signed too. Both
 * are in one process and answer one constant receipt; rounds alternate, and only what the server's thread spends counts: messages are signed
 * before a round begins.
 */
public final class SoapSignature {
    private static final int SIZE = 2_048;
    private static final int CALLS = 100;
    private static final int WARM_UP = 40;
    private static final int ROUNDS = 40;

    /** Who answers. */
    private enum Service {
        STOCK("CXF + WSS4J", SoapServices.STOCK),
        DOOR("the SOAP door", SoapServices.DOOR);

        private final String words;
        private final String path;

        Service(String words, String path) {
            this.words = words;
            this.path = path;
        }
    }

    private final SoapServices services;
    private final SoapSigner signer;
    private final CaseBodies bodies = new CaseBodies(SoapServices.CALLER, SIZE, 1);
    private final HttpConnection connection;
    private final Map<Service, List<PerCall>> rounds = new EnumMap<>(Service.class);
    private int number;

    private SoapSignature(SoapServices services, SoapSigner signer) {
        this.services = services;
        this.signer = signer;
        this.connection = new HttpConnection(services.port(), Duration.ofSeconds(30));
        for (Service service : Service.values()) {
            rounds.put(service, new ArrayList<>());
        }
    }

    /** Runs it; takes no arguments. */
    public static void main(String[] args) throws Exception {
        Clock clock = Clock.systemUTC();
        Instant now = clock.instant();
        CertificateAuthority authority = CertificateAuthority.create(
                SealAlgorithm.PS256,
                "Benchmark authority",
                now.minusSeconds(3_600),
                now.plusSeconds(86_400),
                new BouncyCastleProvider(),
                new SecureRandom());
        KeyPair callers = rsa();
        X509Certificate certificate = authority.issue(
                callers.getPublic(),
                new KeyId(SoapServices.CALLER, "k1"),
                SoapServices.CALLER.value(),
                now.minusSeconds(3_600),
                now.plusSeconds(86_400));
        KeyPair gateways = rsa();
        try (SoapServices services = SoapServices.start(clock, authority, certificate, gateways)) {
            SoapSignature measurement =
                    new SoapSignature(services, new SoapSigner(callers.getPrivate(), certificate, clock));
            measurement.requireBothVerifyAndSign();
            measurement.run();
            measurement.tell(gateways);
        }
        System.exit(0);
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        return generator.generateKeyPair();
    }

    private String message() {
        String id = "b-" + ++number;
        return signer.sign(SoapRecords.submit(StrictJson.parse(bodies.body(id, "CASE-" + number))));
    }

    /** What does not verify, or does not sign, would be quick. */
    private void requireBothVerifyAndSign() throws IOException {
        for (Service service : Service.values()) {
            String message = message();
            HttpMessage answer = post(service, message);
            require(answer.status() == 200, service, answer);
            require(SoapSigner.verified(answer.text(), services.gateways()).size() == 6, service, answer);
            HttpMessage again = post(service, message);
            require(again.status() == 500, service, again);
            HttpMessage forged = post(service, message().replaceFirst("<id>b-", "<id>c-"));
            require(forged.status() == 500, service, forged);
            System.out.printf(
                    "%s: message %d bytes, answer %d bytes%n", service.words, message.length(), answer.body().length);
        }
    }

    private static void require(boolean holds, Service service, HttpMessage answer) {
        if (!holds) {
            throw new IllegalStateException(service + " answered " + answer.status() + ": " + answer.text());
        }
    }

    private HttpMessage post(Service service, String message) throws IOException {
        return connection.exchange(
                "POST",
                service.path,
                Map.of("Content-Type", "text/xml;charset=UTF-8"),
                message.getBytes(StandardCharsets.UTF_8));
    }

    private void run() throws IOException {
        List<Service> order = new ArrayList<>(List.of(Service.values()));
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (Service service : order) {
                List<String> messages = new ArrayList<>();
                for (int i = 0; i < CALLS; i++) {
                    messages.add(message());
                }
                services.spent().take();
                for (String message : messages) {
                    HttpMessage answer = post(service, message);
                    require(answer.status() == 200, service, answer);
                }
                PerCall spent = services.spent().take();
                if (round >= WARM_UP) {
                    rounds.get(service).add(spent);
                }
            }
            Collections.reverse(order);
        }
    }

    private void tell(KeyPair own) throws GeneralSecurityException {
        System.out.printf(
                "%d rounds of %d calls each, after %d; medians, and quartiles of the rounds%n", ROUNDS, CALLS, WARM_UP);
        for (Service service : Service.values()) {
            List<PerCall> all = rounds.get(service);
            System.out.printf(
                    "%-14s CPU %s µs, time %s µs, allocated %s KiB%n",
                    service.words,
                    spread(all, PerCall::cpu),
                    spread(all, PerCall::time),
                    spread(all, PerCall::allocated));
        }
        System.out.printf(
                "ratio          CPU %s, time %s%n",
                quartiles(ratios(PerCall::cpu), "%.2f"), quartiles(ratios(PerCall::time), "%.2f"));
        System.out.printf("one signature with RSA of 2048 bits: %.0f µs%n", signature(own));
    }

    /** Round by round, so that what slows the machine slows both. */
    private List<Double> ratios(ToDoubleFunction<PerCall> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            ratios.add(figure.applyAsDouble(rounds.get(Service.DOOR).get(i))
                    / figure.applyAsDouble(rounds.get(Service.STOCK).get(i)));
        }
        return ratios;
    }

    private static String spread(List<PerCall> rounds, ToDoubleFunction<PerCall> figure) {
        return quartiles(rounds.stream().map(figure::applyAsDouble).toList(), "%.0f");
    }

    private static String quartiles(List<Double> values, String format) {
        List<Double> sorted = values.stream().sorted().toList();
        int count = sorted.size();
        return (format + " (" + format + "–" + format + ")")
                .formatted(sorted.get(count / 2), sorted.get(count / 4), sorted.get(count * 3 / 4));
    }

    private static double signature(KeyPair own) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        byte[] octets = new byte[SIZE];
        long start = 0;
        for (int i = 0; i < 2 * CALLS; i++) {
            if (i == CALLS) {
                start = System.nanoTime();
            }
            signature.initSign(own.getPrivate());
            signature.update(octets);
            signature.sign();
        }
        return (System.nanoTime() - start) / (double) CALLS / 1_000;
    }
}

package org.tongqu.ittests.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.tongqu.ittests.bench.SoapServices.PerCall;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.soap.SoapSigner;
import org.tongqu.record.KeyId;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.security.key.CertificateAuthority;

/**
 * What it costs the SOAP door to refuse messages that are made to be expensive, as large as it reads any: CPU time of the server's thread,
 * from the first filter to the end of the fault. Those that have to be signed are signed by a party's own key, or were and are altered.
 */
public final class HostileSoap {
    private static final int LARGEST = 4 << 20;
    /** Elements, somewhat fewer than are taken. */
    private static final int MOST = 95_000;

    private static final int WARM_UP = 15;
    private static final int CALLS = 15;
    private static final String SUBMIT = "<submit xmlns=\"urn:tongqu:exchange:1\"><record>";
    private static final Pattern CODE = Pattern.compile("<code>([A-Z_]+)</code>");

    private final SoapServices services;
    private final SoapSigner signer;

    private HostileSoap(SoapServices services, SoapSigner signer) {
        this.services = services;
        this.signer = signer;
    }

    /** Runs it; takes no arguments. */
    public static void main(String[] args) throws Exception {
        Clock clock = Clock.systemUTC();
        Instant from = clock.instant().minusSeconds(3_600);
        Instant until = from.plusSeconds(86_400);
        CertificateAuthority authority = CertificateAuthority.create(
                SealAlgorithm.PS256,
                "Benchmark authority",
                from,
                until,
                new BouncyCastleProvider(),
                new SecureRandom());
        KeyPair callers = rsa();
        X509Certificate certificate = authority.issue(
                callers.getPublic(), new KeyId(SoapServices.CALLER, "k1"), SoapServices.CALLER.value(), from, until);
        try (SoapServices services = SoapServices.start(clock, authority, certificate, rsa())) {
            new HostileSoap(services, new SoapSigner(callers.getPrivate(), certificate, clock)).run();
        }
        System.exit(0);
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        return generator.generateKeyPair();
    }

    private void run() throws IOException {
        for (Map.Entry<String, String> message : messages().entrySet()) {
            measure(message.getKey(), message::getValue);
        }
        for (Map.Entry<String, String> operation : operations().entrySet()) {
            measure("signed anew, " + operation.getKey(), () -> signer.sign(operation.getValue()));
            String signed = signer.sign(operation.getValue());
            measure("signed replay, " + operation.getKey(), () -> signed);
        }
    }

    private void measure(String name, Supplier<String> message) throws IOException {
        List<PerCall> calls = new ArrayList<>();
        String code = "";
        int length = 0;
        for (int i = 0; i < WARM_UP + CALLS; i++) {
            byte[] octets = message.get().getBytes(StandardCharsets.UTF_8);
            length = octets.length;
            code = refused(octets);
            PerCall spent = spent();
            if (i >= WARM_UP) {
                calls.add(spent);
            }
        }
        List<Double> cpu = calls.stream().map(PerCall::cpu).sorted().toList();
        System.out.printf(
                "%-52s %7d bytes, CPU %6.1f ms, at most %6.1f, allocated %6.1f MiB: %s%n",
                name,
                length,
                cpu.get(CALLS / 2) / 1_000,
                cpu.get(CALLS - 1) / 1_000,
                calls.get(CALLS - 1).allocated() / 1_024,
                code);
    }

    /** The server's thread counts once the answer has gone. */
    private PerCall spent() {
        PerCall spent = services.spent().take();
        while (Double.isNaN(spent.cpu())) {
            Thread.onSpinWait();
            spent = services.spent().take();
        }
        return spent;
    }

    private String refused(byte[] message) throws IOException {
        try (HttpConnection connection = new HttpConnection(services.port(), Duration.ofSeconds(60))) {
            HttpMessage answer = connection.exchange(
                    "POST", SoapServices.DOOR, Map.of("Content-Type", "text/xml;charset=UTF-8"), message);
            Matcher code = CODE.matcher(answer.text());
            if (answer.status() != 500 || !code.find()) {
                throw new IllegalStateException("answered " + answer.status() + ": " + answer.text());
            }
            return code.group(1);
        }
    }

    private Map<String, String> messages() {
        Map<String, String> messages = new LinkedHashMap<>();
        messages.put(
                "a document type with entities", "<!DOCTYPE a [" + filled("<!ENTITY a 'b'>") + "]>" + body("<a/>"));
        messages.put("references to an entity", body(filled("&a;")));
        messages.put("character references", body(filled("&#65;")));
        messages.put("one element with attributes", body("<a " + numbered("a#='1' ", LARGEST / 12) + "/>"));
        messages.put("elements with 32 attributes each", body(filled("<a " + numbered("a#='' ", 32) + "/>")));
        messages.put("one element with namespaces", body("<a " + numbered("xmlns:n#='u:a' ", LARGEST / 24) + "/>"));
        messages.put("elements with 28 namespaces in each other", body(nested(30) + "<n0:a/>".repeat(MOST)));
        messages.put(
                "as many namespaces as are taken, looked up",
                body(nested(2) + "<n0:a/>".repeat(MOST) + "</a>".repeat(2)));
        messages.put("elements in each other", body("<a>".repeat(LARGEST / 4)));
        messages.put("elements side by side, too many", body(filled("<a/>")));
        messages.put("elements side by side, as many as are taken", body("<a>" + "<a/>".repeat(MOST) + "</a>"));
        messages.put("elements of other names each", body("<a>" + numbered("<a#/>", MOST) + "</a>"));
        messages.put(
                "elements with an Id each",
                signed("<a>" + numbered("<a Id='#'/>", MOST / 2) + "</a>", signer.sign(SUBMIT + "</record></submit>")));
        messages.put("text with CDATA", body(filled("a<![CDATA[b]]>")));
        messages.put("text with comments", body(filled("a<!---->")));
        messages.put("a text", body(filled("示")));
        messages.put("a name", body("<" + "a".repeat(LARGEST - 1_000)));
        messages.put("an attribute's value", body("<a b='" + "c".repeat(LARGEST - 1_000) + "'/>"));
        messages.put("no XML", filled("no XML "));
        String small = signer.sign(SUBMIT + "</record></submit>");
        messages.put("signed, a reference a thousand times", repeated(small, "ds:Reference"));
        messages.put("signed, a transform a thousand times", repeated(small, "ds:Transform"));
        messages.put(
                "signed, certificates",
                small.replace("</wsse:BinarySecurityToken>", filled("QUJD") + "</wsse:BinarySecurityToken>"));
        messages.put("signed, another body with a text", signed("<a>" + filled("示") + "</a>", small));
        messages.put("signed, another body with elements", signed("<a>" + "<a/>".repeat(MOST) + "</a>", small));
        messages.put(
                "signed, another body with namespaces",
                signed(nested(2) + "<n0:a/>".repeat(MOST) + "</a>".repeat(2), small));
        return messages;
    }

    /** What holds is verified and read; sent once more, it is verified and read no further. */
    private static Map<String, String> operations() {
        return Map.of(
                "a record with elements",
                SUBMIT + "<a/>".repeat(MOST) + "</record></submit>",
                "a record with namespaces",
                SUBMIT + nested(2) + "<n0:a/>".repeat(MOST) + "</a>".repeat(2) + "</record></submit>");
    }

    private static String signed(String body, String message) {
        return message.replaceFirst("(<soap:Body[^>]*>).*(</soap:Body>)", "$1" + Matcher.quoteReplacement(body) + "$2");
    }

    private static String repeated(String message, String name) {
        Matcher one = Pattern.compile("<" + name + "[ >].*?</" + name + ">|<" + name + " [^>]*/>")
                .matcher(message);
        if (!one.find()) {
            throw new IllegalStateException("no " + name + " in " + message);
        }
        return message.replace(one.group(), one.group().repeat(1_000));
    }

    private static String body(String content) {
        return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" + content
                + "</s:Body></s:Envelope>";
    }

    /** As often as it fits into the largest message that is read. */
    private static String filled(String part) {
        return part.repeat((LARGEST - 8_192) / part.getBytes(StandardCharsets.UTF_8).length);
    }

    private static String numbered(String pattern, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> pattern.replace("#", Integer.toString(i)))
                .collect(Collectors.joining());
    }

    /** Elements in each other, each with as many namespaces as an element may have. */
    private static String nested(int levels) {
        return ("<a " + numbered("xmlns:n#='u:a' ", 28) + ">").repeat(levels);
    }
}

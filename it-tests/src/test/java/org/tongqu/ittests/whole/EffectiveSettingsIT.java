package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Field;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.load.PartySealer;
import org.tongqu.ittests.load.Submission;
import org.tongqu.ittests.process.JvmReading;
import org.tongqu.ittests.process.ListeningSockets;
import org.tongqu.ittests.process.PackagedApplication;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.security.key.PemFiles;
import org.tongqu.security.key.SealingKey;
import tools.jackson.databind.JsonNode;

/**
 * The settings on which the promises of {@code docs/reliability.md} rest, as the packaged gateway runs with them: asked of the
 * database, of the JVM from outside, of the kernel, of the ports, and for what is inside of the process of {@code
 * /admin/v1/settings}, which asks the running objects. Where the last column says why, the value is not the one that is
 * commonly recommended.
 */
@ExtendWith(SharedGateway.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EffectiveSettingsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 400;
    private static final int MAX_RECORD = 1 << 20;
    private static final int MAX_ORDER = 64 << 10;

    private final SharedGateway gateway;
    private final JvmReading jvm;
    private final JsonNode settings;

    EffectiveSettingsIT(SharedGateway gateway) throws IOException {
        this.gateway = gateway;
        jvm = JvmReading.of(gateway.process().pid());
        awakenALane();
        settings = StrictJson.parse(gateway.trustedAdmin("/admin/v1/settings").body());
    }

    @ParameterizedTest(name = "{0} {1} = {2}", quoteTextArguments = false)
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # The ledger: what is committed is on disk, whole, and found damaged if it is.
             1 | postgres.fsync                                  | on
             1 | postgres.synchronous_commit                     | on
             1 | postgres.full_page_writes                       | on
             1 | postgres.data_checksums                         | on
             1 | postgres.listen_addresses                       | 127.0.0.1
             1 | postgres.unix_socket_directories                | ''
             1 | postgres.password_encryption                    | scram-sha-256
             1 | postgres.log_error_verbosity                    | terse
             1 | postgres.log_min_error_statement                | panic
             1 | postgres.log_parameter_max_length               | 0
             1 | postgres.log_parameter_max_length_on_error      | 0
             1 | postgres.log_statement                          | none
             1 | library.h2-                                     | none

            # The broker: durable, closed, and nothing appears or disappears by itself.
             2 | broker.persistence                              | true
             2 | broker.journal-directory                        | data/broker/journal
             2 | broker.queues-not-durable                       | 0
             2 | library.spring-boot-artemis                     | none           | no broker of which anybody else decides where it lies
             3 | broker.security                                 | true
             3 | broker.acceptors                                | InVMAcceptor
             3 | library.artemis-openwire                        | none
             3 | library.artemis-stomp                           | none
             3 | library.artemis-mqtt                            | none
             3 | library.artemis-amqp                            | none
             4 | broker.cluster-connections                      | 0
             4 | broker.cluster-password-well-known              | false
             5 | broker.auto-create-queues                       | false
             5 | broker.auto-create-addresses                    | false
             5 | broker.auto-delete-queues                       | false
             5 | broker.auto-delete-addresses                    | false
             5 | broker.send-to-dead-letters-on-no-route         | true
             5 | broker.send-own-notifications-to-dead-letters   | false
             6 | broker.dead-letter-address                      | dead-letters
             6 | broker.dead-letter-queue                        | durable
             6 | broker.expiry-address                           | expired
             6 | broker.expiry-queue                             | durable
             7 | broker.max-delivery-attempts                    | -1             | the ledger counts attempts; a lane rolls back only while the ledger is away
             8 | broker.redelivery-delay-millis                  | 0
             9 | broker.disk-full-policy                         | FAIL
             9 | broker.min-disk-free-bytes                      | 33554432
             9 | broker.address-full-policy                      | PAGE
             9 | broker.address-max-bytes                        | 16777216
             9 | broker.page-full-policy                         | FAIL
             9 | broker.page-limit-bytes                         | 268435456
             9 | broker.global-max-bytes                         | 67108864
            10 | broker.critical-analyzer                        | true
            10 | broker.critical-analyzer-policy                 | SHUTDOWN
            10 | broker.critical-analyzer-timeout-millis         | 30000
            11 | broker.journal-type                             | NIO
            11 | broker.journal-sync-transactional               | true
            11 | broker.journal-sync-non-transactional           | true
            11 | broker.journal-datasync                         | true
            11 | broker.large-message-sync                       | true
            11 | broker.delivery-count-persisted-before-delivery | false          | the ledger notes an attempt before it is made, and finds who killed the gateway
            12 | broker.id-cache-size                            | 200000
            12 | broker.address-id-cache-size                    | 200000
            12 | broker.id-cache-persisted                       | true
            13 | broker.client-block-on-durable-send             | true
            13 | broker.client-block-on-acknowledge              | true
            13 | broker.client-call-timeout-millis               | 10000
            13 | broker.client-consumer-window-bytes             | 65536

            # Camel and the lanes.
            15 | camel.lanes-transacted                          | true
            15 | camel.lanes-lazy-transaction-manager            | false
            15 | camel.lanes-cache-level                         | CACHE_CONSUMER
            15 | camel.lanes-one-connection-factory              | true
            15 | camel.lanes-max-messages-per-task               | 50             | a consumer gives its thread back, so that no lane holds the pool
            15 | camel.lanes-async-consumer                      | false
            16 | camel.error-handlers                            | DefaultErrorHandler with 0 redeliveries, NoErrorHandler
            17 | camel.shutdown-timeout-seconds                  | 20
            17 | spring.shutdown-timeout-seconds                 | 30
            17 | supervisor.stop-seconds                         | 60
            18 | library.camel-main                              | none           | no profile to choose: Camel is put together by hand, and the environment does not reach it
            18 | library.camel-spring-boot                       | none
            19 | camel.lanes-object-messages                     | false
            19 | camel.lanes-transfer-exception                  | false
            19 | camel.lanes-transfer-exchange                   | false
            19 | jvm.serial-filter                               | !*
            19 | broker.client-deserialization-deny-list         | *
            20 | camel.components                                | direct lanes
            20 | camel.routes-that-keep-headers                  | none
            20 | camel.steps-sent-where-a-message-says           | none
            20 | library.camel-freemarker                        | none
            20 | library.camel-velocity                          | none
            20 | library.camel-xslt                              | none

            # What is not there cannot be attacked.
            21 | library.jolokia                                 | none
            21 | library.camel-debug                             | none
            21 | library.camel-observability                     | none
            21 | library.camel-console                           | none
            21 | library.camel-platform-http                     | none
            21 | library.camel-management-4                      | none
            21 | library.spring-boot-devtools                    | none
            21 | library.log4j-core                              | none
            21 | broker.jmx                                      | false
            21 | camel.jmx                                       | false
            21 | jvm.mbean-domains                               | (of the JDK)
            21 | operators:/actuator/health/readiness            | 200
            21 | operators:/actuator/prometheus                  | 200
            21 | operators:/actuator                             | 404
            21 | operators:/actuator/info                        | 404
            21 | operators:/actuator/env                         | 404
            21 | operators:/actuator/beans                       | 404
            21 | operators:/actuator/heapdump                    | 404
            21 | operators:/actuator/threaddump                  | 404
            21 | operators:/actuator/loggers                     | 404
            21 | operators:/actuator/metrics                     | 404
            21 | operators:/actuator/shutdown                    | 404
            22 | operators:/admin/v1/settings                    | 401
            22 | operators:/admin/v1/status                      | 401
            22 | operators:/v1/keys                              | 404
            22 | parties:/v1/keys                                | 200
            22 | parties:/admin/v1/settings                      | 404
            22 | parties:/actuator/health                        | 404
            22 | parties:/                                       | 404

            # What comes from outside is bounded before it is looked at, and read strictly.
            25 | refused.duplicate-key                           | 400 MALFORMED
            25 | refused.trailing-tokens                         | 400 MALFORMED
            25 | refused.depth                                   | 400 MALFORMED
            25 | refused.number                                  | 400 MALFORMED
            25 | json.deepest-nesting                            | 64
            25 | json.longest-number-characters                  | 400
            25 | json.longest-name-characters                    | 1024
            25 | json.longest-text-characters                    | -1             | bodies are bounded in octets before they are read, see 28
            25 | json.names-interned                             | false
            25 | json.names-kept-in-a-table                      | false
            23 | soap.document-types                             | false
            23 | soap.external-entities                          | false
            23 | soap.most-depth                                 | 96
            23 | soap.most-elements                              | 100000
            23 | soap.most-attributes                            | 32
            23 | soap.most-namespaces                            | 64
            23 | soap.longest-attribute-characters               | 65536
            23 | soap.longest-name-characters                    | 256
            23 | soap.largest-message-bytes                      | 4194304 | no attachments at all
            23 | soap.longest-text-characters                    | 8388608
            23 | soap.endpoint-most-depth                        | 96
            23 | soap.endpoint-most-elements                     | 100000
            23 | soap.endpoint-most-attributes                   | 32
            23 | soap.services-listed                            | false
            23 | soap.stack-traces-in-faults                     | false
            23 | parties:/soap/services                          | 404
            23 | operators:/soap/exchange                        | 404
            23 | operators:/%73oap/exchange                      | 404
            23 | operators:/admin/../soap/exchange               | 404
            23 | parties:/v1/../soap/exchange                    | 404
            24 | soap.signature-oldest-seconds                   | 300
            24 | soap.signature-ahead-seconds                    | 60
            24 | soap.basic-security-profile                     | true
            24 | http-parties.clear-passwords-from               | loopback
            24 | http-parties.public-address                     | as asked       | what descriptions of services name
            26 | soap.tree-secure-processing                     | true
            26 | soap.tree-document-types-refused                | true
            26 | soap.tree-external-access                       | ''
            26 | xml.reader                                      | WstxInputFactory
            26 | xml.document-types                              | false
            26 | xml.external-entities                           | false
            26 | xml.entities-replaced                           | false
            26 | xml.most-depth                                  | 64
            26 | xml.most-attributes                             | 64
            26 | xml.longest-attribute-characters                | 65536
            26 | library.xalan                                   | none           | what transforms XML is the JDK
            26 | library.xerces                                  | none
            26 | library.saxon                                   | none
            27 | seal.algorithm                                  | SM2SM3
            27 | seal.curve                                      | 1.2.156.10197.1.301
            27 | seal.key-id                                     | 990101.gateway#k1
            27 | seal.signature-octets                           | 64             | r and s; what is DER is refused
            27 | refused-seal.der                                | 401 SEAL_INVALID
            27 | refused-seal.other-user-id                      | 401 SEAL_INVALID
            28 | http-parties.max-header-bytes                   | 8192
            28 | http-parties.max-record-bytes                   | 1048576
            28 | http-parties.max-batch-bytes                    | 16777216
            28 | http-parties.read-timeout-millis                | 20000
            28 | http-parties.body-read-timeout-as-read-timeout  | true
            28 | http-parties.max-connections                    | 2000
            28 | http-parties.max-material-bytes                 | 1073741824
            28 | http-parties.max-unreferenced-material-bytes    | 4294967296
            28 | http-parties.max-swallow-bytes                  | 67108864
            28 | http-parties.continue-at                        | onRead
            28 | http-parties-tls.max-header-bytes               | 8192
            28 | http-parties-tls.read-timeout-millis            | 20000
            28 | http-parties-tls.body-read-timeout-as-read-timeout | true
            28 | http-parties-tls.max-connections                | 2000
            28 | http-parties-tls.max-swallow-bytes              | 67108864
            28 | http-parties-tls.continue-at                    | onRead
            28 | http-parties-tls.protocols                      | TLSv1.2 TLSv1.3
            28 | http-parties-tls.client-certificates            | OPTIONAL
            28 | http-operators.max-header-bytes                 | 8192
            28 | http-operators.read-timeout-millis              | 20000
            28 | http-operators.body-read-timeout-as-read-timeout | true
            28 | http-operators.address                          | 127.0.0.1
            28 | too-large.parties                               | HTTP/1.1 413
            28 | too-large.operators                             | HTTP/1.1 413
            28 | without-length.operators                        | HTTP/1.1 411
            28 | http-client.redirects-followed                  | NEVER
            28 | http-client.connect-timeout-millis              | 10000
            28 | http-client.cookies                             | false
            28 | http-client.authenticator                       | false
            28 | property.jdk.internal.httpclient.disableHostnameVerification | (not set)
            28 | listening.gateway                               | 127.0.0.1:admin-port 127.0.0.1:port 127.0.0.1:tls-port
            28 | listening.database                              | 127.0.0.1:database-port

            # The process.
            29 | flag.ExitOnOutOfMemoryError                     | true
            29 | flag.HeapDumpOnOutOfMemoryError                 | false
            29 | property.file.encoding                          | UTF-8
            29 | property.stdout.encoding                        | UTF-8
            29 | property.java.rmi.server.hostname               | (not set)
            29 | property.com.sun.management.jmxremote           | (not set)
            29 | files.data-directory                            | rwx------
            29 | files.open-to-others                            | none
            """)
    void isInForce(String number, String name, String expected)
            throws IOException, SQLException, ReflectiveOperationException {
        assertThat(effective(name)).as("%s %s", number, name).isEqualTo(expected);
    }

    private String effective(String name) throws IOException, SQLException, ReflectiveOperationException {
        if (name.startsWith("operators:")) {
            return status(gateway.site().adminPort(), name.substring("operators:".length()));
        }
        if (name.startsWith("parties:")) {
            return status(gateway.site().port(), name.substring("parties:".length()));
        }
        String group = name.substring(0, name.indexOf('.'));
        String setting = name.substring(group.length() + 1);
        return switch (group) {
            case "postgres" -> gateway.process().ledger().setting(setting);
            case "flag" -> jvm.flag(setting).orElse("(no such flag)");
            case "property" -> jvm.property(setting).orElse("(not set)");
            case "library" -> libraries(setting);
            case "listening" -> listening(setting);
            case "files" -> setting.equals("data-directory") ? mode(gateway.data()) : openToOthers();
            case "supervisor" -> stopSeconds();
            case "refused" -> answer(setting);
            case "seal" -> receiptSeal(setting);
            case "refused-seal" -> answerToSeal(setting);
            case "too-large" ->
                setting.equals("parties")
                        ? announced(gateway.site().port(), "/v1/records", "Content-Length: " + (MAX_RECORD + 1))
                        : announced(gateway.site().adminPort(), "/admin/v1/jobs", "Content-Length: " + (MAX_ORDER + 1));
            case "without-length" ->
                announced(gateway.site().adminPort(), "/admin/v1/jobs", "Transfer-Encoding: chunked");
            default -> setting.equals("mbean-domains") ? domains() : told(group, setting);
        };
    }

    private String told(String group, String setting) {
        return settings.path(group).path(setting).asString("(not told)").replace(gateway.data() + "/", "data/");
    }

    private static String status(int port, String target) throws IOException {
        try (HttpConnection connection = new HttpConnection(port, SOON)) {
            return Integer.toString(
                    connection.exchange("GET", target, Map.of(), new byte[0]).status());
        }
    }

    /** What is answered to a request that has sent its head alone and announces its body so. */
    private static String announced(int port, String target, String header) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) SOON.toMillis());
            String head = String.join(
                    "\r\n",
                    "POST " + target + " HTTP/1.1",
                    "Host: 127.0.0.1",
                    "Content-Type: application/cloudevents+json",
                    header,
                    "",
                    "");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes("HTTP/1.1 413".length()), StandardCharsets.US_ASCII);
        }
    }

    /** The names of the jars that have this in their name. */
    private static String libraries(String part) throws IOException {
        Path lib = PackagedApplication.jar().resolveSibling("lib");
        try (Stream<Path> jars = Files.list(lib)) {
            return orNone(jars.map(jar -> jar.getFileName().toString()).filter(jar -> jar.contains(part)));
        }
    }

    /** Where a process listens; a port that is where it belongs has its name. */
    private String listening(String process) throws IOException, SQLException {
        long database = gateway.process().postgresPid().orElseThrow();
        int databasePort = Integer.parseInt(gateway.process().ledger().setting("port"));
        Map<Integer, String> names = Map.of(
                gateway.site().port(),
                "port",
                gateway.site().adminPort(),
                "admin-port",
                gateway.platforms().tlsPort(),
                "tls-port",
                databasePort,
                "database-port");
        return ListeningSockets.of(process.equals("gateway") ? gateway.process().pid() : database).stream()
                .map(socket -> text(socket, names))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String text(InetSocketAddress socket, Map<Integer, String> names) {
        return socket.getAddress().getHostAddress() + ":"
                + names.getOrDefault(socket.getPort(), Integer.toString(socket.getPort()));
    }

    /** Files that others than the owner may read or write; the database's programs hold nothing. */
    private String openToOthers() throws IOException {
        TreeSet<String> open = new TreeSet<>();
        Files.walkFileTree(gateway.data(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (directory.equals(gateway.data().resolve("programs"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return visitFile(directory, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!mode(file).endsWith("------")) {
                    open.add(gateway.data().relativize(file) + " " + mode(file));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path goneMeanwhile, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return orNone(open.stream());
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** How long the supervisor waits, by the packaged class: {@code serve} has none beside it. */
    private static String stopSeconds() throws IOException, ReflectiveOperationException {
        URL[] jar = {PackagedApplication.jar().toUri().toURL()};
        try (URLClassLoader packaged = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader())) {
            Field seconds =
                    packaged.loadClass("org.tongqu.config.cli.Supervisor").getDeclaredField("STOP_SECONDS");
            seconds.setAccessible(true);
            return seconds.get(null).toString();
        }
    }

    /** Domains of management beans that no JDK has by itself. */
    private String domains() {
        String others = Arrays.stream(told("jvm", "mbean-domains").split(" ", -1))
                .filter(domain -> !domain.matches("JMImplementation|com\\.sun\\.management|(java|jdk)\\..*"))
                .collect(Collectors.joining(" "));
        return others.isEmpty() ? "(of the JDK)" : others;
    }

    /** What the gateway answers to a record that breaks this rule of JSON and no other. */
    private String answer(String rule) throws IOException {
        String whole =
                new String(gateway.body(SharedGateway.WINDOW, gateway.freshId(), "CASE-JSON"), StandardCharsets.UTF_8);
        String broken =
                switch (rule) {
                    case "duplicate-key" -> "{\"specversion\":\"1.0\"," + whole.substring(1);
                    case "trailing-tokens" -> whole + "{}";
                    case "depth" -> "{\"x\":" + "[".repeat(DEEPEST) + "]".repeat(DEEPEST) + "," + whole.substring(1);
                    case "number" -> "{\"x\":0." + "1".repeat(LONGEST_NUMBER) + "," + whole.substring(1);
                    default -> throw new IllegalArgumentException(rule);
                };
        Submission.Outcome outcome = gateway.submit(SharedGateway.WINDOW, broken.getBytes(StandardCharsets.UTF_8));
        return outcome.text().contains(rule) ? outcome.status() + " " + outcome.code() : outcome.text();
    }

    /** Of the receipt of a record, by the key that the gateway publishes. */
    private String receiptSeal(String property) throws IOException {
        Submission.Outcome accepted = gateway.submit(
                SharedGateway.WINDOW, gateway.body(SharedGateway.WINDOW, gateway.freshId(), "CASE-SEAL"));
        Seal seal = SealedText.fromJson(StrictJson.parse(accepted.text())).seal();
        SealHeader header = SealHeader.read(seal);
        return switch (property) {
            case "algorithm" -> header.alg().wire();
            case "key-id" -> header.kid().toString();
            case "signature-octets" -> Integer.toString(Base64.getUrlDecoder().decode(seal.signature()).length);
            case "curve" -> curve(header.kid().toString());
            default -> throw new IllegalArgumentException(property);
        };
    }

    /** By its object identifier. */
    private String curve(String kid) throws IOException {
        JsonNode published;
        try (HttpConnection connection = new HttpConnection(gateway.site().port(), SOON)) {
            published = StrictJson.parse(connection
                    .exchange("GET", "/v1/keys", Map.of(), new byte[0])
                    .body());
        }
        for (JsonNode key : published.path("keys")) {
            if (key.path("kid").asString().equals(kid)) {
                byte[] certificate =
                        Base64.getDecoder().decode(key.path("x5c").path(0).asString());
                return new X509CertificateHolder(certificate)
                        .getSubjectPublicKeyInfo()
                        .getAlgorithm()
                        .getParameters()
                        .toString();
            }
        }
        return "(not published)";
    }

    /** What the gateway answers to a record whose seal is wrong in this and in nothing else. */
    private String answerToSeal(String wrong) throws IOException {
        byte[] body = gateway.body(SharedGateway.WINDOW, gateway.freshId(), "CASE-SEAL");
        Seal good = gateway.sealer(SharedGateway.WINDOW).seal(body, SealType.RECORD);
        Seal seal =
                switch (wrong) {
                    case "der" -> new Seal(good.protectedHeader(), der(good.signature()));
                    case "other-user-id" -> byAnotherUserId().seal(body, SealType.RECORD);
                    default -> throw new IllegalArgumentException(wrong);
                };
        Map<String, String> headers = Map.of("Content-Type", "application/cloudevents+json", "Seal", seal.text());
        try (HttpConnection connection = new HttpConnection(gateway.site().port(), SOON)) {
            HttpMessage answer = connection.exchange("POST", "/v1/records", headers, body);
            return answer.status() + " "
                    + StrictJson.parse(answer.body()).path("code").asString();
        }
    }

    private static String der(String signature) throws IOException {
        byte[] raw = Base64.getUrlDecoder().decode(signature);
        int half = raw.length / 2;
        byte[] der = new DERSequence(new ASN1Integer[] {
                    new ASN1Integer(new BigInteger(1, Arrays.copyOf(raw, half))),
                    new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, half, raw.length)))
                })
                .getEncoded();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(der);
    }

    private PartySealer byAnotherUserId() {
        PartyId window = new PartyId(SharedGateway.WINDOW);
        SealingKey key = new SealingKey(
                new KeyId(window, "k1"),
                new PemFiles(new BouncyCastleProvider())
                        .readPrivateKey(gateway.site().privateKeys().resolve(window + ".pem")),
                "another user id");
        return new PartySealer(key, GeneratedSite.ID, Clock.systemUTC());
    }

    /** A lane has a route, and so an error handler that can be asked, while it is awake. */
    private void awakenALane() throws IOException {
        String id = gateway.freshId();
        gateway.submit(SharedGateway.WINDOW, gateway.body(SharedGateway.WINDOW, id, "CASE-" + id));
        await().atMost(SOON).until(() -> gateway.state(SharedGateway.WINDOW, id, SharedGateway.TAX)
                .equals("DELIVERED"));
    }

    private static String orNone(Stream<String> names) {
        String all = names.sorted().collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all;
    }
}

package org.tongqu.adapters.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tongqu.adapters.auth.AuthScheme;
import org.tongqu.adapters.auth.BodyProtection;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.auth.MutualTls;
import org.tongqu.adapters.auth.NoAuth;
import org.tongqu.adapters.dialect.AnswerClassifier;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.Outcome;
import org.tongqu.adapters.dialect.TimeForms;
import org.tongqu.adapters.dialect.Transport;
import org.tongqu.adapters.dialect.Wire;
import org.tongqu.adapters.push.DialectCall.Heard;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;

class DialectCallTest {
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private final AtomicReference<String> contentType = new AtomicReference<>("");
    private final List<String> shown = new ArrayList<>();
    private HttpServer server;
    private PushClient client;

    @BeforeEach
    void aPartnerThatIsBusy() throws IOException, NoSuchAlgorithmException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/busy", exchange -> {
            contentType.set(exchange.getRequestHeaders().getFirst("Content-Type"));
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Retry-After", "Thu, 26 Nov 2026 08:00:07 GMT");
            exchange.getResponseHeaders().set("X-Result", "busy");
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        SSLContext tls = SSLContext.getDefault();
        client = new PushClient(
                certificate -> {
                    if ("PEM".equals(certificate)) {
                        throw new IllegalStateException(
                                "the client certificate cannot be used: it holds no certificate");
                    }
                    if (certificate != null) {
                        shown.add(certificate);
                    }
                    return tls;
                },
                PATIENT,
                CLOCK);
    }

    @AfterEach
    void close() {
        client.close();
        server.stop(0);
    }

    @Test
    void whenToComeAgainIsHeard() {
        Heard heard = call(Transport.Carrier.BODY, new NoAuth())
                .tell("busy", "/busy", "{}")
                .join();

        assertThat(heard).isInstanceOfSatisfying(Heard.Said.class, said -> {
            assertThat(said.status()).isEqualTo(503);
            assertThat(said.meaning().rule()).as("its header is looked at").isPresent();
            assertThat(said.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        });
    }

    @Test
    void aLaneWaitsAsLongAsItsPartnerAsks() {
        Dialect dialect = dialect(Transport.Carrier.BODY, new NoAuth());
        byte[] told = dialect.toTheirs(
                RecordType.parse("case.accepted"), StrictJson.object(), Telling.SAMPLE, SentFiles.NONE);
        Endpoint.Push endpoint = new Endpoint.Push(address(), PATIENT, Repeat.SAFE, ReceiptKind.CHANNEL, 1);

        Answer answer = new DialectPush(client, CLOCK, new Random(1))
                .send(
                        DeliveryChannelContract.delivery(),
                        new SealedBody(told, DeliveryChannelContract.RECEIPT.seal(), null),
                        endpoint,
                        new Conversation(dialect, Map.of(), List.of()))
                .join();

        assertThat(answer).isInstanceOfSatisfying(Answer.Away.class, away -> {
            assertThat(away.code()).isEqualTo("PARTNER_AWAY_503");
            assertThat(away.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        });
    }

    @Test
    void whoShowsACertificateHasConnectionsOfItsOwn() {
        for (String certificate : List.of("A", "B", "A")) {
            HttpRequest request = HttpRequest.newBuilder(address().resolve("/busy"))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            client.exchange(Optional.of(certificate), request, new AnswerHead(), PATIENT, answered -> 1, failed -> 0)
                    .join();
        }

        assertThat(shown).containsExactly("A", "B");
    }

    @Test
    void aMultipartBodyIsAnnouncedWithItsBoundary() {
        call(Transport.Carrier.MULTIPART, new NoAuth())
                .tell("busy", "/busy", "{\"a\":\"1\"}")
                .join();

        assertThat(contentType.get()).matches("multipart/form-data; boundary=tongqu-[0-9a-f]{32}");
    }

    @Test
    void aCertificateThatCannotBeUsedIsSaidAndNothingIsSent() {
        Heard heard = call(Transport.Carrier.BODY, new MutualTls(new NoAuth()))
                .tell("busy", "/busy", "{}")
                .join();

        assertThat(heard)
                .isEqualTo(new Heard.NotSent(
                        "Nothing was sent: the client certificate cannot be used: it holds no certificate."));
        assertThat(contentType.get()).isEmpty();
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static Dialect dialect(Transport.Carrier carrier, AuthScheme auth) {
        FieldTable table = new FieldTable(
                "busy",
                RecordType.parse("case.accepted"),
                FieldPath.ROOT,
                false,
                List.of(),
                "/busy",
                Direction.OUT,
                null);
        AnswerClassifier.Rule busy = new AnswerClassifier.Rule(
                "dialect.yml:1",
                Outcome.AWAY,
                Set.of(503),
                null,
                Set.of(),
                null,
                Map.of(),
                Map.of("x-result", Set.of("busy")));
        return new Dialect(
                "example",
                "例",
                "example",
                StandardCharsets.UTF_8,
                MessageFormat.JSON,
                List.of(table),
                List.of(),
                Map.of(),
                new AnswerClassifier(MessageFormat.JSON, List.of(), List.of(busy)),
                new Wire(
                        new Transport(carrier, "", Map.of(), "multipart/form-data", Map.of(), Map.of()),
                        auth,
                        new BodyProtection.Plain(),
                        Map.of(),
                        new TimeForms(ZoneOffset.UTC, "yyyy-MM-dd HH:mm:ss")),
                "1");
    }

    private DialectCall call(Transport.Carrier carrier, AuthScheme auth) {
        return new DialectCall(
                client,
                CLOCK,
                new Random(1),
                dialect(carrier, auth),
                address(),
                new Credentials(Map.of("client-certificate", () -> "PEM")),
                PATIENT);
    }
}

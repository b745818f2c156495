package org.tongqu.adapters.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.Servlet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.cxf.jaxws.EndpointImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.tongqu.adapters.rest.BodyBudget;
import org.tongqu.adapters.rest.ClearPasswords;
import org.tongqu.adapters.rest.ProblemResolver;
import org.tongqu.adapters.rest.PublicAddress;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Sites;

/** The SOAP door in a real container, with CXF behind the guard. */
@SpringBootTest(
        classes = SoapDoorTest.Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"server.address=127.0.0.1", "spring.main.banner-mode=off"})
class SoapDoorTest {
    private static final String SUBMIT = Messages.submit(Messages.json(SoapWorld.WINDOW, "r-1"));
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @LocalServerPort
    private int port;

    @Autowired
    private SoapWorld world;

    @Autowired
    private SoapSettings settings;

    @Autowired
    private EndpointImpl endpoint;

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(SoapDoor.class)
    static class Application {
        @Bean
        SoapWorld world() {
            return new SoapWorld();
        }

        @Bean
        IntakeGate gate(SoapWorld world) {
            return () -> world.closed;
        }

        @Bean
        Sites sites(SoapWorld world) {
            return world.sites();
        }

        @Bean
        Clock clock(SoapWorld world) {
            return world.clock;
        }

        @Bean
        IncidentIds ids() {
            return () -> "incident-1";
        }

        @Bean
        ProblemResolver problems(IncidentIds ids) {
            return new ProblemResolver(ids);
        }

        @Bean
        PublicAddress address() {
            return new PublicAddress("https://gateway.example/tongqu");
        }

        @Bean
        ClearPasswords passwords() {
            return new ClearPasswords(Set.of());
        }

        @Bean
        BodyBudget budget(SoapWorld world) {
            return world.budget;
        }

        @Bean
        ServletRegistrationBean<Servlet> mapping() {
            ServletRegistrationBean<Servlet> mapping =
                    new ServletRegistrationBean<>(SoapDoor.servlet(), SoapDoor.MAPPING);
            mapping.setInitParameters(SoapDoor.PARAMETERS);
            return mapping;
        }
    }

    @AfterEach
    void forget() {
        world.submitted.clear();
        world.used.clear();
        world.closed = Optional.empty();
    }

    @ParameterizedTest
    @EnumSource(SoapVersion.class)
    void aCallIsAnsweredInItsVersion(SoapVersion version) throws Exception {
        String token = Messages.token(SoapWorld.WINDOW, SoapWorld.PASSWORD)
                .replace(
                        "mustUnderstand=\"1\"",
                        version == SoapVersion.V11 ? "mustUnderstand=\"1\"" : "mustUnderstand=\"true\"");

        HttpResponse<String> answer = post(Messages.envelope(version, token, SUBMIT), version.mediaType());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT))
                .startsWith(version.mediaType())
                .contains("utf-8");
        assertThat(answer.body()).contains(version.namespace(), "<status>202</status>", "<receipt>");
        assertThat(world.submitted).hasSize(1);
    }

    @Test
    void aSignedCallIsAnsweredSignedAsItGoesOverTheWire() throws Exception {
        String message = Signing.sign(
                Messages.submit(Messages.json(SoapWorld.SIGNER, "r-1")),
                SoapWorld.RSA,
                new Signing.Form(SoapWorld.NOON));

        HttpResponse<String> answer = post(message, "text/xml; charset=utf-8");

        assertThat(answer.body()).contains("<status>202</status>");
        assertThat(Verifying.signer(answer.body())).isEqualTo(SoapWorld.GATEWAY.certificate());
        assertThat(world.submitted.get(0).message().octets()).isEqualTo(message.getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> again = post(message, "text/xml");
        assertThat(again.statusCode()).isEqualTo(500);
        assertThat(again.body()).contains("<code>SEAL_INVALID</code>");
    }

    @Test
    void theContractIsGivenOutWithTheAddressThatCallersKnow() throws Exception {
        HttpResponse<String> wsdl = get("/soap/exchange?wsdl");

        assertThat(wsdl.statusCode()).isEqualTo(200);
        assertThat(wsdl.body())
                .contains("location=\"https://gateway.example/tongqu/soap/exchange\"", "name=\"record.case.accepted\"");
        assertThat(get("/soap/exchange?WSDL").body()).isEqualTo(wsdl.body());
    }

    /** What is told of the endpoint is what it was made with, not what it should have been. */
    @Test
    void theSettingsAreThoseOfTheRunningEndpointAndServlet() {
        assertThat(settings.inForce())
                .containsEntry("endpoint-most-depth", "96")
                .containsEntry("endpoint-most-elements", "100000")
                .containsEntry("stack-traces-in-faults", "false")
                .containsEntry("services-listed", "false")
                .containsEntry("largest-message-bytes", "4194304");

        endpoint.getServer().getEndpoint().put("org.apache.cxf.stax.maxElementDepth", 7);
        try {
            assertThat(settings.inForce()).containsEntry("endpoint-most-depth", "7");
        } finally {
            endpoint.getServer().getEndpoint().put("org.apache.cxf.stax.maxElementDepth", MessageScan.MOST_DEPTH);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/soap, 404",
        "/soap/, 404",
        "/soap/services, 404",
        "/soap/exchange, 405",
        "/soap/exchange?xsd=x, 405",
        "/soap/exchange/, 404",
        "/soap/other?wsdl, 404",
        "/soap/exchange?wsdl=../x, 405"
    })
    void nothingElseIsThere(String path, int status) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/../soap/exchange",
                "/v1/%2e%2e/soap/exchange",
                "/%73oap/exchange",
                "/soap/./exchange",
                "//soap/exchange",
                "/soap/exchange;a=b",
                "/soap;a=b/exchange",
                "/soap/%65xchange"
            })
    void noOtherSpellingOfThePathPassesTheGuardBy(String path) throws Exception {
        byte[] message = Messages.known(SUBMIT).getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: text/xml\r\n"
                                    + "Content-Length: " + message.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(message);

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 40");
            assertThat(answer).doesNotContain("Envelope");
        }
        assertThat(world.submitted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json",
                "multipart/related; type=\"text/xml\"",
                "text/xml; charset=gbk",
                "application/soap+xml"
            })
    void anotherMediaTypeIsAFault(String type) throws Exception {
        HttpResponse<String> answer = post(Messages.known(SUBMIT), type);

        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(answer.body()).contains(":Fault>", "<code>UNSUPPORTED_MEDIA_TYPE</code>");
        assertThat(world.submitted).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("org.tongqu.adapters.soap.MessageScanTest#hostile")
    void aHostileDocumentIsAFaultBeforeAnythingReadsIt(String document) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(1);
            HttpResponse<String> answer =
                    post(document.replace("PORT", Integer.toString(listener.getLocalPort())), "text/xml");

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body())
                    .contains("<faultcode>soap:Client</faultcode>", "<code>MALFORMED</code>")
                    .doesNotContain("Exception", "hostname");
            assertThat(knocked(listener)).isFalse();
        }
        assertThat(world.submitted).isEmpty();
    }

    @Test
    void aMessageLargerThanIsTakenIsRefusedBeforeItIsRead() throws Exception {
        HttpResponse<String> stated = post("x".repeat((4 << 20) + 1), "text/xml");
        HttpResponse<String> chunked = HTTP.send(
                request("text/xml")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[(4 << 20) + 1])))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(stated.body()).contains("<code>TOO_LARGE</code>");
        assertThat(chunked.body()).contains("<code>TOO_LARGE</code>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"submit", "receive", "", "\"\"", "urn:other", "http://127.0.0.1:9/"})
    void soapActionSaysNothing(String action) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                request("text/xml")
                        .header("SOAPAction", action)
                        .POST(BodyPublishers.ofString(Messages.known(SUBMIT)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).contains("<status>202</status>");
        assertThat(world.submitted).hasSize(1);
    }

    @Test
    void anAnswerGoesNowhereElse() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(50);
            String elsewhere = "<a:ReplyTo xmlns:a=\"" + Namespaces.ADDRESSING + "\"><a:Address>http://127.0.0.1:"
                    + listener.getLocalPort() + "/</a:Address></a:ReplyTo><a:MessageID xmlns:a=\""
                    + Namespaces.ADDRESSING
                    + "\">urn:1</a:MessageID><a:To xmlns:a=\"" + Namespaces.ADDRESSING
                    + "\" s:mustUnderstand=\"1\">urn:x</a:To>";

            HttpResponse<String> answer = post(
                    Messages.envelope(Messages.token(SoapWorld.WINDOW, SoapWorld.PASSWORD) + elsewhere, SUBMIT),
                    "text/xml");

            assertThat(answer.body()).contains("<code>MALFORMED</code>", "same connection");
            assertThat(knocked(listener)).isFalse();
        }
    }

    @Test
    void aHeaderThatMustBeUnderstoodAndIsNotIsAFault() throws Exception {
        String header = "<x:transaction xmlns:x=\"urn:other\" s:mustUnderstand=\"1\"/>";

        HttpResponse<String> answer = post(
                Messages.envelope(Messages.token(SoapWorld.WINDOW, SoapWorld.PASSWORD) + header, SUBMIT), "text/xml");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("MustUnderstand</faultcode>", "<code>MALFORMED</code>");
        assertThat(world.submitted).isEmpty();
    }

    @Test
    void whoShallComeAgainIsToldWhen() throws Exception {
        world.closed = Optional.of(Rejection.later(ProblemCode.UNAVAILABLE, "No.", Duration.ofSeconds(7)));

        HttpResponse<String> answer = post(Messages.known(SUBMIT), "text/xml");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertThat(answer.body()).contains("<faultcode>soap:Server</faultcode>", "<code>UNAVAILABLE</code>");
    }

    @Test
    void whatACallHeldIsGivenBackWhenItsAnswerIsWritten() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(post(Messages.known(SUBMIT), "text/xml").statusCode()).isEqualTo(200);
            assertThat(post("no message", "text/xml").statusCode()).isEqualTo(500);
        }
        // An answer may have been read before the thread that wrote it gives back what it held.
        await().until(this::isNothingHeld);
    }

    private boolean isNothingHeld() {
        try (BodyBudget.Share first = world.budget.share();
                BodyBudget.Share other = world.budget.share()) {
            return other.holds(1) && first.holds(SoapWorld.BUDGET - 1);
        }
    }

    private static boolean knocked(ServerSocket listener) throws IOException {
        try {
            listener.accept().close();
            return true;
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    private HttpResponse<String> post(String body, String type) throws Exception {
        return HTTP.send(
                request(type).POST(BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String type) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + SoapGuard.PATH))
                .header("Content-Type", type);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

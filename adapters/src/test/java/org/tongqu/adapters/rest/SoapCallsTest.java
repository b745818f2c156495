package org.tongqu.adapters.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.tongqu.adapters.auth.BasicAuth;
import org.tongqu.adapters.auth.BodyProtection;
import org.tongqu.adapters.dialect.AnswerClassifier;
import org.tongqu.adapters.dialect.Arrival;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Direction;
import org.tongqu.adapters.dialect.FieldPath;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.dialect.Outcome;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Saying;
import org.tongqu.adapters.dialect.Soap;
import org.tongqu.adapters.dialect.TimeForms;
import org.tongqu.adapters.dialect.Transport;
import org.tongqu.adapters.dialect.Wire;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.Queries;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;
import tools.jackson.databind.JsonNode;

/** Partners' clients of SOAP at our door: ones written by hand, and another maker's, which calls by the description that we give. */
class SoapCallsTest {
    private static final Charset GB2312 = Charset.forName("gb2312");
    private static final Charset GB18030 = Charset.forName("gb18030");
    private static final PartyId HOTLINE = new PartyId("990100.hotline");
    private static final String PATH = "/services/exchange";
    private static final String DOCUMENT =
            "<?xml version=\"1.0\" encoding=\"gb2312\"?><T><NO>990101000001</NO><C>路灯不亮</C></T>";
    private static final String ACCOUNT = "Basic " + Base64.getEncoder().encodeToString("city:s3cret".getBytes(UTF_8));

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private PublicAddress publicAddress = PublicAddress.AS_ASKED;
    private volatile String from = "127.0.0.1";
    private @Nullable Rejection refusal;
    private HttpServer server;

    @BeforeEach
    void theDoorOfTheHotline() throws IOException {
        MessagesController controller = controller();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(controller, exchange));
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void aDocumentInAParameterIsTakenAndAnsweredAsAResult() throws Exception {
        HttpResponse<String> answer = post(envelope(escaped(DOCUMENT)), ACCOUNT, "\"urn:send\"");

        assertThat(taken).containsExactly("send " + DOCUMENT);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/xml; charset=utf-8");
        assertThat(answer.headers().firstValue("X-Result")).hasValue("said");
        assertThat(answer.body())
                .contains("sendResponse")
                .contains("<return>&lt;RESULT&gt;&lt;STATUS&gt;1&lt;/STATUS&gt;&lt;/RESULT&gt;</return>");
    }

    @Test
    void aNameThatTheDocumentsCharsetDoesNotHaveComesInItsEnvelope() throws Exception {
        String document = DOCUMENT.replace("路灯", "喆");

        assertThat(post(envelope(escaped(document)), ACCOUNT, "").statusCode()).isEqualTo(200);
        assertThat(taken).containsExactly("send " + document);
    }

    @ParameterizedTest
    @CsvSource({"''", "'\"urn:drop\"'", "'http://192.0.2.1/other'"})
    void whatSoapActionSaysDecidesNothing(String action) throws Exception {
        assertThat(post(envelope(escaped(DOCUMENT)), ACCOUNT, action).body()).contains("STATUS");
        assertThat(taken).hasSize(1);

        HttpResponse<String> other = post(
                envelope(escaped(DOCUMENT)).replace("n:send>", "n:drop>").replace("<n:send ", "<n:drop "),
                ACCOUNT,
                "\"urn:send\"");

        assertThat(other.statusCode()).isEqualTo(500);
        assertThat(other.body()).contains("<faultcode>soap:Client</faultcode>").contains("没有操作 drop");
        assertThat(taken).hasSize(1);
    }

    @Test
    void aStrangerIsToldSoInTheResultAndNothingIsTaken() throws Exception {
        HttpResponse<String> stranger = post(
                envelope(escaped(DOCUMENT)),
                "Basic " + Base64.getEncoder().encodeToString("city:guess".getBytes(UTF_8)),
                "");

        assertThat(stranger.statusCode()).isEqualTo(200);
        assertThat(stranger.body()).contains("sendResponse").contains("CHANNEL_NOT_AUTHENTIC");
        assertThat(taken).isEmpty();
    }

    @Test
    void aPasswordThatOthersCouldReadShowsNothing() throws Exception {
        from = "192.0.2.7";

        assertThat(post(envelope(escaped(DOCUMENT)), ACCOUNT, "").body()).contains("CHANNEL_NOT_AUTHENTIC");
        assertThat(taken).isEmpty();
    }

    @Test
    void aDialectThatSaysFaultsIsAnsweredByOnes() throws Exception {
        refusal = new Rejection(ProblemCode.UNAVAILABLE, "The ledger cannot be reached.");

        HttpResponse<String> answer = post(envelope(escaped(DOCUMENT)), ACCOUNT, "");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .contains("<soap:Fault><faultcode>soap:Server</faultcode><faultstring>")
                .doesNotContain("sendResponse");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'http://127.0.0.1:9/'>]><a>&e;</a>",
                "<html><body>login</body></html>",
                "no XML at all",
                "''"
            })
    void whatIsNoEnvelopeIsAFaultOfTheClient(String body) throws Exception {
        HttpResponse<String> answer = post(body, ACCOUNT, "");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("<faultcode>soap:Client</faultcode>");
        assertThat(taken).isEmpty();
    }

    @Test
    void aQuestionAtTheSameAddressIsAnsweredByItsOwnOperation() throws Exception {
        String question = envelope(escaped("<Q><NO>1</NO></Q>")).replace("n:send", "n:ask");

        HttpResponse<String> answer = post(question, ACCOUNT, "");
        HttpResponse<String> large =
                post(question.replace("</dataXml>", " ".repeat(64 * 1024) + "</dataXml>"), ACCOUNT, "");

        assertThat(taken).containsExactly("ask <Q><NO>1</NO></Q>");
        assertThat(answer.body()).contains("askResponse").contains("&lt;ROW&gt;&lt;NO&gt;1&lt;/NO&gt;&lt;/ROW&gt;");
        assertThat(large.body()).contains("TOO_LARGE");
    }

    @Test
    void nobodyIsCalledWhereAHeaderSaysToReply() throws Exception {
        List<String> reached = new ArrayList<>();
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            reached.add(exchange.getRequestURI().toString());
            exchange.close();
        });
        elsewhere.start();
        try {
            String address = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/";
            String header = "<s:Header><w:ReplyTo xmlns:w=\"http://www.w3.org/2005/08/addressing\"><w:Address>"
                    + address + "</w:Address></w:ReplyTo></s:Header><s:Body>";

            HttpResponse<String> answer = post(envelope(escaped(DOCUMENT)).replace("<s:Body>", header), ACCOUNT, "");

            assertThat(answer.body()).contains("sendResponse");
            assertThat(taken).hasSize(1);
            assertThat(reached).isEmpty();
        } finally {
            elsewhere.stop(0);
        }
    }

    @Test
    void behindAProxyTheDescriptionNamesTheAddressThatCallersKnow() throws Exception {
        publicAddress = new PublicAddress("https://gateway.example/tongqu");
        MessagesController behind = controller();
        server.removeContext("/");
        server.createContext("/", exchange -> answer(behind, exchange));

        HttpResponse<String> description = http.send(
                HttpRequest.newBuilder(URI.create(url() + "?wsdl")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(description.body())
                .contains("location=\"https://gateway.example/tongqu"
                        + URI.create(url()).getPath() + "\"");
    }

    @Test
    void anotherMakersClientCallsByTheDescription() throws Exception {
        Path home = node();
        String wsdl = url() + "?wsdl";

        Said said = node(home, wsdl, "send", StrictJson.writeText(parameter(DOCUMENT)), "city", "s3cret");
        Said stranger = node(home, wsdl, "send", StrictJson.writeText(parameter(DOCUMENT)), "city", "guess");
        refusal = new Rejection(ProblemCode.UNAVAILABLE, "The ledger cannot be reached.");
        Said away = node(home, wsdl, "send", StrictJson.writeText(parameter(DOCUMENT)), "city", "s3cret");

        assertThat(said.text().strip()).isEqualTo("{\"return\":\"<RESULT><STATUS>1</STATUS></RESULT>\"}");
        assertThat(stranger.text()).contains("CHANNEL_NOT_AUTHENTIC");
        assertThat(away.text()).startsWith("FAULT soap:Server");
        assertThat(taken).containsExactly("send " + DOCUMENT);
    }

    private static JsonNode parameter(String document) {
        return StrictJson.object().put("dataXml", document);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/parties/" + HOTLINE + PATH;
    }

    private HttpResponse<String> post(String body, String account, String action)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url()))
                .header("Content-Type", "text/xml; charset=utf-8")
                .header("SOAPAction", action)
                .header("Authorization", account)
                .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    private static String envelope(String text) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
                + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                + "<n:send xmlns:n=\"http://exchange.example/\"><dataXml>" + text
                + "</dataXml></n:send></s:Body></s:Envelope>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private MessagesController controller() {
        Site site = new Site(
                "990101",
                1,
                "示范县",
                "Model County",
                "county",
                PartyId.gatewayOf("990101"),
                List.of(),
                Map.of(HOTLINE, hotline()),
                new SharingRules(List.of()),
                DoorApplication.LIMITS,
                List.of(),
                List.of(),
                WorkdayCalendar.shipped());
        Intake intake = mock(Intake.class);
        when(intake.submitMessage(any(), any(), any(), any())).thenAnswer(call -> {
            if (refusal != null) {
                throw refusal;
            }
            taken.add(call.getArgument(2) + " " + new String(call.<byte[]>getArgument(3), GB18030));
            return Intake.Heard.NEW;
        });
        Queries queries = mock(Queries.class);
        when(queries.askInDialect(any(), any(), any(), any(), any())).thenAnswer(call -> {
            taken.add(call.getArgument(2) + " " + new String(call.<byte[]>getArgument(3), GB18030));
            return Optional.of(StrictJson.parse("[{\"NO\":\"1\"}]"));
        });
        return new MessagesController(
                intake,
                queries,
                Optional::empty,
                () -> site,
                mock(ProofLedger.class),
                new BodyBudget(1 << 20),
                new ClearPasswords(Set.of()),
                publicAddress,
                Clock.fixed(Instant.parse("2026-03-02T02:00:00Z"), ZoneOffset.UTC));
    }

    private static Party hotline() {
        return new Party(
                HOTLINE,
                "热线",
                "Hotline",
                "city",
                "platform",
                List.of(),
                new Endpoint.Pull(),
                false,
                Party.DEFAULT_MAX_RECORD_AGE,
                128 * 1024,
                new Conversation(dialect(), Map.of("user", () -> "city", "password", () -> "s3cret"), List.of()),
                null);
    }

    private static Dialect dialect() {
        FieldTable table = new FieldTable(
                "send",
                RecordType.parse("ticket.supplemented"),
                FieldPath.of("T"),
                false,
                List.of(),
                PATH,
                Direction.IN,
                new Arrival("send", List.of(FieldPath.of("NO")), null, FieldPath.of("/ticketNo"), false));
        Soap soap = new Soap(
                Soap.Version.V1_1,
                PATH,
                "http://exchange.example/",
                Soap.Style.DOCUMENT,
                false,
                false,
                "",
                UTF_8,
                "",
                List.of(),
                List.of(operation("send"), operation("other"), operation("ask")),
                "");
        return new Dialect(
                "example",
                "例",
                "example",
                GB2312,
                MessageFormat.XML,
                List.of(table),
                List.of(question("other"), question("ask")),
                Map.of(),
                new AnswerClassifier(MessageFormat.XML, List.of(), List.of()),
                new Wire(
                        new Transport(Transport.Carrier.SOAP, "", Map.of(), "", Map.of(), Map.of(), soap),
                        new BasicAuth(),
                        new BodyProtection.Plain(),
                        Map.of(
                                Outcome.OK, saying(200, "{\"RESULT\":{\"STATUS\":\"1\"}}"),
                                Outcome.REFUSED,
                                        saying(200, "{\"RESULT\":{\"STATUS\":\"0\",\"DESC\":\"{code} {words}\"}}"),
                                Outcome.AWAY,
                                        saying(
                                                500,
                                                "{\"Fault\":{\"faultcode\":\"Server\",\"faultstring\":\"{words}\"}}")),
                        new TimeForms(ZoneOffset.UTC, "yyyy-MM-dd HH:mm:ss")),
                "1");
    }

    private static QueryTable question(String call) {
        return new QueryTable(
                call,
                RecordType.parse("case.find"),
                PATH,
                FieldPath.of("Q"),
                null,
                "办理申请",
                List.of(),
                FieldPath.of("RESULT/ROW"),
                false,
                List.of());
    }

    private static Soap.Operation operation(String name) {
        return new Soap.Operation(
                name,
                "dataXml",
                List.of("dataXml"),
                "",
                Set.of(),
                Map.of(),
                "urn:" + name,
                name + "Response",
                "return");
    }

    private static Saying saying(int status, String body) {
        return new Saying(status, Map.of("X-Result", "said"), StrictJson.parse(body));
    }

    private void answer(MessagesController controller, HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            MockHttpServletRequest request = new MockHttpServletRequest(exchange.getRequestMethod(), uri.getPath());
            request.setQueryString(uri.getQuery());
            request.setServerPort(exchange.getLocalAddress().getPort());
            request.setServerName("127.0.0.1");
            request.setRemoteAddr(from);
            request.setContent(exchange.getRequestBody().readAllBytes());
            exchange.getRequestHeaders().forEach((name, values) -> request.addHeader(name, values.get(0)));
            ResponseEntity<byte[]> answer =
                    controller.tell(request, HOTLINE.value(), uri.getPath().replaceFirst("^/v1/parties/[^/]+", ""));
            byte[] body = Optional.ofNullable(answer.getBody()).orElse(new byte[0]);
            answer.getHeaders()
                    .forEach((name, values) -> exchange.getResponseHeaders().set(name, values.get(0)));
            exchange.sendResponseHeaders(answer.getStatusCode().value(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Path node() throws IOException, InterruptedException {
        Path home = Path.of("target/soap-strangers");
        Files.createDirectories(home);
        for (String file : List.of("package.json", "package-lock.json", ".npmrc", "send.js")) {
            Files.copy(
                    Path.of("src/test/strangers").resolve(file),
                    home.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.isDirectory(home.resolve("node_modules/soap"))) {
            Said installed = run(home, "npm", "ci", "--ignore-scripts");
            if (installed.status() != 0) {
                missing("the client cannot be installed: " + installed.text());
            }
        }
        return home;
    }

    private static Said node(Path home, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "send.js"));
        command.addAll(List.of(arguments));
        return run(home, command.toArray(String[]::new));
    }

    private static Said run(Path home, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("stranger", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command[0] + " did not end");
            }
            return new Said(process.exitValue(), Files.readString(output, UTF_8));
        } catch (IOException notThere) {
            missing(command[0] + " is not installed");
            throw notThere;
        } finally {
            Files.delete(output);
        }
    }

    private static void missing(String what) {
        if ("1".equals(System.getenv("TONGQU_REQUIRE_ALL"))) {
            throw new IllegalStateException(what);
        }
        abort(what);
    }

    private record Said(int status, String text) {}
}

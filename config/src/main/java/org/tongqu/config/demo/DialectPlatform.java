package org.tongqu.config.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.tongqu.adapters.auth.Call;
import org.tongqu.adapters.auth.ClientSide;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.auth.NotAuthentic;
import org.tongqu.adapters.auth.Reply;
import org.tongqu.adapters.auth.ServerSide;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FieldTable;
import org.tongqu.adapters.dialect.Outcome;
import org.tongqu.adapters.dialect.Requests;
import org.tongqu.adapters.dialect.Saying;
import org.tongqu.adapters.dialect.Soap;
import org.tongqu.adapters.dialect.Trace;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.config.embedded.Workers;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import tools.jackson.databind.JsonNode;

/**
 * A platform of the demo that speaks a dialect: it takes what the gateway tells it, and reports cases of its own. It is made of the same
 * dialect as the gateway and so proves nothing of it; it shows what such a platform looks like.
 */
final class DialectPlatform implements AutoCloseable {
    private static final String NOT_TAKEN = "演示平台不收";

    private final PartyId party;
    private final Dialect dialect;
    private final Credentials whoCallsIt;
    private final Conversation howItCalls;
    private final HttpServer server;
    private final HttpClient http;
    private final URI gateway;
    private final Clock clock;
    private final Ear ear;

    /**
     * Opens its door.
     *
     * @param party as the site has it, with an endpoint and calls in a dialect
     * @param gateway the gateway's base URL
     * @param ear is told of each call before it is taken
     */
    DialectPlatform(Party party, URI gateway, HttpClient http, Clock clock, Ear ear) throws IOException {
        Endpoint.Push endpoint = (Endpoint.Push) party.endpoint();
        Conversation conversation = Optional.ofNullable(endpoint.conversation()).orElseThrow();
        this.party = party.id();
        this.dialect = (Dialect) conversation.translator();
        this.whoCallsIt = new Credentials(conversation.credentials());
        this.howItCalls = Optional.ofNullable(party.calls()).orElseThrow();
        this.gateway = gateway;
        this.http = http;
        this.clock = clock;
        this.ear = ear;
        this.server = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), endpoint.url().getPort()),
                64);
        server.setExecutor(Executors.newFixedThreadPool(2, Workers.named("door-" + party.id())));
        String base = endpoint.url().getPath();
        server.createContext("/", exchange -> take(exchange, base));
        server.start();
    }

    /** Who gets to know what a platform is told. */
    interface Ear {
        /**
         * A call came.
         *
         * @param platform that was called
         * @param call its name of the call
         * @param message that came by it
         * @throws Untranslatable if it cannot be understood: then it is not taken
         */
        void heard(DialectPlatform platform, String call, String message) throws Untranslatable;
    }

    private void take(HttpExchange exchange, String base) throws IOException {
        try (exchange) {
            Reply reply = answer(exchange, exchange.getRequestURI().getPath().substring(base.length()));
            byte[] octets = reply.body().getBytes(dialect.charsetOnTheWay());
            String type = service().map(Soap::answerType).orElse("application/octet-stream");
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(reply.status(), octets.length == 0 ? -1 : octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    private Reply answer(HttpExchange exchange, String path) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        ServerSide around = new ServerSide(clock, (value, message, until) -> true);
        String called = "";
        try {
            if (dialect.wire().auth().issuesAt(path)) {
                String text = new String(body, StandardCharsets.UTF_8);
                Call call = call(exchange, path, text, Map.of());
                call.parameters().putAll(Requests.unform(text, StandardCharsets.UTF_8));
                return dialect.wire()
                        .auth()
                        .issue(path, call, whoCallsIt, around)
                        .orElseThrow();
            }
            Requests.Content content = Requests.unpack(
                    dialect.wire().transport(),
                    body,
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    dialect.wire().auth().parameters(),
                    dialect.charset());
            called = content.call().isEmpty() ? path.substring(1) : content.call();
            dialect.wire()
                    .auth()
                    .verify(call(exchange, called, content.message(), content.parameters()), whoCallsIt, around);
            ear.heard(this, called, content.message());
            return say(called, Outcome.OK);
        } catch (NotAuthentic stranger) {
            return say(called, stranger.needsRenewal() ? Outcome.TOKEN_EXPIRED : Outcome.REFUSED);
        } catch (Untranslatable | Rejection unreadable) {
            return say(called, Outcome.REFUSED);
        }
    }

    private static Call call(HttpExchange exchange, String name, String message, Map<String, String> parameters) {
        Call call = new Call(name, message);
        exchange.getRequestHeaders().forEach((header, values) -> call.headers().put(header, values.get(0)));
        call.parameters().putAll(parameters);
        return call;
    }

    private Optional<Soap> service() {
        return dialect.wire().transport().service();
    }

    /** A call of SOAP that could not be made out is answered by a fault. */
    private Reply say(String called, Outcome outcome) {
        Optional<Soap> service = service();
        if (service.isPresent() && called.isEmpty()) {
            return new Reply(500, service.get().fault("Client", NOT_TAKEN));
        }
        Saying saying = dialect.wire().answer(outcome).orElseThrow();
        Map<String, String> words =
                Map.of("time", dialect.wire().times().write(clock.instant()), "code", "500", "words", NOT_TAKEN);
        JsonNode said = saying.with(words, pointer -> "");
        try {
            String text = dialect.answers().format().write(said);
            return new Reply(
                    saying.status(),
                    service.map(soap -> soap.told(called, said, text)).orElse(text));
        } catch (Untranslatable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    PartyId party() {
        return party;
    }

    /** The type of what its system reports, the first for which its dialect has a call. */
    String reports() {
        return dialect.tables().stream()
                .filter(one -> one.arrival() != null)
                .findFirst()
                .orElseThrow()
                .type()
                .toString();
    }

    /** Whether its dialect has a call by which it reports records of this type. */
    boolean reports(String type) {
        return call(type).isPresent();
    }

    private Optional<FieldTable> call(String type) {
        return dialect.tables().stream()
                .filter(one -> one.arrival() != null && one.type().toString().equals(type))
                .findFirst();
    }

    /**
     * The record that a message means to it.
     *
     * @throws Untranslatable if it has a character that its charset does not have
     * @throws Rejection if it cannot be understood
     */
    JsonNode record(String call, String message) throws Untranslatable {
        byte[] octets = dialect.encode(message);
        return StrictJson.parse(dialect.toOurs(party, call, octets, clock.instant(), ReceivedFiles.NONE));
    }

    /**
     * Reports a record to the gateway as its system would.
     *
     * @param type of the record, one that it {@link #reports(String) reports}
     * @param data as our record of this type has it
     * @return what the answer means
     */
    Outcome report(String type, JsonNode data) throws IOException, InterruptedException {
        FieldTable table = call(type).orElseThrow();
        Credentials credentials = new Credentials(howItCalls.credentials());
        try {
            String message = dialect.format().write(table.toTheirs(data, telling(), SentFiles.NONE, Trace.NONE));
            Call call = new Call(table.message(), message);
            ClientSide around = new ClientSide(
                    gateway.resolve("/v1/parties/" + party).toString(), clock, new SecureRandom(), this::fetch);
            dialect.wire().auth().sign(call, credentials, around).join();
            Requests.Packed body = Requests.pack(
                    dialect.wire().transport(),
                    new Requests.Content(call.name(), call.message(), call.parameters()),
                    dialect.charset());
            call.headers().put("Content-Type", body.contentType());
            call.headers().putAll(body.headers());
            HttpResponse<String> answer = http.send(
                    request(table.path(), call.headers(), body.octets()),
                    HttpResponse.BodyHandlers.ofString(dialect.charsetOnTheWay()));
            Outcome outcome = dialect.meaning(answer.statusCode(), dialect.heard(answer.body()), message)
                    .outcome();
            if (outcome == Outcome.TOKEN_EXPIRED) {
                dialect.wire().auth().forget(call, credentials, around);
            }
            return outcome;
        } catch (Untranslatable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What its system has to fetch before it can report. */
    private CompletableFuture<Reply> fetch(String path, Map<String, String> headers, String body) {
        return http.sendAsync(
                        request(path, headers, body.getBytes(StandardCharsets.UTF_8)),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .thenApply(answer -> new Reply(answer.statusCode(), answer.body()));
    }

    private HttpRequest request(String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve("/v1/parties/" + party + path));
        headers.forEach(request::header);
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    /** A platform has numbers of its own for what it tells. */
    private Telling telling() {
        String number = UUID.randomUUID().toString().replace("-", "");
        return new Telling(new RecordId(party, number), number, number, clock.instant());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

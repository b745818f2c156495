package org.tongqu.config.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.tongqu.adapters.auth.Call;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.auth.NotAuthentic;
import org.tongqu.adapters.auth.Reply;
import org.tongqu.adapters.auth.ServerSide;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Outcome;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Requests;
import org.tongqu.adapters.dialect.Saying;
import org.tongqu.adapters.dialect.Soap;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.config.embedded.Workers;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.failure.Rejection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The door of a system of the demo that is called in a dialect. It is made of the same dialect as the gateway and so proves nothing of
 * it; it shows what such a system looks like.
 */
final class DialectDoor implements AutoCloseable {
    private static final String NOT_TAKEN = "演示平台不收";

    private final Dialect dialect;
    private final Credentials whoCalls;
    private final HttpServer server;
    private final Clock clock;
    private final Desk desk;

    /**
     * Opens it.
     *
     * @param party whose it is
     * @param url where, on loopback; the dialect's paths are below it
     * @param conversation in which it is called
     * @param desk what is behind it
     */
    DialectDoor(PartyId party, URI url, Conversation conversation, Clock clock, Desk desk) throws IOException {
        this.dialect = (Dialect) conversation.translator();
        this.whoCalls = new Credentials(conversation.credentials());
        this.clock = clock;
        this.desk = desk;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), url.getPort()), 64);
        server.setExecutor(Executors.newFixedThreadPool(2, Workers.named("door-" + party)));
        server.createContext("/", exchange -> take(exchange, url.getPath()));
        server.start();
    }

    /** What is behind a door. */
    interface Desk {
        /**
         * A message came; it is taken if this returns.
         *
         * @param call its name of the call
         * @param message that came by it
         * @throws Untranslatable if it cannot be understood: then it is not taken
         */
        void told(String call, String message) throws Untranslatable;

        /** The results of a question; none if nothing is known. */
        List<? extends JsonNode> asked(PartnerQuestion question);
    }

    private void take(HttpExchange exchange, String base) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange, exchange.getRequestURI().getPath().substring(base.length()));
            byte[] octets = answer.reply().body().getBytes(dialect.charsetOnTheWay());
            String type = service().map(Soap::answerType).orElse("application/octet-stream");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(answer.reply().status(), octets.length == 0 ? -1 : octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    private record Answer(Reply reply, Map<String, String> headers) {}

    private Answer answer(HttpExchange exchange, String path) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        ServerSide around = new ServerSide(clock, (value, message, until) -> true);
        String called = "";
        try {
            if (dialect.wire().auth().issuesAt(path)) {
                String text = new String(body, StandardCharsets.UTF_8);
                Call call = call(exchange, path, text, Map.of());
                if (contentType(exchange).startsWith("application/x-www-form-urlencoded")) {
                    call.parameters().putAll(Requests.unform(text, StandardCharsets.UTF_8));
                }
                return new Answer(
                        dialect.wire()
                                .auth()
                                .issue(path, call, whoCalls, around)
                                .orElseThrow(),
                        Map.of());
            }
            Requests.Content content = Requests.unpack(
                    dialect.wire().transport(),
                    body,
                    contentType(exchange),
                    dialect.wire().auth().parameters(),
                    dialect.charset());
            called = content.call().isEmpty() ? path.substring(1) : content.call();
            dialect.wire()
                    .auth()
                    .verify(call(exchange, called, content.message(), content.parameters()), whoCalls, around);
            Optional<QueryTable> question = dialect.asked(path, exchange.getRequestMethod());
            if (question.isPresent()) {
                return answer(question.get(), content.message());
            }
            desk.told(called, content.message());
            return say(called, Outcome.OK, said -> {});
        } catch (NotAuthentic stranger) {
            return refuse(called, stranger.needsRenewal() ? Outcome.TOKEN_EXPIRED : Outcome.REFUSED);
        } catch (Untranslatable | Rejection unreadable) {
            return refuse(called, Outcome.REFUSED);
        }
    }

    private Answer answer(QueryTable table, String message) throws Untranslatable {
        List<? extends JsonNode> found =
                desk.asked(dialect.question(table.message(), dialect.encode(message), ReceivedFiles.NONE));
        if (found.isEmpty() && dialect.wire().answer(Outcome.NOTHING).isPresent()) {
            return say(table.message(), Outcome.NOTHING, said -> {});
        }
        JsonNode theirs = dialect.results(table.message(), found, SentFiles.NONE);
        return say(table.message(), Outcome.OK, said -> table.put(Optional.of(theirs), said));
    }

    private static String contentType(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
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
    private Answer refuse(String called, Outcome outcome) {
        Optional<Soap> service = service();
        return service.isPresent() && called.isEmpty()
                ? new Answer(new Reply(500, service.get().fault("Client", NOT_TAKEN)), Map.of())
                : say(called, outcome, said -> {});
    }

    private Answer say(String called, Outcome outcome, Consumer<ObjectNode> more) {
        Saying saying = dialect.wire().answer(outcome).orElseThrow();
        Map<String, String> words =
                Map.of("time", dialect.wire().times().write(clock.instant()), "code", "500", "words", NOT_TAKEN);
        JsonNode said = saying.with(words, pointer -> "");
        if (said instanceof ObjectNode object) {
            more.accept(object);
        }
        try {
            String text = dialect.answers().format().write(said);
            return new Answer(
                    new Reply(
                            saying.status(),
                            service().map(soap -> soap.told(called, said, text)).orElse(text)),
                    saying.headers());
        } catch (Untranslatable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

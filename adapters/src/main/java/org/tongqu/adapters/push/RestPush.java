package org.tongqu.adapters.push;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.port.Channel;
import org.tongqu.record.port.Provider;
import org.tongqu.record.query.Answered;
import org.tongqu.record.query.Query;
import org.tongqu.record.query.Transcript;
import org.tongqu.record.site.Answers;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;

/**
 * Posts a delivery to its party over HTTP/1.1 (推送) and classifies what comes back as {@link HttpAnswer} says. One request
 * per call: never a redirect followed, never a repeat of its own, no proxy, no cookies. The endpoint's timeout bounds the
 * whole exchange, from connect to the last byte of the answer, however slowly it trickles; of an answer at most 64 KiB are
 * read.
 *
 * <p>What goes out is the body with {@code Content-Type: application/cloudevents+json}, {@code Seal}, {@code Seal-Of-Sender}
 * (if the body is the original), {@code Delivery-Id} and {@code Attempt}. A repeated delivery carries the same
 * {@code Delivery-Id}, by which the party recognises it. Where the party file says {@code repeat: by-query}, what became of a
 * delivery is asked by {@code GET} first: a receipt as of a push, or 404 if the party does not know it.
 *
 * <p>A party that speaks a dialect gets the body as its dialect has it; see {@link DialectPush}.
 *
 * <p>Thread-safe; connections are pooled and shared by all parties. Close it after the last lane has stopped.
 */
public final class RestPush implements Channel, Provider, AutoCloseable {
    /** How long to wait for a connection, TLS included, unless the endpoint's timeout is shorter: 10 s. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final int NOT_FOUND = 404;

    private final PushClient client;
    private final DialectPush dialects;
    private final DialectQuestions questions;
    private final Clock clock;

    /**
     * A channel with a client of its own.
     *
     * @param tls trust anchors for the parties' servers, and the certificates that are shown to them; host names are always verified
     * @param connectTimeout how long to wait for a connection
     * @param clock for a {@code Retry-After} that names a date, and for what shows in a dialect who calls
     * @param random for the latter
     */
    public RestPush(ClientTls tls, Duration connectTimeout, Clock clock, RandomGenerator random) {
        this.client = new PushClient(tls, connectTimeout, clock);
        this.dialects = new DialectPush(client, clock, random);
        this.questions = new DialectQuestions(client, clock, random);
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Answer> send(ClaimedDelivery delivery, SealedBody body, Party party) {
        if (!(party.endpoint() instanceof Endpoint.Push endpoint)) {
            return away("ENDPOINT_NOT_PUSH", "The party's file names no address to push to.");
        }
        if (endpoint.conversation() != null) {
            return dialects.send(delivery, body, endpoint, endpoint.conversation());
        }
        if (Translator.isTranslated(body.octets())) {
            return CompletableFuture.completedFuture(new Answer.Refused(
                    "DIALECT_CHANGED", "It was made for a dialect that the party does not speak any more; replay it."));
        }
        WatchedBody sent = new WatchedBody(HttpRequest.BodyPublishers.ofByteArray(body.octets()));
        HttpRequest request;
        try {
            request = request(delivery, body, endpoint, sent);
        } catch (IllegalArgumentException notAnAddress) {
            return away("ENDPOINT_INVALID", "The party's address is not a usable http or https URL.");
        }
        AnswerHead head = new AnswerHead();
        return client.exchange(
                Optional.empty(),
                request,
                head,
                endpoint.timeout(),
                response ->
                        HttpAnswer.read(response.statusCode(), response.headers(), response.body(), clock.instant()),
                failure -> client.broken(head, sent, failure, endpoint.timeout()));
    }

    private static CompletableFuture<Answer> away(String code, String words) {
        return CompletableFuture.completedFuture(Answer.Away.unreached(code, words));
    }

    /**
     * Asks a party's system in its dialect; what its file says in {@code answers:}.
     *
     * @throws IllegalStateException if it answers nothing
     */
    @Override
    public CompletableFuture<Answered> ask(Query query, Party party, Files files, Transcript transcript) {
        Answers answers = party.answers();
        if (answers == null) {
            throw new IllegalStateException("a party that answers nothing");
        }
        return questions.ask(query, answers, files, transcript);
    }

    /** The client's settings in force, by name. */
    public SortedMap<String, String> settings() {
        return client.settings();
    }

    /** Breaks off what is under way and ends the client's threads. */
    @Override
    public void close() {
        client.close();
    }

    private static HttpRequest request(
            ClaimedDelivery delivery, SealedBody body, Endpoint.Push endpoint, WatchedBody sent) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.url())
                .header("Content-Type", "application/cloudevents+json")
                .header("Accept", "application/json")
                .header("Seal", body.seal().text())
                .header("Delivery-Id", delivery.id().value())
                .header("Attempt", Integer.toString(delivery.attempt()));
        if (body.senderSeal() != null) {
            request.header("Seal-Of-Sender", body.senderSeal().text());
        }
        return request.POST(sent).build();
    }

    @Override
    public CompletableFuture<Optional<Answer>> ask(ClaimedDelivery delivery, Party party) {
        if (!(party.endpoint() instanceof Endpoint.Push endpoint) || endpoint.status() == null) {
            return CompletableFuture.completedFuture(
                    Optional.of(untold("The party's file names no address to ask at.")));
        }
        HttpRequest request;
        try {
            String id = delivery.id().value();
            request = HttpRequest.newBuilder(URI.create(endpoint.status().replace(Endpoint.Push.DELIVERY, id)))
                    .header("Accept", "application/json")
                    .header("Delivery-Id", id)
                    .GET()
                    .build();
        } catch (IllegalArgumentException notAnAddress) {
            return CompletableFuture.completedFuture(
                    Optional.of(untold("The party's status address is not a usable http or https URL.")));
        }
        return client.exchange(
                Optional.empty(),
                request,
                new AnswerHead(),
                endpoint.timeout(),
                this::told,
                failure -> Optional.of(
                        untold("No complete answer: " + failure.getClass().getSimpleName() + ".")));
    }

    private Optional<Answer> told(HttpResponse<CappedBody.Octets> response) {
        int status = response.statusCode();
        if (status == NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(
                HttpAnswer.isSuccess(status)
                        ? HttpAnswer.read(status, response.headers(), response.body(), clock.instant())
                        : untold("HTTP " + status + "."));
    }

    private static Answer untold(String seen) {
        return new Answer.Away("STATUS_QUERY_FAILED", "What became of it could not be asked. " + seen, null);
    }
}

package org.tongqu.adapters.push;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.port.Channel;
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
 * <p>Thread-safe; connections are pooled and shared by all parties. Close it after the last lane has stopped.
 */
public final class RestPush implements Channel, AutoCloseable {
    /** How long to wait for a connection, TLS included, unless the endpoint's timeout is shorter: 10 s. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private static final int CLIENT_THREADS = 4;
    private static final int NOT_FOUND = 404;

    private final ExecutorService executor;
    private final HttpClient client;
    private final Clock clock;

    /**
     * A channel with a client of its own.
     *
     * @param tls trust anchors for the parties' servers and, where they ask for it, the gateway's client certificate; host
     *     names are always verified
     * @param connectTimeout how long to wait for a connection
     * @param clock for a {@code Retry-After} that names a date
     */
    public RestPush(SSLContext tls, Duration connectTimeout, Clock clock) {
        AtomicInteger number = new AtomicInteger();
        this.executor = Executors.newFixedThreadPool(CLIENT_THREADS, task -> {
            Thread thread = new Thread(task, "push-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(tls)
                .executor(executor)
                .build();
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Answer> send(ClaimedDelivery delivery, SealedBody body, Party party) {
        if (!(party.endpoint() instanceof Endpoint.Push endpoint)) {
            return away("ENDPOINT_NOT_PUSH", "The party's file names no address to push to.");
        }
        WatchedBody sent = new WatchedBody(HttpRequest.BodyPublishers.ofByteArray(body.octets()));
        HttpRequest request;
        try {
            request = request(delivery, body, endpoint, sent);
        } catch (IllegalArgumentException notAnAddress) {
            return away("ENDPOINT_INVALID", "The party's address is not a usable http or https URL.");
        }
        AnswerHead head = new AnswerHead();
        return exchange(
                request,
                head,
                endpoint.timeout(),
                response ->
                        HttpAnswer.read(response.statusCode(), response.headers(), response.body(), clock.instant()),
                failure -> failed(head, sent, failure, endpoint.timeout()));
    }

    private static CompletableFuture<Answer> away(String code, String words) {
        return CompletableFuture.completedFuture(Answer.Away.unreached(code, words));
    }

    /** The client's settings in force, by name. */
    public SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("redirects-followed", client.followRedirects().name());
        settings.put(
                "connect-timeout-millis",
                client.connectTimeout()
                        .map(Duration::toMillis)
                        .map(Object::toString)
                        .orElse("none"));
        settings.put("cookies", Boolean.toString(client.cookieHandler().isPresent()));
        settings.put("authenticator", Boolean.toString(client.authenticator().isPresent()));
        settings.put("http-version", client.version().name());
        return settings;
    }

    /** Breaks off what is under way and ends the client's threads. */
    @Override
    public void close() {
        executor.shutdownNow();
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
        return exchange(
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

    private <T> CompletableFuture<T> exchange(
            HttpRequest request,
            AnswerHead head,
            Duration timeout,
            Function<HttpResponse<CappedBody.Octets>, T> answered,
            Function<Throwable, T> failed) {
        CompletableFuture<HttpResponse<CappedBody.Octets>> exchange;
        try {
            exchange = client.sendAsync(request, head);
        } catch (RuntimeException notStarted) {
            return CompletableFuture.completedFuture(failed.apply(notStarted));
        }
        return exchange.copy()
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .handle((response, failure) -> {
                    if (failure == null) {
                        return answered.apply(response);
                    }
                    exchange.cancel(true);
                    return failed.apply(cause(failure));
                });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private Answer failed(AnswerHead head, WatchedBody sent, Throwable cause, Duration timeout) {
        return cause instanceof TimeoutException
                ? broken(head, sent, "PARTNER_TIMEOUT", "No complete answer within " + timeout.toMillis() + " ms.")
                : broken(
                        head,
                        sent,
                        "PARTNER_BROKE_OFF",
                        "The exchange failed: " + cause.getClass().getSimpleName() + ".");
    }

    /** An exchange without a complete answer: what it means depends on how far it got. */
    private Answer broken(AnswerHead head, WatchedBody sent, String code, String seen) {
        if (!sent.isUnderWay()) {
            return Answer.Away.unreached("PARTNER_UNREACHABLE", "No connection. " + seen);
        }
        return head.decided(clock.instant()).orElseGet(() -> new Answer.Unknown(code, seen));
    }
}

package org.tongqu.adapters.push;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Sha256;
import org.tongqu.record.delivery.Answer;

/**
 * The HTTP/1.1 client of all pushes: one request per call, never a redirect followed, never a repeat of its own, no proxy, no cookies;
 * of an answer at most 64 KiB are read, within a time that bounds the whole exchange. Thread-safe.
 */
final class PushClient implements AutoCloseable {
    private static final int CLIENT_THREADS = 4;
    private static final int MOST_CERTIFICATES = 64;
    private static final int MARK_DIGITS = 64;

    private final ExecutorService executor;
    private final ClientTls tls;
    private final Duration connectTimeout;
    private final HttpClient client;
    private final Map<String, HttpClient> showing = new LinkedHashMap<>();
    private final Clock clock;

    PushClient(ClientTls tls, Duration connectTimeout, Clock clock) {
        AtomicInteger number = new AtomicInteger();
        this.executor = Executors.newFixedThreadPool(CLIENT_THREADS, task -> {
            Thread thread = new Thread(task, "push-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.tls = tls;
        this.connectTimeout = connectTimeout;
        this.client = made(null);
        this.clock = clock;
    }

    private HttpClient made(@Nullable String certificate) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .proxy(HttpClient.Builder.NO_PROXY)
                .sslContext(tls.showing(certificate))
                .executor(executor)
                .build();
    }

    /**
     * Who shows a certificate has connections of its own: nobody else's request goes over them. As many as parties have; those that were
     * not used for longest are left.
     */
    private HttpClient clientShowing(Optional<String> certificate) {
        if (certificate.isEmpty()) {
            return client;
        }
        synchronized (showing) {
            String mark = Sha256.mark(certificate.get(), MARK_DIGITS);
            HttpClient known = showing.remove(mark);
            HttpClient found = known == null ? made(certificate.get()) : known;
            showing.put(mark, found);
            if (showing.size() > MOST_CERTIFICATES) {
                showing.remove(showing.keySet().iterator().next());
            }
            return found;
        }
    }

    SortedMap<String, String> settings() {
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

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /**
     * One exchange.
     *
     * @param certificate that is shown when the connection is made, as {@link ClientTls} takes it
     * @param head remembers the head of the answer
     * @param timeout from connect to the last byte of the answer
     * @param answered what a complete answer means
     * @param failed what it means that there is none
     * @throws IllegalStateException if the certificate cannot be used
     */
    <T> CompletableFuture<T> exchange(
            Optional<String> certificate,
            HttpRequest request,
            AnswerHead head,
            Duration timeout,
            Function<HttpResponse<CappedBody.Octets>, T> answered,
            Function<Throwable, T> failed) {
        HttpClient shows = clientShowing(certificate);
        CompletableFuture<HttpResponse<CappedBody.Octets>> exchange;
        try {
            exchange = shows.sendAsync(request, head);
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

    /** An exchange without a complete answer: what it means depends on how far it got. */
    Answer broken(AnswerHead head, WatchedBody sent, Throwable cause, Duration timeout) {
        boolean late = cause instanceof TimeoutException;
        String seen = late
                ? "No complete answer within " + timeout.toMillis() + " ms."
                : "The exchange failed: " + cause.getClass().getSimpleName() + ".";
        if (!sent.isUnderWay()) {
            return Answer.Away.unreached("PARTNER_UNREACHABLE", "No connection. " + seen);
        }
        return head.decided(clock.instant())
                .orElseGet(() -> new Answer.Unknown(late ? "PARTNER_TIMEOUT" : "PARTNER_BROKE_OFF", seen));
    }
}

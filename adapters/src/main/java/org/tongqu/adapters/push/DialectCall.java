package org.tongqu.adapters.push;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.auth.Call;
import org.tongqu.adapters.auth.ClientSide;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.auth.Reply;
import org.tongqu.adapters.dialect.AnswerClassifier.Meaning;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Outcome;
import org.tongqu.adapters.dialect.Requests;
import org.tongqu.adapters.dialect.Transport;
import org.tongqu.record.delivery.Answer;

/**
 * One call of a party's system in its own dialect, or several within one time limit: the message as its transport has it, with what shows
 * who calls, and the answer read by the dialect's rules. A token that has run out is fetched anew, once for each message. Only the
 * address of the party's file is called. For one delivery or question; thread-safe.
 */
final class DialectCall {
    private final PushClient client;
    private final Clock clock;
    private final Dialect dialect;
    private final URI address;
    private final Credentials credentials;
    private final ClientSide around;
    private final Duration timeout;
    private final long until;
    private volatile boolean reached;

    DialectCall(
            PushClient client,
            Clock clock,
            RandomGenerator random,
            Dialect dialect,
            URI address,
            Credentials credentials,
            Duration timeout) {
        this.client = client;
        this.clock = clock;
        this.dialect = dialect;
        this.address = address;
        this.credentials = credentials;
        this.around = new ClientSide(address.toString(), clock, random, this::post);
        this.timeout = timeout;
        this.until = System.nanoTime() + timeout.toNanos();
    }

    /** What came of a call. */
    sealed interface Heard {
        /**
         * An answer.
         *
         * @param meaning by the dialect's rules
         * @param text of the body, as much of it as is read
         * @param words the partner's, for the operator
         * @param status of HTTP
         * @param retryAfter when the partner asked to be tried again; null if it did not
         */
        record Said(Meaning meaning, String text, String words, int status, @Nullable Duration retryAfter)
                implements Heard {
            /** Whether a rule says what it means; else nobody knows whether the message was taken. */
            boolean isUnderstood() {
                return meaning.rule().isPresent() || !HttpAnswer.isSuccess(status);
            }
        }

        /**
         * None that is whole.
         *
         * @param answer what it means by how far it got
         */
        record Broken(Answer answer) implements Heard {}

        /**
         * Nothing was sent.
         *
         * @param words why
         */
        record NotSent(String words) implements Heard {}
    }

    /** Whether anything of any message may have left so far. */
    boolean hasReached() {
        return reached;
    }

    /** Tells one message and hears an answer of a few words. */
    CompletableFuture<Heard> tell(String name, String path, String message) {
        return tell(name, path, message, AnswerHead::new, true);
    }

    /** Tells one message and hears an answer of at most so many octets. */
    CompletableFuture<Heard> tell(String name, String path, String message, int most) {
        return tell(name, path, message, () -> new AnswerHead(most), true);
    }

    private CompletableFuture<Heard> tell(
            String name, String path, String message, Supplier<AnswerHead> heads, boolean mayRenew) {
        CompletableFuture<Call> signed;
        try {
            Call call = new Call(name, dialect.wire().protection().protect(message, credentials));
            call.headers().putAll(transport().headers());
            signed = dialect.wire()
                    .auth()
                    .sign(call, credentials, around)
                    .thenApply(done -> call)
                    .orTimeout(left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RuntimeException notReadable) {
            signed = CompletableFuture.failedFuture(notReadable);
        }
        return signed.thenCompose(
                        call -> exchange(path, call, message, heads.get()).thenCompose(heard -> {
                            if (heard instanceof Heard.Said said
                                    && said.meaning().outcome() == Outcome.TOKEN_EXPIRED) {
                                dialect.wire().auth().forget(call, credentials, around);
                                if (mayRenew) {
                                    return tell(name, path, message, heads, false);
                                }
                            }
                            return CompletableFuture.completedFuture(heard);
                        }))
                .exceptionally(DialectCall::notSent);
    }

    private CompletableFuture<Heard> exchange(String path, Call call, String message, AnswerHead head) {
        Requests.Content content = new Requests.Content(call.name(), call.message(), call.parameters());
        Transport.Method method = transport().method(call.name());
        WatchedBody sent = method == Transport.Method.GET ? WatchedBody.none() : packed(call, content);
        String query = Requests.query(transport(), method, content, dialect.charset());
        HttpRequest request = request(method, path, query, call.headers(), sent);
        return client.<Heard>exchange(
                        certificate(),
                        request,
                        head,
                        left(),
                        response -> said(message, response),
                        failure -> new Heard.Broken(client.broken(head, sent, failure, timeout)))
                .thenApply(heard -> {
                    reached |= sent.isUnderWay();
                    return heard;
                });
    }

    private WatchedBody packed(Call call, Requests.Content content) {
        Requests.Packed body = Requests.pack(transport(), content, dialect.charset());
        call.headers().put("Content-Type", body.contentType());
        call.headers().putAll(body.headers());
        return new WatchedBody(HttpRequest.BodyPublishers.ofByteArray(body.octets()));
    }

    private Heard said(String message, HttpResponse<CappedBody.Octets> response) {
        int status = response.statusCode();
        if (HttpAnswer.isSuccess(status) && response.body().cut()) {
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Heard.Broken(HttpAnswer.withoutEnd(PartnerWords.ofAnswer(status, type, response.body())));
        }
        String text = dialect.heard(text(response.body(), dialect.charsetOnTheWay()));
        Meaning meaning = dialect.meaning(
                status, name -> response.headers().firstValue(name).orElse(""), text, message);
        String words = meaning.words().isBlank()
                ? PartnerWords.ofAnswer(
                        status, response.headers().firstValue("Content-Type").orElse(""), response.body())
                : PartnerWords.ofSaying(status, meaning.words());
        Duration retryAfter = response.headers()
                .firstValue("Retry-After")
                .flatMap(value -> RetryAfter.read(value, clock.instant()))
                .orElse(null);
        return new Heard.Said(meaning, text, words, status, retryAfter);
    }

    private Optional<String> certificate() {
        return dialect.wire().auth().clientCertificate(credentials);
    }

    private Transport transport() {
        return dialect.wire().transport();
    }

    private HttpRequest request(
            Transport.Method method, String path, String query, Map<String, String> headers, WatchedBody sent) {
        String base = address.toString();
        String plain = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(plain + path + (query.isEmpty() ? "" : "?" + query)));
        headers.forEach(request::header);
        return request.method(method.name(), sent).build();
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(1, until - System.nanoTime()));
    }

    /** An errand before the message; others may wait for it too, so it has its own time, whatever of this call's is left. */
    private CompletableFuture<Reply> post(String path, Map<String, String> headers, String body) {
        WatchedBody sent = new WatchedBody(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        return client.exchange(
                certificate(),
                request(Transport.Method.POST, path, "", headers, sent),
                new AnswerHead(),
                timeout,
                response -> new Reply(response.statusCode(), text(response.body(), StandardCharsets.UTF_8)),
                failure -> {
                    throw new IllegalStateException(
                            "no answer to " + path + ": " + failure.getClass().getSimpleName());
                });
    }

    /** What goes wrong before a message leaves is told in our own words only; the others could hold what was to be sent. */
    private static Heard notSent(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Error error) {
            throw error;
        }
        String why = cause instanceof IllegalStateException ours
                ? ours.getMessage()
                : cause.getClass().getSimpleName();
        return new Heard.NotSent("Nothing was sent: " + why + ".");
    }

    /** An answer that says no and was cut off, or is in another charset, is for the rules to read as far as it goes: it fits none, or says no. */
    private static String text(CappedBody.Octets body, Charset charset) {
        String text = new String(body.bytes(), charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}

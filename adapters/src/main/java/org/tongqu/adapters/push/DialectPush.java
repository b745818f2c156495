package org.tongqu.adapters.push;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.tongqu.adapters.auth.Call;
import org.tongqu.adapters.auth.ClientSide;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.auth.Reply;
import org.tongqu.adapters.dialect.AnswerClassifier.Meaning;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Outcome;
import org.tongqu.adapters.dialect.Requests;
import org.tongqu.adapters.dialect.Telling;
import org.tongqu.adapters.dialect.Transport;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.site.Endpoint;

/**
 * Tells a party's system a delivery in its own dialect: the message as its transport has it, with what shows who calls, and the answer
 * read by the dialect's rules. A token that has run out is fetched anew, once. A record that takes several calls is told call by call, the
 * next only when the one before was taken; told again, it begins with the first, which the party then knows. The endpoint's timeout
 * bounds all of it. Only the host of the party's file is called. Thread-safe.
 */
final class DialectPush {
    private final PushClient client;
    private final Clock clock;
    private final RandomGenerator random;

    DialectPush(PushClient client, Clock clock, RandomGenerator random) {
        this.client = client;
        this.clock = clock;
        this.random = random;
    }

    CompletableFuture<Answer> send(
            ClaimedDelivery delivery, SealedBody body, Endpoint.Push endpoint, Conversation conversation) {
        if (!(conversation.translator() instanceof Dialect dialect)) {
            throw new IllegalStateException("a translator that is none of this room's");
        }
        List<Telling> tellings;
        try {
            tellings = dialect.tellings(delivery.type(), body.octets());
        } catch (IllegalArgumentException otherTables) {
            return CompletableFuture.completedFuture(new Answer.Refused(
                    "DIALECT_CHANGED",
                    "It was made by other tables of " + dialect.family() + "; replay it, so that it is made anew."));
        }
        Talk talk = new Talk(
                dialect,
                endpoint,
                new Credentials(conversation.credentials()),
                System.nanoTime() + endpoint.timeout().toNanos());
        return talk.tell(tellings, 0);
    }

    /** One delivery being told. */
    private final class Talk {
        private final Dialect dialect;
        private final Endpoint.Push endpoint;
        private final Credentials credentials;
        private final long until;

        Talk(Dialect dialect, Endpoint.Push endpoint, Credentials credentials, long until) {
            this.dialect = dialect;
            this.endpoint = endpoint;
            this.credentials = credentials;
            this.until = until;
        }

        CompletableFuture<Answer> tell(List<Telling> tellings, int next) {
            return tell(tellings.get(next), true)
                    .thenCompose(answer -> answer instanceof Answer.Accepted && next + 1 < tellings.size()
                            ? tell(tellings, next + 1)
                            : CompletableFuture.completedFuture(answer));
        }

        private CompletableFuture<Answer> tell(Telling telling, boolean mayRenew) {
            Call call;
            try {
                call = new Call(
                        telling.table().message(), dialect.wire().protection().protect(telling.text(), credentials));
            } catch (IllegalStateException | IllegalArgumentException keyNotUsable) {
                return CompletableFuture.completedFuture(
                        notSigned(new IllegalStateException("the key of the message cannot be used", keyNotUsable)));
            }
            call.headers().putAll(transport().headers());
            call.headers().put("Content-Type", transport().contentType());
            CompletableFuture<Void> signed;
            try {
                signed = dialect.wire().auth().sign(call, credentials, new ClientSide(clock, random, this::post));
            } catch (IllegalStateException notReadable) {
                signed = CompletableFuture.failedFuture(notReadable);
            }
            return signed.handle((done, failure) -> failure)
                    .thenCompose(failure -> failure == null
                            ? exchange(telling, call, mayRenew)
                            : CompletableFuture.completedFuture(notSigned(failure)));
        }

        private CompletableFuture<Answer> exchange(Telling telling, Call call, boolean mayRenew) {
            Requests.Content content = new Requests.Content(call.message(), call.parameters());
            WatchedBody sent = new WatchedBody(HttpRequest.BodyPublishers.ofString(
                    Requests.body(transport(), content, dialect.charset()), dialect.charset()));
            HttpRequest request = request(
                    telling.table().path(),
                    Requests.query(transport(), content, dialect.charset()),
                    call.headers(),
                    sent);
            AnswerHead head = new AnswerHead();
            Duration left = left();
            return client.exchange(
                            request,
                            head,
                            left,
                            this::meaning,
                            failure -> Heard.of(client.broken(head, sent, failure, endpoint.timeout())))
                    .thenCompose(heard -> {
                        if (!heard.isTokenExpired()) {
                            return CompletableFuture.completedFuture(heard.answer());
                        }
                        dialect.wire().auth().forget(credentials);
                        return mayRenew ? tell(telling, false) : CompletableFuture.completedFuture(heard.answer());
                    });
        }

        private Transport transport() {
            return dialect.wire().transport();
        }

        private HttpRequest request(String path, String query, Map<String, String> headers, WatchedBody sent) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address(path, query));
            headers.forEach(request::header);
            return request.POST(sent).build();
        }

        private URI address(String path, String query) {
            String base = endpoint.url().toString();
            String plain = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
            return URI.create(plain + path + (query.isEmpty() ? "" : "?" + query));
        }

        private Duration left() {
            return Duration.ofNanos(Math.max(1, until - System.nanoTime()));
        }

        private Heard meaning(HttpResponse<CappedBody.Octets> response) {
            int status = response.statusCode();
            Meaning meaning = dialect.answers().classify(status, text(response.body(), dialect.charset()));
            String words = PartnerWords.ofSaying(status, meaning.words());
            return new Heard(
                    switch (meaning.outcome()) {
                        case OK, DUPLICATE -> new Answer.Accepted(words);
                        case TOKEN_EXPIRED -> new Answer.Away("PARTNER_TOKEN_EXPIRED", words, null);
                        case REFUSED -> new Answer.Refused("PARTNER_REFUSED_" + status, words);
                        case AWAY ->
                            new Answer.Away(
                                    meaning.rule().isPresent() || status / 100 != 2
                                            ? "PARTNER_AWAY_" + status
                                            : "PARTNER_NOT_UNDERSTOOD",
                                    words,
                                    null);
                    },
                    meaning.outcome() == Outcome.TOKEN_EXPIRED);
        }

        /** An errand before the message: nothing of the delivery has left. */
        private CompletableFuture<Reply> post(String path, Map<String, String> headers, String body) {
            WatchedBody sent = new WatchedBody(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
            return client.exchange(
                    request(path, "", headers, sent),
                    new AnswerHead(),
                    left(),
                    response -> new Reply(response.statusCode(), text(response.body(), StandardCharsets.UTF_8)),
                    failure -> {
                        throw new IllegalStateException("no answer to " + path + ": "
                                + failure.getClass().getSimpleName());
                    });
        }

        private Answer notSigned(Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (!(cause instanceof IllegalStateException)) {
                throw new CompletionException(cause);
            }
            return Answer.Away.unreached("PARTNER_LOGIN_FAILED", "Nothing was sent: " + cause.getMessage() + ".");
        }
    }

    /**
     * What was heard.
     *
     * @param answer what it means for the delivery
     * @param isTokenExpired whether it says that the token has run out
     */
    private record Heard(Answer answer, boolean isTokenExpired) {
        static Heard of(Answer answer) {
            return new Heard(answer, false);
        }
    }

    /** An answer that was cut off, or is in another charset, is for the rules to read as far as it goes: it fits none, or says no. */
    private static String text(CappedBody.Octets body, Charset charset) {
        return new String(body.bytes(), charset);
    }
}

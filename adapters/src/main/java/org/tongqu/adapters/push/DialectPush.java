package org.tongqu.adapters.push;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.KeptMessages;
import org.tongqu.adapters.push.DialectCall.Heard;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Repeat;

/**
 * Tells a party's system a delivery in its own dialect. A record that takes several calls is told call by call, the next only when the one
 * before was taken; told again, it begins with the first, which the party then knows. The endpoint's timeout bounds all of it.
 * Thread-safe.
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
        return dialect.tellings(delivery.type(), body.octets())
                .map(messages -> tell(call(dialect, endpoint, conversation), endpoint, messages, 0))
                .orElseGet(() -> CompletableFuture.completedFuture(new Answer.Refused(
                        "DIALECT_CHANGED",
                        "It was made for other calls of " + dialect.family()
                                + "; replay it, so that it is made anew.")));
    }

    private DialectCall call(Dialect dialect, Endpoint.Push endpoint, Conversation conversation) {
        return new DialectCall(
                client,
                clock,
                random,
                dialect,
                endpoint.url(),
                new Credentials(conversation.credentials()),
                endpoint.timeout());
    }

    private static CompletableFuture<Answer> tell(
            DialectCall call, Endpoint.Push endpoint, List<KeptMessages.Message> messages, int next) {
        KeptMessages.Message message = messages.get(next);
        return call.tell(message.call(), message.path(), message.text())
                .thenApply(heard -> meaning(heard, call.hasReached()))
                .thenApply(answer -> next > 0 && endpoint.repeat() == Repeat.UNSAFE ? afterOthers(answer) : answer)
                .thenCompose(answer -> answer instanceof Answer.Accepted && next + 1 < messages.size()
                        ? tell(call, endpoint, messages, next + 1)
                        : CompletableFuture.completedFuture(answer));
    }

    /** Some of its messages were taken: told again they would do harm, so an operator decides. */
    private static Answer afterOthers(Answer answer) {
        return answer instanceof Answer.Away away ? new Answer.Unknown(away.code(), away.words()) : answer;
    }

    private static Answer meaning(Heard heard, boolean reached) {
        if (heard instanceof Heard.NotSent nothing) {
            return new Answer.Away("PARTNER_LOGIN_FAILED", nothing.words(), null, reached);
        }
        if (heard instanceof Heard.Broken broken) {
            return broken.answer() instanceof Answer.Away away
                    ? new Answer.Away(away.code(), away.words(), away.retryAfter(), reached)
                    : unlessSaid(broken.answer());
        }
        Heard.Said said = (Heard.Said) heard;
        return switch (said.meaning().outcome()) {
            case OK, DUPLICATE -> new Answer.Accepted(said.words());
            case TOKEN_EXPIRED -> new Answer.Away("PARTNER_TOKEN_EXPIRED", said.words(), said.retryAfter());
            case REFUSED, NOTHING -> new Answer.Refused("PARTNER_REFUSED_" + said.status(), said.words());
            case AWAY ->
                said.isUnderstood()
                        ? new Answer.Away("PARTNER_AWAY_" + said.status(), said.words(), said.retryAfter())
                        : new Answer.Unknown("PARTNER_NOT_UNDERSTOOD", said.words());
        };
    }

    /** A status alone refuses nothing in a dialect: its rules want to see what was said. */
    private static Answer unlessSaid(Answer answer) {
        return answer instanceof Answer.Refused refused ? new Answer.Unknown(refused.code(), refused.words()) : answer;
    }
}

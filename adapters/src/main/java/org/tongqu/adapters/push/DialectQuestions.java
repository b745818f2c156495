package org.tongqu.adapters.push;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Trace;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.adapters.push.DialectCall.Heard;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.query.Answered;
import org.tongqu.record.query.Query;
import org.tongqu.record.site.Answers;

/** Asks a party's system a question in its own dialect. Thread-safe. */
final class DialectQuestions {
    private final PushClient client;
    private final Clock clock;
    private final RandomGenerator random;

    DialectQuestions(PushClient client, Clock clock, RandomGenerator random) {
        this.client = client;
        this.clock = clock;
        this.random = random;
    }

    CompletableFuture<Answered> ask(Query query, Answers answers) {
        if (!(answers.conversation().translator() instanceof Dialect dialect)) {
            throw new IllegalStateException("a translator that is none of this room's");
        }
        QueryTable table = dialect.query(
                        query.question().type(), query.question().data())
                .orElseThrow(() -> new IllegalStateException("a question that the dialect does not know"));
        String message;
        try {
            String purpose = query.question().purpose();
            message = dialect.format()
                    .write(table.toTheirs(query.question().data(), purpose == null ? "" : purpose, Trace.NONE));
            dialect.encode(message);
        } catch (Untranslatable refused) {
            return CompletableFuture.completedFuture(
                    new Answered.Untranslatable(false, dialect.family(), refused.errors()));
        }
        DialectCall call = new DialectCall(
                client,
                clock,
                random,
                dialect,
                answers.url(),
                new Credentials(answers.conversation().credentials()),
                answers.timeout());
        return call.tell(table.message(), table.path(), message).thenApply(heard -> meaning(dialect, table, heard));
    }

    private static Answered meaning(Dialect dialect, QueryTable table, Heard heard) {
        if (heard instanceof Heard.NotSent nothing) {
            return new Answered.Away("PROVIDER_LOGIN_FAILED", nothing.words());
        }
        if (heard instanceof Heard.Broken broken) {
            return broken.answer() instanceof Answer.Away away
                    ? new Answered.Away(away.code(), away.words())
                    : new Answered.Away("PROVIDER_TIMEOUT", "No complete answer in time.");
        }
        Heard.Said said = (Heard.Said) heard;
        return switch (said.meaning().outcome()) {
            case OK, DUPLICATE -> results(dialect, table, said);
            case NOTHING -> new Answered.Results(List.of());
            case REFUSED -> new Answered.Refused("PROVIDER_REFUSED", said.words());
            case TOKEN_EXPIRED, AWAY -> new Answered.Away("PROVIDER_AWAY_" + said.status(), said.words());
        };
    }

    private static Answered results(Dialect dialect, QueryTable table, Heard.Said said) {
        try {
            return new Answered.Results(table.toOurs(dialect.answers().format().read(said.text()), Trace.NONE));
        } catch (Untranslatable refused) {
            return new Answered.Untranslatable(true, dialect.family(), refused.errors());
        }
    }
}

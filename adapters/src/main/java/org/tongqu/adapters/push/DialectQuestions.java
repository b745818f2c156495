package org.tongqu.adapters.push;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.tongqu.adapters.auth.Credentials;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.QueryTable;
import org.tongqu.adapters.dialect.Trace;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.adapters.push.DialectCall.Heard;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Provider;
import org.tongqu.record.query.Answered;
import org.tongqu.record.query.Query;
import org.tongqu.record.query.Transcript;
import org.tongqu.record.site.Answers;

/** Asks a party's system a question in its own dialect. Thread-safe. */
final class DialectQuestions {
    /** A file of nearly 3 MiB in base64, with the words around it. */
    private static final int MOST_WITH_FILES = 4 << 20;
    /** Each is in memory several times over while it is translated. */
    private static final int FILES_AT_ONCE = 2;

    private final Semaphore places = new Semaphore(FILES_AT_ONCE);
    private final PushClient client;
    private final Clock clock;
    private final RandomGenerator random;

    DialectQuestions(PushClient client, Clock clock, RandomGenerator random) {
        this.client = client;
        this.clock = clock;
        this.random = random;
    }

    /** @throws Rejection as {@link Provider#ask} says */
    CompletableFuture<Answered> ask(Query query, Answers answers, Provider.Files files, Transcript transcript) {
        if (!(answers.conversation().translator() instanceof Dialect dialect)) {
            throw new IllegalStateException("a translator that is none of this room's");
        }
        QueryTable table = dialect.query(
                        query.question().type(), query.question().data())
                .orElseThrow(() -> new IllegalStateException("a question that the dialect does not know"));
        boolean hasFiles = table.hasFiles(false) || table.hasFiles(true);
        if (hasFiles && !places.tryAcquire()) {
            throw Rejection.later(
                    ProblemCode.TOO_FAST, "As many files are asked about as there is room for.", Duration.ofSeconds(1));
        }
        try {
            return asked(query, answers, dialect, table, files, transcript).whenComplete((answered, failure) -> {
                if (hasFiles) {
                    places.release();
                }
            });
        } catch (RuntimeException | Error notAsked) {
            if (hasFiles) {
                places.release();
            }
            throw notAsked;
        }
    }

    private CompletableFuture<Answered> asked(
            Query query,
            Answers answers,
            Dialect dialect,
            QueryTable table,
            Provider.Files files,
            Transcript transcript) {
        String message;
        try {
            String purpose = query.question().purpose();
            message = dialect.format()
                    .write(table.toTheirs(
                            query.question().data(), purpose == null ? "" : purpose, files.sent(), Trace.NONE));
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
        transcript.asked(dialect.family() + " " + table.message(), message);
        CompletableFuture<Heard> told = table.hasFiles(true)
                ? call.tell(table.message(), table.path(), message, MOST_WITH_FILES)
                : call.tell(table.message(), table.path(), message);
        return told.thenApply(heard -> {
            if (heard instanceof Heard.Said said) {
                transcript.told(said.text());
            }
            return meaning(dialect, table, heard, files.received());
        });
    }

    private static Answered meaning(Dialect dialect, QueryTable table, Heard heard, ReceivedFiles files) {
        if (heard instanceof Heard.NotSent nothing) {
            return new Answered.Away("PROVIDER_LOGIN_FAILED", nothing.words());
        }
        if (heard instanceof Heard.Broken broken && HttpAnswer.isWithoutEnd(broken.answer())) {
            return new Answered.Refused("PROVIDER_ANSWER_TOO_LARGE", "The answer has more octets than are read.");
        }
        if (heard instanceof Heard.Broken broken) {
            return broken.answer() instanceof Answer.Away away
                    ? new Answered.Away(away.code(), away.words())
                    : new Answered.Away("PROVIDER_TIMEOUT", "No complete answer in time.");
        }
        Heard.Said said = (Heard.Said) heard;
        return switch (said.meaning().outcome()) {
            case OK, DUPLICATE -> results(dialect, table, said, files);
            case NOTHING -> new Answered.Results(List.of());
            case REFUSED -> new Answered.Refused("PROVIDER_REFUSED", said.words());
            case TOKEN_EXPIRED, AWAY -> new Answered.Away("PROVIDER_AWAY_" + said.status(), said.words());
        };
    }

    private static Answered results(Dialect dialect, QueryTable table, Heard.Said said, ReceivedFiles files) {
        if (!said.spoilt().isEmpty()) {
            return new Answered.Untranslatable(true, dialect.family(), said.spoilt());
        }
        try {
            return new Answered.Results(table.toOurs(dialect.answers().format().read(said.text()), files, Trace.NONE));
        } catch (Untranslatable refused) {
            return new Answered.Untranslatable(true, dialect.family(), refused.errors());
        }
    }
}

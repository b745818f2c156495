package org.tongqu.routes.query;

import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.JsonPointers;
import org.tongqu.record.query.Answered;
import org.tongqu.record.schema.FieldMarks;

/**
 * Keeps a secret of a question, such as the password of a case, from being found by trying. A provider that refuses says nothing else
 * than one that knows nothing: whether the number or the secret was wrong nobody learns. After five questions about the same without a
 * result, whoever asked them, the provider is not asked about it for the rest of a quarter of an hour; a result begins anew. For this
 * node, a bounded number of things asked about. Thread-safe.
 */
final class SecretGuesses {
    private static final Logger LOG = LoggerFactory.getLogger(SecretGuesses.class);
    private static final int MOST = 5;
    private static final int MOST_KEPT = 100_000;
    private static final Duration REST = Duration.ofMinutes(15);
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{C}]+");

    private final Map<String, Tries> tries = new HashMap<>();
    private final Clock clock;

    SecretGuesses(Clock clock) {
        this.clock = clock;
    }

    /**
     * Asks, unless the question has a secret that was tried too often.
     *
     * @throws Rejection {@code TOO_FAST} then
     */
    Answered within(AllowedQuestion question, Supplier<Answered> ask) {
        if (question.schema().question().marks().secrets().isEmpty()) {
            return ask.get();
        }
        String about = about(question);
        count(about);
        try {
            Answered answered = ask.get();
            conclude(about, answered);
            return hidden(question, answered);
        } catch (Rejection nobodyAsked) {
            takeBack(about);
            throw nobodyAsked;
        }
    }

    /** Counted before it is asked, so that many at once are no way around. */
    private synchronized void count(String about) {
        Instant now = clock.instant();
        if (tries.size() >= MOST_KEPT) {
            tries.values().removeIf(one -> one.isOver(now));
        }
        Tries before = tries.get(about);
        Tries last = before == null || before.isOver(now) ? new Tries(now, 0) : before;
        if (last.many >= MOST || tries.size() >= MOST_KEPT && before == null) {
            throw Rejection.later(
                    ProblemCode.TOO_FAST,
                    "This was asked too often without a result; the number or the secret is wrong. Check both, and ask"
                            + " again later.",
                    Duration.between(now, last.since.plus(REST)));
        }
        tries.put(about, new Tries(last.since, last.many + 1));
    }

    private synchronized void conclude(String about, Answered answered) {
        if (answered instanceof Answered.Results results && !results.results().isEmpty()) {
            tries.remove(about);
        } else if (!(answered instanceof Answered.Results) && !(answered instanceof Answered.Refused)) {
            takeBack(about);
        }
    }

    private synchronized void takeBack(String about) {
        tries.computeIfPresent(about, (key, one) -> one.many <= 1 ? null : new Tries(one.since, one.many - 1));
    }

    private static Answered hidden(AllowedQuestion question, Answered answered) {
        if (answered instanceof Answered.Refused refused) {
            LOG.info("{}: {}, told as nothing found", question.query(), refused.code());
            return new Answered.Results(List.of());
        }
        return answered;
    }

    /**
     * What it is about: whom it asks, and everything but the secret; however it is spelt, since many a database takes no note of case,
     * width or blanks.
     */
    private static String about(AllowedQuestion question) {
        FieldMarks marks = question.schema().question().marks();
        SortedSet<String> secrets = marks.secrets();
        Map<String, String> fields = new TreeMap<>();
        marks.leafPatterns().stream()
                .filter(field -> !secrets.contains(field))
                .forEach(field -> JsonPointers.forEach(
                        question.query().question().data(), field, (where, value) -> fields.put(where, plain(value))));
        return question.provider().id() + " " + question.schema().type() + " " + fields;
    }

    private static String plain(String value) {
        return BLANKS.matcher(Normalizer.normalize(value, Normalizer.Form.NFKC))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    /**
     * How often something was asked about without a result.
     *
     * @param since when first
     * @param many how often since then
     */
    private record Tries(Instant since, int many) {
        boolean isOver(Instant now) {
            return !now.isBefore(since.plus(REST));
        }
    }
}

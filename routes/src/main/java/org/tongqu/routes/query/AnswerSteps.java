package org.tongqu.routes.query;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.Provider;
import org.tongqu.record.port.QueryLedger;
import org.tongqu.record.port.QueryLedger.Begun;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.record.query.Answered;
import org.tongqu.record.schema.RecordSchema;
import org.tongqu.record.schema.Violation;
import org.tongqu.record.seal.SealedText;
import org.tongqu.routes.material.AttachedMaterials;
import org.tongqu.routes.material.MessageFiles;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The steps from asking to the sealed answer. Thread-safe. */
final class AnswerSteps {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerSteps.class);
    private static final Duration BEYOND = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final QueryLedger ledger;
    private final Materials materials;
    private final IntakeGate gate;
    private final Digests digests;
    private final Provider providers;
    private final ProviderCircuits circuits;
    private final SecretGuesses guesses;
    private final UnmappedCodes unmapped;
    private final Sealer sealer;
    private final Clock clock;

    AnswerSteps(
            QueryLedger ledger,
            Materials materials,
            IntakeGate gate,
            Digests digests,
            Provider providers,
            ProviderCircuits circuits,
            UnmappedCodes unmapped,
            Sealer sealer,
            Clock clock) {
        this.ledger = ledger;
        this.materials = materials;
        this.gate = gate;
        this.digests = digests;
        this.providers = providers;
        this.circuits = circuits;
        this.guesses = new SecretGuesses(clock);
        this.unmapped = unmapped;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** Begins it, unless it is being asked, or was asked too long ago. */
    BegunQuestion begin(AllowedQuestion question) {
        Instant now = clock.instant();
        Begun begun =
                ledger.begin(question.query(), now, now.plus(timeout(question)).plus(BEYOND));
        if (begun instanceof Begun.UnderWay) {
            throw Rejection.later(ProblemCode.STILL_PROCESSING, "This query is being asked.", SOON);
        }
        if (begun instanceof Begun.Used) {
            throw new Rejection(
                    ProblemCode.ID_REUSED, "This id was used for another query, or more than ten minutes ago.");
        }
        return new BegunQuestion(question, begun);
    }

    /** @throws Rejection {@code PROVIDER_REFUSED} or {@code PROVIDER_AWAY}; then it may be asked again under the same id */
    HeardAnswer ask(BegunQuestion question) {
        HeardFiles files = new HeardFiles(digests);
        Answered answered = asked(question, files);
        if (answered instanceof Answered.Results results) {
            return withFiles(granted(question, results.results()), files);
        }
        throw failed(question, rejection(question.question(), answered));
    }

    private Rejection rejection(AllowedQuestion question, Answered answered) {
        if (answered instanceof Answered.Refused refused) {
            return new Rejection(ProblemCode.PROVIDER_REFUSED, refused.code() + ": " + refused.words());
        }
        if (answered instanceof Answered.Untranslatable untranslatable) {
            unmapped.noticed(
                    question.provider().id(),
                    untranslatable.family(),
                    untranslatable.isHeard(),
                    untranslatable.errors());
            return new Rejection(
                    ProblemCode.PROVIDER_REFUSED,
                    untranslatable.isHeard()
                            ? "PROVIDER_ANSWER_UNTRANSLATABLE: the answer cannot be understood; see errors."
                            : "QUESTION_UNTRANSLATABLE: the provider's dialect cannot ask this; see errors.",
                    untranslatable.errors());
        }
        return away((Answered.Away) answered);
    }

    private Answered asked(BegunQuestion question, HeardFiles files) {
        try {
            AllowedQuestion allowed = question.question();
            return guesses.within(
                    allowed, () -> circuits.within(allowed.provider().id(), () -> heard(allowed, files)));
        } catch (Rejection tooMany) {
            throw failed(question, tooMany);
        }
    }

    private static Rejection away(Answered.Away away) {
        return new Rejection(ProblemCode.PROVIDER_AWAY, away.code() + ": " + away.words());
    }

    private Rejection failed(BegunQuestion question, Rejection rejection) {
        ledger.failed(
                id(question.question()), question.attempt(), rejection.code().name(), clock.instant());
        LOG.info("{}: {}", question.question().query(), rejection.code());
        return rejection;
    }

    private Answered heard(AllowedQuestion question, HeardFiles files) {
        try {
            return providers
                    .ask(question.query(), question.provider(), new Provider.Files(sent(question), files))
                    .get(timeout(question).plus(SOON).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            return new Answered.Away("PROVIDER_TIMEOUT", "No answer in time.");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Answered.Away("GATEWAY_STOPPING", "The gateway is stopping.");
        } catch (ExecutionException fault) {
            throw new IllegalStateException(fault.getCause());
        }
    }

    /** What is not as the schema has it is given to nobody: where it is confidential could not be known. */
    private HeardAnswer granted(BegunQuestion question, List<ObjectNode> results) {
        for (int i = 0; i < results.size(); i++) {
            List<Violation> violations = question.question()
                    .schema()
                    .result()
                    .validate(results.get(i), "/results/" + i, BeijingTime.dayOf(clock.instant()));
            if (!violations.isEmpty()) {
                throw failed(
                        question,
                        new Rejection(
                                ProblemCode.PROVIDER_REFUSED,
                                "PROVIDER_ANSWER_INVALID: the answer breaks the schema; see errors.",
                                violations.stream().map(Violation::error).toList()));
            }
        }
        return new HeardAnswer(
                question,
                question.question()
                        .granted()
                        .map(part -> results.stream().map(part::apply).toList())
                        .orElse(results));
    }

    /** Materials of the asker's, as far as the results that it gets refer to them. */
    private HeardAnswer withFiles(HeardAnswer heard, HeardFiles files) {
        PartyId asker = id(heard.question().question()).sender();
        RecordSchema schema = heard.question().question().schema().result();
        MessageFiles kept = new MessageFiles(materials, HeardFiles::nowhere, gate, asker);
        try {
            heard.results().stream()
                    .flatMap(result -> schema.materials(result).values().stream())
                    .distinct()
                    .flatMap(file -> files.octets(file).stream())
                    .forEach(kept::keep);
        } catch (Rejection full) {
            throw failed(heard.question(), full);
        }
        return heard;
    }

    private SentFiles sent(AllowedQuestion question) {
        return new AttachedMaterials(materials, id(question).sender(), material -> Optional.empty(), octets -> {});
    }

    /** Kept before it is given, so that who asks again gets the same. */
    SealedText seal(HeardAnswer heard) {
        ObjectNode answer = StrictJson.object();
        ArrayNode results = answer.putArray("results");
        heard.results().forEach(results::add);
        String text = StrictJson.writeText(answer);
        AllowedQuestion question = heard.question().question();
        RecordId id = id(question);
        SealedText sealed =
                new SealedText(text, sealer.answer(id.sender().value(), text.getBytes(StandardCharsets.UTF_8)));
        ledger.answered(id, heard.question().attempt(), heard.results().size(), sealed, clock.instant());
        LOG.info("{}: {} results", question.query(), heard.results().size());
        return sealed;
    }

    private static RecordId id(AllowedQuestion question) {
        return question.query().question().id();
    }

    private static Duration timeout(AllowedQuestion question) {
        return Objects.requireNonNull(question.provider().answers()).timeout();
    }
}

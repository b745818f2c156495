package org.tongqu.routes.query;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.BlindIndex;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.Sites;
import org.tongqu.record.query.Query;
import org.tongqu.record.schema.QuerySchema;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.schema.Violation;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.sharing.Recipient;
import org.tongqu.record.sharing.RuleFailures;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;
import org.tongqu.routes.material.MaterialCheck;

/** The steps before anybody is asked: whose question it is, whether it is one, and whether a rule allows it. Thread-safe. */
final class QuestionSteps {
    private final Sites sites;
    private final SealVerifier verifier;
    private final BlindIndex marks;
    private final Schemas schemas;
    private final MaterialCheck materials;
    private final RuleFailures failures;
    private final Clock clock;

    QuestionSteps(
            Sites sites,
            SealVerifier verifier,
            BlindIndex marks,
            Schemas schemas,
            MaterialCheck materials,
            RuleFailures failures,
            Clock clock) {
        this.sites = sites;
        this.verifier = verifier;
        this.marks = marks;
        this.schemas = schemas;
        this.materials = materials;
        this.failures = failures;
        this.clock = clock;
    }

    /** Nothing is read before the seal holds; then every mistake is told at once. */
    ReadQuestion read(AskedQuestion asked) {
        QuerySchema schema = schemas.query(asked.type())
                .orElseThrow(
                        () -> new Rejection(ProblemCode.NOT_FOUND, "There is no type of query " + asked.type() + "."));
        PartyId asker = asker(asked);
        BusinessRecord question = EnvelopeReader.read(asked.octets());
        if (!question.id().sender().equals(asker)) {
            throw new Rejection(
                    ProblemCode.PARTY_MISMATCH, "The source of the query and the key of its seal are not one party's.");
        }
        requireEnvelope(asked, question);
        List<FieldError> errors =
                schema.question().validate(question.data(), "/data", BeijingTime.dayOf(clock.instant())).stream()
                        .map(Violation::error)
                        .toList();
        if (!errors.isEmpty()) {
            throw new Rejection(
                    ProblemCode.SCHEMA_VIOLATION,
                    "The data breaks the schema " + schema.question().id() + "; see errors.",
                    errors);
        }
        materials.requireKnown(asker, schema.question().materials(question.data()));
        return new ReadQuestion(asked, question, mark(asked), schema);
    }

    /** Under a key: there may be a password of six digits in it, and a plain digest could be tried with every one. */
    private Digest mark(AskedQuestion asked) {
        return Digest.of(marks.mark("query", new String(asked.octets(), StandardCharsets.UTF_8)));
    }

    private PartyId asker(AskedQuestion asked) {
        return asked.seal() == null
                ? Objects.requireNonNull(asked.attested(), "neither a seal nor a channel")
                : verifier.verify(asked.seal(), asked.octets(), SealType.QUERY).party();
    }

    private static void requireEnvelope(AskedQuestion asked, BusinessRecord question) {
        List<FieldError> errors = new ArrayList<>();
        if (!question.type().toString().equals(asked.type())) {
            errors.add(new FieldError("/type", "path", "应与路径中的类型相同", "must be the type that the path names"));
        }
        if (question.purpose() == null) {
            errors.add(new FieldError("/purpose", "required", "查询必须写明使用事由", "a query must say what it is for"));
        }
        if (question.to().size() > 1) {
            errors.add(new FieldError("/to", "one", "查询只能发给一个提供方", "a query goes to one provider"));
        }
        if (!errors.isEmpty()) {
            throw new Rejection(ProblemCode.ENVELOPE_INVALID, "The envelope is not a valid query; see errors.", errors);
        }
    }

    /** The one provider that a rule lets this asker ask. */
    AllowedQuestion allow(ReadQuestion read) {
        Site site = sites.current();
        BusinessRecord question = read.question();
        List<Recipient> providers = site.queries().recipients(question, failures);
        if (providers.isEmpty()) {
            throw new Rejection(
                    ProblemCode.NO_RULE,
                    "No sharing rule lets " + question.id().sender() + " ask " + question.type() + ".");
        }
        if (providers.size() > 1) {
            String choices = providers.stream().map(one -> one.party().value()).collect(Collectors.joining(" "));
            throw new Rejection(
                    ProblemCode.ENVELOPE_INVALID,
                    "Several providers answer this query; name one.",
                    List.of(new FieldError("/to", "one-of", "请指明一个: " + choices, "name one of: " + choices)));
        }
        Recipient chosen = providers.get(0);
        Query query = new Query(
                question,
                read.mark(),
                read.asked().seal(),
                read.asked().said(),
                chosen.party(),
                chosen.rule().name(),
                site.version());
        return new AllowedQuestion(
                query,
                provider(site, chosen.party()),
                read.schema(),
                site.queries().projection(chosen.rule()));
    }

    private static Party provider(Site site, PartyId provider) {
        return site.party(provider)
                .filter(party -> party.answers() != null)
                .orElseThrow(() -> new IllegalStateException("a rule about a party that answers nothing"));
    }
}

package org.tongqu.routes.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.Transitions;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealedText;
import org.tongqu.routes.step.Incidents;
import org.tongqu.routes.step.Step;

/**
 * The door: puts what comes on its route and hands back what the route ends with. Whatever goes wrong becomes a {@link
 * Rejection}: an unreachable ledger is 503 with {@code Retry-After: 5}, anything unforeseen is {@code INTERNAL} with the id of a
 * logged incident. Submitting the same again is always safe.
 */
final class CamelIntake implements Intake {
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private final ProducerTemplate routes;
    private final Transitions transitions;
    private final Incidents incidents;
    private final Clock clock;

    CamelIntake(ProducerTemplate routes, Transitions transitions, Incidents incidents, Clock clock) {
        this.routes = routes;
        this.transitions = transitions;
        this.incidents = incidents;
        this.clock = clock;
    }

    @Override
    public Receipt submit(byte[] octets, Seal seal) {
        Instant now = clock.instant();
        return send(AdmitRecordRoute.START, new Submission(octets, seal, now), Receipt.class, now);
    }

    @Override
    public Receipt submitOwn(byte[] octets) {
        Instant now = clock.instant();
        return send(AdmitOwnRoute.START, new OwnSubmission(octets, now), Receipt.class, now);
    }

    @Override
    public Receipt submitMessage(PartyId party, Translator translator, String call, byte[] message) {
        Instant now = clock.instant();
        return send(
                AdmitMessageRoute.START,
                new MessageSubmission(party, translator, call, message, now),
                Receipt.class,
                now);
    }

    @Override
    public List<ItemResult> submitBatch(List<SealedText> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        List<Submission> submissions = items.stream()
                .map(item -> new Submission(item.octets(), item.seal(), now))
                .toList();
        List<ItemResult> results =
                send(AdmitBatchRoute.START, submissions, BatchResult.class, now).items();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof ItemResult.Refused refused) {
                tell(refused.rejection(), submissions.get(i), now);
            }
        }
        return results;
    }

    private <T> T send(String route, Object body, Class<T> result, Instant cameAt) {
        Exchange exchange =
                routes.send(route, ExchangePattern.InOut, e -> e.getMessage().setBody(body));
        Exception failure = exchange.getException();
        if (failure == null) {
            return Step.body(exchange, result);
        }
        Rejection rejection = rejection(route, failure);
        tell(rejection, Step.body(exchange, Object.class), cameAt);
        throw rejection;
    }

    private Rejection rejection(String route, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Rejection rejection) {
                return rejection;
            }
            if (cause instanceof LedgerUnavailable) {
                return Rejection.later(
                        ProblemCode.UNAVAILABLE, "The ledger cannot be reached; nothing was decided.", COME_AGAIN);
            }
        }
        String incident = incidents.report(route, failure);
        return new Rejection(ProblemCode.INTERNAL, "Incident " + incident + "; tell the gateway's operator this id.");
    }

    private void tell(Rejection rejection, Object reached, Instant cameAt) {
        transitions.refused(rejection.code(), about(reached), Duration.between(cameAt, clock.instant()));
    }

    private static @Nullable String about(Object reached) {
        if (reached instanceof Keyed keyed) {
            return keyed.record().id().toString();
        }
        if (reached instanceof MessageSubmission message) {
            return message.party().value();
        }
        if (!(reached instanceof Submission submission)) {
            return null;
        }
        try {
            return SealHeader.read(submission.seal()).kid().toString();
        } catch (Rejection | IllegalArgumentException unreadable) {
            return null;
        }
    }
}

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
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.Transitions;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealedText;
import org.tongqu.routes.step.Refusals;
import org.tongqu.routes.step.Step;

/**
 * The door: puts what comes on its route and hands back what the route ends with. Whatever goes wrong becomes a {@link
 * Rejection}, as {@link Refusals} has it. Submitting the same again is always safe.
 */
final class CamelIntake implements Intake {
    private final ProducerTemplate routes;
    private final Transitions transitions;
    private final Refusals refusals;
    private final Clock clock;

    CamelIntake(ProducerTemplate routes, Transitions transitions, Refusals refusals, Clock clock) {
        this.routes = routes;
        this.transitions = transitions;
        this.refusals = refusals;
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
    public Heard submitMessage(PartyId party, Translator translator, String call, byte[] message) {
        Instant now = clock.instant();
        Object end = send(
                AdmitMessageRoute.START,
                new MessageSubmission(party, translator, call, message, now, null),
                Object.class,
                now);
        return end instanceof Receipt receipt ? heard(receipt) : (Heard) end;
    }

    @Override
    public Receipt submitAttested(AttestedRecord attested) {
        Instant now = clock.instant();
        return send(AdmitAttestedRoute.START, new AttestedSubmission(attested, now), Receipt.class, now);
    }

    @Override
    public List<ItemResult> submitAttestedBatch(List<AttestedRecord> attested) {
        Instant now = clock.instant();
        return submitItems(
                        attested.stream()
                                .map(item -> new AttestedSubmission(item, now))
                                .toList(),
                        now)
                .stream()
                .map(CamelIntake::itemResult)
                .toList();
    }

    @Override
    public List<MessageResult> submitMessages(PartyId party, Translator translator, List<CalledMessage> messages) {
        Instant now = clock.instant();
        return submitItems(
                        messages.stream()
                                .map(message -> new MessageSubmission(
                                        party, translator, message.call(), message.octets(), now, message.about()))
                                .toList(),
                        now)
                .stream()
                .map(CamelIntake::messageResult)
                .toList();
    }

    @Override
    public List<ItemResult> submitBatch(List<SealedText> items) {
        Instant now = clock.instant();
        return submitItems(
                        items.stream()
                                .map(item -> new Submission(item.octets(), item.seal(), now))
                                .toList(),
                        now)
                .stream()
                .map(CamelIntake::itemResult)
                .toList();
    }

    private static ItemResult itemResult(ItemEnd end) {
        if (end instanceof ItemEnd.Receipted receipted) {
            return new ItemResult.Taken(receipted.receipt());
        }
        if (end instanceof ItemEnd.Refused refused) {
            return new ItemResult.Refused(refused.rejection());
        }
        throw new IllegalStateException("a record that is a part of one");
    }

    private static MessageResult messageResult(ItemEnd end) {
        if (end instanceof ItemEnd.Receipted receipted) {
            return new MessageResult.Taken(heard(receipted.receipt()));
        }
        if (end instanceof ItemEnd.Waiting waiting) {
            return new MessageResult.Taken(waiting.heard());
        }
        return new MessageResult.Refused(((ItemEnd.Refused) end).rejection());
    }

    private static Heard heard(Receipt receipt) {
        return receipt.repeat() ? Heard.REPEATED : Heard.NEW;
    }

    private List<ItemEnd> submitItems(List<? extends BatchItem> submissions, Instant now) {
        if (submissions.isEmpty()) {
            return List.of();
        }
        List<ItemEnd> results =
                send(AdmitBatchRoute.START, submissions, BatchResult.class, now).items();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof ItemEnd.Refused refused) {
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
        Rejection rejection = refusals.of(route, failure);
        tell(rejection, Step.body(exchange, Object.class), cameAt);
        throw rejection;
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
        if (reached instanceof AttestedSubmission attested) {
            return attested.attested().party().value();
        }
        if (reached instanceof GatheredMessage gathered) {
            return gathered.message().party().value();
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

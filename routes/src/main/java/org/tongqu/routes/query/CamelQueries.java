package org.tongqu.routes.query;

import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.Translator;
import org.tongqu.record.port.Queries;
import org.tongqu.record.query.Query;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;
import org.tongqu.routes.step.Refusals;
import org.tongqu.routes.step.Step;
import tools.jackson.databind.JsonNode;

/** The door for questions: puts what comes on its route and hands back what the route ends with. */
final class CamelQueries implements Queries {
    private final ProducerTemplate routes;
    private final QuestionTranslation translation;
    private final Refusals refusals;

    CamelQueries(ProducerTemplate routes, QuestionTranslation translation, Refusals refusals) {
        this.routes = routes;
        this.translation = translation;
        this.refusals = refusals;
    }

    @Override
    public SealedText ask(String type, byte[] octets, Seal seal) {
        return answer(new AskedQuestion(type, octets, seal, null, null));
    }

    @Override
    public SealedText askAttested(PartyId asker, String type, byte[] octets, Query.Said said) {
        return answer(new AskedQuestion(type, octets, null, asker, said));
    }

    @Override
    public Optional<JsonNode> askInDialect(
            PartyId asker, Translator translator, String call, byte[] message, LongConsumer room) {
        QuestionTranslation.Told told = translation.question(asker, translator, call, message);
        Query.Said said = new Query.Said(translator.family() + " " + call, message);
        SealedText answer = answer(new AskedQuestion(told.type(), told.octets(), null, asker, said));
        return translation.results(asker, translator, call, answer, room);
    }

    private SealedText answer(AskedQuestion question) {
        Exchange exchange = routes.send(AnswerQueryRoute.START, ExchangePattern.InOut, e -> e.getMessage()
                .setBody(question));
        Exception failure = exchange.getException();
        if (failure != null) {
            throw refusals.of(AnswerQueryRoute.START, failure);
        }
        return Step.body(exchange, SealedText.class);
    }
}

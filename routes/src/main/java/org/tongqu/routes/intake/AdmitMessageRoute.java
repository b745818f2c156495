package org.tongqu.routes.intake;

import static org.tongqu.routes.step.Step.taking;
import static org.tongqu.routes.step.Step.takingUnlessAnswered;

import org.apache.camel.builder.RouteBuilder;

/**
 * The way of what a party's system says in its own dialect: from a {@link MessageSubmission} to its {@code Receipt}, or, of a part that
 * waits for others, to what is said of it.
 */
final class AdmitMessageRoute extends RouteBuilder {
    static final String START = "direct:admit-message";

    private final MessageAggregation aggregation;
    private final MessageTranslation translation;
    private final Commitment commitment;

    AdmitMessageRoute(MessageAggregation aggregation, MessageTranslation translation, Commitment commitment) {
        this.aggregation = aggregation;
        this.translation = translation;
        this.commitment = commitment;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("admit-message")
                .errorHandler(noErrorHandler())
                .process(taking(MessageSubmission.class, aggregation::gather))
                .id("gather-parts")
                .process(takingUnlessAnswered(GatheredMessage.class, aggregation::answerToPart))
                .id("answer-part")
                .process(takingUnlessAnswered(GatheredMessage.class, translation::receiptGivenBefore))
                .id("answer-repeated-message")
                .process(taking(GatheredMessage.class, translation::translate))
                .id("translate")
                .to(PrepareRecordRoute.START)
                .id("prepare-translated")
                .process(taking(PreparedRecord.class, commitment::commit))
                .id("commit-translated");
    }
}

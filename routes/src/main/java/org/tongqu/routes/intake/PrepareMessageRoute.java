package org.tongqu.routes.intake;

import static org.tongqu.routes.step.Step.answeringInstead;
import static org.tongqu.routes.step.Step.taking;
import static org.tongqu.routes.step.Step.takingUnlessAnswered;

import org.apache.camel.builder.RouteBuilder;
import org.tongqu.record.failure.Rejection;

/**
 * What a party's system says in its own dialect, one of several: from a {@link MessageSubmission} to a {@link PreparedRecord}. Whether it
 * came before is for the commit to say, which asks for all at once; only what cannot be translated is asked for here.
 */
final class PrepareMessageRoute extends RouteBuilder {
    static final String START = "direct:prepare-message";

    private final MessageAggregation aggregation;
    private final MessageTranslation translation;

    PrepareMessageRoute(MessageAggregation aggregation, MessageTranslation translation) {
        this.aggregation = aggregation;
        this.translation = translation;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("prepare-message")
                .errorHandler(noErrorHandler())
                .process(taking(MessageSubmission.class, aggregation::gather))
                .id("gather-message")
                .process(takingUnlessAnswered(GatheredMessage.class, aggregation::answerToPart))
                .id("answer-message-part")
                .doTry()
                .process(taking(GatheredMessage.class, translation::translate))
                .id("translate-message")
                .doCatch(Rejection.class)
                .process(answeringInstead(GatheredMessage.class, Rejection.class, translation::receiptOfUntranslatable))
                .id("answer-untranslatable-repeat")
                .end()
                .to(PrepareRecordRoute.START)
                .id("prepare-message-record");
    }
}

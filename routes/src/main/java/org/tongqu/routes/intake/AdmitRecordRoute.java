package org.tongqu.routes.intake;

import static org.tongqu.routes.step.Step.taking;

import org.apache.camel.builder.RouteBuilder;

/** The way of one sealed record: from a {@link Submission} to its {@code Receipt}. */
final class AdmitRecordRoute extends RouteBuilder {
    static final String START = "direct:admit-record";

    private final Commitment commitment;

    AdmitRecordRoute(Commitment commitment) {
        this.commitment = commitment;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("admit-record")
                .errorHandler(noErrorHandler())
                .to(PrepareSealedRoute.START)
                .id("prepare")
                .process(taking(PreparedRecord.class, commitment::commit))
                .id("commit");
    }
}

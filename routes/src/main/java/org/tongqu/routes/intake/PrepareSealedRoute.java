package org.tongqu.routes.intake;

import static org.tongqu.routes.step.Step.taking;

import org.apache.camel.builder.RouteBuilder;

/** What comes sealed: from a {@link Submission} to a {@link PreparedRecord}. Nothing is read from a body before its seal holds. */
final class PrepareSealedRoute extends RouteBuilder {
    static final String START = "direct:prepare-sealed";

    private final SealCheck seals;

    PrepareSealedRoute(SealCheck seals) {
        this.seals = seals;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("prepare-sealed")
                .errorHandler(noErrorHandler())
                .process(taking(Submission.class, seals::verify))
                .id("verify")
                .to(PrepareRecordRoute.START)
                .id("prepare-verified");
    }
}

package org.tongqu.routes.intake;

import static org.tongqu.routes.step.Step.taking;

import org.apache.camel.builder.RouteBuilder;

/** The way of one record that a channel attests: from an {@link AttestedSubmission} to its {@code Receipt}. */
final class AdmitAttestedRoute extends RouteBuilder {
    static final String START = "direct:admit-attested";

    private final Commitment commitment;

    AdmitAttestedRoute(Commitment commitment) {
        this.commitment = commitment;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("admit-attested")
                .errorHandler(noErrorHandler())
                .to(PrepareAttestedRoute.START)
                .id("prepare-one-attested")
                .process(taking(PreparedRecord.class, commitment::commit))
                .id("commit-attested");
    }
}

package org.tongqu.routes.intake;

import static org.tongqu.routes.step.Step.taking;

import org.apache.camel.builder.RouteBuilder;

/** What a channel attests: from an {@link AttestedSubmission} to a {@link PreparedRecord}. */
final class PrepareAttestedRoute extends RouteBuilder {
    static final String START = "direct:prepare-attested";

    private final Attestation attestation;

    PrepareAttestedRoute(Attestation attestation) {
        this.attestation = attestation;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("prepare-attested")
                .errorHandler(noErrorHandler())
                .process(taking(AttestedSubmission.class, attestation::attest))
                .id("attest")
                .to(PrepareRecordRoute.START)
                .id("prepare-attested-record");
    }
}

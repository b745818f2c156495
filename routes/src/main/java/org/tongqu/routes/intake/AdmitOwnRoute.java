package org.tongqu.routes.intake;

import static org.tongqu.routes.step.Step.taking;

import org.apache.camel.builder.RouteBuilder;

/** The way of a record that the gateway itself made, such as a non-delivery notice: the same road, by the built-in rule. */
final class AdmitOwnRoute extends RouteBuilder {
    static final String START = "direct:admit-own";

    private final SealCheck seals;
    private final Identity identity;
    private final Authority authority;
    private final SchemaCheck schemas;
    private final Addressing addressing;
    private final Commitment commitment;

    AdmitOwnRoute(
            SealCheck seals,
            Identity identity,
            Authority authority,
            SchemaCheck schemas,
            Addressing addressing,
            Commitment commitment) {
        this.seals = seals;
        this.identity = identity;
        this.authority = authority;
        this.schemas = schemas;
        this.addressing = addressing;
        this.commitment = commitment;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("admit-own")
                .errorHandler(noErrorHandler())
                .process(taking(OwnSubmission.class, seals::sealOwn))
                .id("own-seal")
                .process(taking(VerifiedSubmission.class, identity::readEnvelope))
                .id("own-read-envelope")
                .process(taking(ReadSubmission.class, authority::authoriseOwn))
                .id("own-authorise")
                .process(taking(AuthorisedRecord.class, schemas::validate))
                .id("own-validate")
                .process(taking(ValidRecord.class, addressing::addressOwn))
                .id("own-address")
                .process(taking(PreparedRecord.class, commitment::commit))
                .id("own-commit");
    }
}

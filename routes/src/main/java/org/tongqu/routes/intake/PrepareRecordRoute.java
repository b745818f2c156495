package org.tongqu.routes.intake;

import static org.tongqu.routes.step.Step.answeringInstead;
import static org.tongqu.routes.step.Step.taking;

import org.apache.camel.builder.RouteBuilder;
import org.tongqu.record.failure.Rejection;
import org.tongqu.routes.material.MaterialCheck;

/**
 * Everything between knowing who sent it and the commit, whichever way it came. Ends with a {@link PreparedRecord}, or with the
 * {@code Receipt} of a repeat: then the calling route ends too. The order is part of the wire: who sent it (401), repeat, and only then
 * rules, schema and materials; whether it is a repeat is asked when one of these would refuse it, and else by the commit.
 */
final class PrepareRecordRoute extends RouteBuilder {
    static final String START = "direct:prepare-record";

    private final Identity identity;
    private final Authority authority;
    private final SchemaCheck schemas;
    private final MaterialCheck materials;
    private final Addressing addressing;

    PrepareRecordRoute(
            Identity identity,
            Authority authority,
            SchemaCheck schemas,
            MaterialCheck materials,
            Addressing addressing) {
        this.identity = identity;
        this.authority = authority;
        this.schemas = schemas;
        this.materials = materials;
        this.addressing = addressing;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("prepare-record")
                .errorHandler(noErrorHandler())
                .process(taking(VerifiedSubmission.class, identity::readEnvelope))
                .id("read-envelope")
                .process(taking(ReadSubmission.class, identity::matchParty))
                .id("match-party")
                .doTry()
                .process(taking(ReadSubmission.class, authority::authorise))
                .id("authorise")
                .process(taking(AuthorisedRecord.class, schemas::validate))
                .id("validate")
                .process(taking(ValidRecord.class, this::withKnownMaterials))
                .id("find-materials")
                .process(taking(ValidRecord.class, addressing::address))
                .id("address")
                .doCatch(Rejection.class)
                .process(answeringInstead(Keyed.class, Rejection.class, identity::receiptGivenBefore))
                .id("answer-repeat")
                .end();
    }

    private ValidRecord withKnownMaterials(ValidRecord valid) {
        materials.requireKnown(valid.record().id().sender(), valid.materials());
        return valid;
    }
}

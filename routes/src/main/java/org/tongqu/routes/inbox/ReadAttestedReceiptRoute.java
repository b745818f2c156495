package org.tongqu.routes.inbox;

import static org.tongqu.routes.step.Step.failing;
import static org.tongqu.routes.step.Step.taking;

import org.apache.camel.builder.RouteBuilder;
import org.tongqu.record.failure.Rejection;

/** The way of a receipt that a channel attests, until it is known what it says; a refusal is its result and not an error. */
final class ReadAttestedReceiptRoute extends RouteBuilder {
    static final String START = "direct:read-attested-receipt";

    private final ReceiptSteps steps;

    ReadAttestedReceiptRoute(ReceiptSteps steps) {
        this.steps = steps;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("read-attested-receipt")
                .errorHandler(noErrorHandler())
                .doTry()
                .process(taking(AttestedReceipt.class, steps::attest))
                .id("attest-receipt")
                .process(taking(HandedReceipt.class, steps::read))
                .id("read-attested-payload")
                .doCatch(Rejection.class)
                .process(failing(Rejection.class, ReceiptSteps::refused))
                .id("refuse-attested-receipt")
                .end();
    }
}

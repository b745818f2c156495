package org.tongqu.routes.inbox;

import static org.tongqu.routes.step.Step.failing;
import static org.tongqu.routes.step.Step.taking;

import org.apache.camel.builder.RouteBuilder;
import org.tongqu.record.failure.Rejection;

/** The way of a receipt that a party hands in, until it is known what it says; a refusal is its result and not an error. */
final class ReadReceiptRoute extends RouteBuilder {
    static final String START = "direct:read-receipt";

    private final ReceiptSteps steps;

    ReadReceiptRoute(ReceiptSteps steps) {
        this.steps = steps;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("read-receipt")
                .errorHandler(noErrorHandler())
                .doTry()
                .process(taking(HandedReceipt.class, steps::verify))
                .id("verify-receipt")
                .process(taking(HandedReceipt.class, steps::read))
                .id("read-payload")
                .doCatch(Rejection.class)
                .process(failing(Rejection.class, ReceiptSteps::refused))
                .id("refuse-receipt")
                .end();
    }
}

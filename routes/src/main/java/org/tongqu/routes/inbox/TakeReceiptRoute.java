package org.tongqu.routes.inbox;

import static org.tongqu.routes.step.Step.failing;
import static org.tongqu.routes.step.Step.taking;

import org.apache.camel.builder.RouteBuilder;
import org.tongqu.record.failure.Rejection;

/** The way of a receipt that a party hands in, into the ledger; a refusal is its result and not an error. */
final class TakeReceiptRoute extends RouteBuilder {
    static final String START = "direct:take-receipt";

    private final ReceiptSteps steps;

    TakeReceiptRoute(ReceiptSteps steps) {
        this.steps = steps;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("take-receipt")
                .errorHandler(noErrorHandler())
                .doTry()
                .process(taking(HandedReceipt.class, steps::verify))
                .id("verify-receipt")
                .process(taking(HandedReceipt.class, steps::read))
                .id("read-receipt")
                .process(taking(ReadReceipt.class, steps::record))
                .id("record-receipt")
                .doCatch(Rejection.class)
                .process(failing(Rejection.class, ReceiptSteps::refused))
                .id("refuse-receipt")
                .end();
    }
}

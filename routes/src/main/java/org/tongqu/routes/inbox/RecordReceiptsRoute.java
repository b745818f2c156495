package org.tongqu.routes.inbox;

import static org.tongqu.routes.step.Step.taking;

import org.apache.camel.builder.RouteBuilder;

/** The end of the way of receipts that were handed in together: into the ledger in one commit. */
final class RecordReceiptsRoute extends RouteBuilder {
    static final String START = "direct:record-receipts";

    private final ReceiptSteps steps;

    RecordReceiptsRoute(ReceiptSteps steps) {
        this.steps = steps;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("record-receipts")
                .errorHandler(noErrorHandler())
                .process(taking(ReadReceipts.class, steps::record))
                .id("record");
    }
}

package org.tongqu.routes.intake;

import static org.tongqu.routes.step.Step.taking;

import java.util.concurrent.ExecutorService;
import org.apache.camel.builder.RouteBuilder;

/**
 * The way of a batch: from a list of {@link BatchItem} to its {@link BatchResult}. Each item is prepared like a single record,
 * several at once; then all that passed go into one commit, in the order of the batch.
 */
final class AdmitBatchRoute extends RouteBuilder {
    static final String START = "direct:admit-batch";

    private final BatchItems items;
    private final ExecutorService preparers;

    AdmitBatchRoute(BatchItems items, ExecutorService preparers) {
        this.items = items;
        this.preparers = preparers;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("admit-batch")
                .errorHandler(noErrorHandler())
                .split(body(), new PreparedBatch.InOrder())
                .parallelProcessing()
                .executorService(preparers)
                .stopOnException()
                .id("batch-each-item")
                .process(taking(BatchItem.class, items::prepare))
                .id("batch-prepare")
                .end()
                .process(taking(PreparedBatch.class, items::commit))
                .id("batch-commit");
    }
}

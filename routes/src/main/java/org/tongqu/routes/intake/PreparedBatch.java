package org.tongqu.routes.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.tongqu.routes.step.Step;

/**
 * All items of a batch, prepared, in the order of the batch.
 *
 * @param items one per item of the batch
 */
record PreparedBatch(List<PreparedItem> items) {
    /** Puts the items together in the order in which they were split; Camel calls it so also when they are prepared in parallel. */
    static final class InOrder implements AggregationStrategy {
        @Override
        public Exchange aggregate(@Nullable Exchange batch, @Nullable Exchange item) {
            Exchange next = Objects.requireNonNull(item, "item");
            PreparedItem prepared = Step.body(next, PreparedItem.class);
            if (batch == null) {
                List<PreparedItem> items = new ArrayList<>();
                items.add(prepared);
                next.getMessage().setBody(new PreparedBatch(items));
                return next;
            }
            Step.body(batch, PreparedBatch.class).items().add(prepared);
            return batch;
        }
    }
}

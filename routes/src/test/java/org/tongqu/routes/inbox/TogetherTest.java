package org.tongqu.routes.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private static final List<Integer> ITEMS = IntStream.range(0, 100).boxed().toList();
    private final ExecutorService helpers = Executors.newFixedThreadPool(1);

    @AfterEach
    void close() {
        helpers.shutdownNow();
    }

    @Test
    void stepsRunAtOnceAndTheirResultsStandInOrder() {
        CountDownLatch both = new CountDownLatch(2);
        assertThat(Together.each(ITEMS, helpers, item -> {
                    both.countDown();
                    return waited(both) ? item : -1;
                }))
                .isEqualTo(ITEMS);
    }

    @Test
    void withoutAFreeThreadTheCallersDoesAll() throws Exception {
        assertThat(helpers.submit(() -> Together.each(ITEMS, helpers, item -> item))
                        .get(5, TimeUnit.SECONDS))
                .isEqualTo(ITEMS);
        helpers.shutdown();
        assertThat(Together.each(ITEMS, helpers, item -> item)).isEqualTo(ITEMS);
        assertThat(Together.each(List.of(), helpers, item -> item)).isEmpty();
    }

    @Test
    void theFirstFailureIsThrownAsItWas() {
        assertThatThrownBy(() -> Together.each(ITEMS, helpers, item -> {
                    if (item % 10 == 7) {
                        throw new IllegalStateException("item " + item);
                    }
                    return item;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("item 7");
    }

    private static boolean waited(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

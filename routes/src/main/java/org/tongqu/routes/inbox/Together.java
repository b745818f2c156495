package org.tongqu.routes.inbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Does one step for many items at once, so that the ledger can gather what they write: in the calling thread, and in as many
 * others as happen to be free. It never waits for a thread, so it may be called from the same executor. Stateless.
 */
final class Together {
    private static final int MOST_HELPERS = 8;

    private Together() {}

    /**
     * The results, in the order of the items; returns when every step that began has ended.
     *
     * @throws RuntimeException what a step threw, the first in the order of the items
     */
    static <A, B> List<B> each(List<A> items, Executor helpers, Function<A, B> step) {
        List<CompletableFuture<B>> results =
                Stream.generate(CompletableFuture<B>::new).limit(items.size()).toList();
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                try {
                    results.get(i).complete(step.apply(items.get(i)));
                } catch (RuntimeException | Error failure) {
                    results.get(i).completeExceptionally(failure);
                }
            }
        };
        for (int helper = 1; helper < Math.min(items.size(), MOST_HELPERS); helper++) {
            try {
                helpers.execute(work);
            } catch (RejectedExecutionException stopping) {
                break;
            }
        }
        work.run();
        try {
            CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                    .handle((all, failed) -> all)
                    .join();
            return results.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException failure ? failure : failed;
        }
    }
}

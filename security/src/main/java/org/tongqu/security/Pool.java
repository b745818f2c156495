package org.tongqu.security;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lends things that are dear to make and serve one thread at a time. A borrower never waits: if none is free, one more is
 * made; at most {@code kept} are kept. Thread-safe.
 *
 * @param <T> what is lent
 */
public final class Pool<T> {
    private final ArrayBlockingQueue<T> free;
    private final Supplier<T> maker;

    /**
     * @param kept how many are kept while nobody uses them, at least 1
     * @param maker makes one more
     */
    public Pool(int kept, Supplier<T> maker) {
        this.free = new ArrayBlockingQueue<>(kept);
        this.maker = maker;
    }

    /** A pool that keeps two for each processor, more than compute at once. */
    public static <T> Pool<T> perProcessor(Supplier<T> maker) {
        return new Pool<>(2 * Runtime.getRuntime().availableProcessors(), maker);
    }

    /** Lends one for the length of this call. One that was in use when an exception came is not lent again. */
    public <R> R lend(Function<T, R> use) {
        T free = this.free.poll();
        T lent = free == null ? maker.get() : free;
        R result = use.apply(lent);
        this.free.offer(lent);
        return result;
    }
}

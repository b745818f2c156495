package org.tongqu.adapters.auth;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What parties issued to us, until it is said to have run out. Many that need one at once ask for it once. Thread-safe.
 *
 * @param <T> what is issued
 */
final class IssuedTokens<T> {
    private final Map<Holder, CompletableFuture<T>> issued = new ConcurrentHashMap<>();

    /**
     * To whom, and as whom: what one party issued is never shown to another.
     *
     * @param address of the party
     * @param credentials by which it was asked for
     */
    record Holder(String address, Credentials credentials) {}

    /** What this party issued, or what it is asked for now; a failed question is forgotten, so that the next one asks again. */
    CompletableFuture<T> get(Holder holder, Supplier<CompletableFuture<T>> ask) {
        CompletableFuture<T> fresh = new CompletableFuture<>();
        CompletableFuture<T> known = issued.putIfAbsent(holder, fresh);
        if (known != null) {
            return known.copy();
        }
        CompletableFuture<T> asked;
        try {
            asked = ask.get();
        } catch (RuntimeException notAsked) {
            asked = CompletableFuture.failedFuture(notAsked);
        }
        asked.whenComplete((token, failure) -> {
            if (failure == null) {
                fresh.complete(token);
            } else {
                issued.remove(holder, fresh);
                fresh.completeExceptionally(failure);
            }
        });
        return fresh.copy();
    }

    /** Forgets what was issued, if it is still what was used: meanwhile another call may have fetched a fresh one. */
    void forget(Holder holder, Predicate<T> wasUsed) {
        CompletableFuture<T> known = issued.get(holder);
        if (known != null && known.isDone() && !known.isCompletedExceptionally() && wasUsed.test(known.join())) {
            issued.remove(holder, known);
        }
    }
}

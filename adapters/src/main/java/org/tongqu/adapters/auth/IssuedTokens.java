package org.tongqu.adapters.auth;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What parties issued to us, until it is said to have run out. Many that need one at once ask for it once. Thread-safe.
 *
 * @param <T> what is issued
 */
final class IssuedTokens<T> {
    private final Map<Credentials, CompletableFuture<T>> issued = new ConcurrentHashMap<>();

    /** What this party issued, or what it is asked for now; a failed question is forgotten, so that the next one asks again. */
    CompletableFuture<T> get(Credentials credentials, Supplier<CompletableFuture<T>> ask) {
        CompletableFuture<T> fresh = new CompletableFuture<>();
        CompletableFuture<T> known = issued.putIfAbsent(credentials, fresh);
        if (known != null) {
            return known;
        }
        ask.get().whenComplete((token, failure) -> {
            if (failure == null) {
                fresh.complete(token);
            } else {
                issued.remove(credentials, fresh);
                fresh.completeExceptionally(failure);
            }
        });
        return fresh;
    }

    void forget(Credentials credentials) {
        CompletableFuture<T> known = issued.get(credentials);
        if (known != null && known.isDone()) {
            issued.remove(credentials, known);
        }
    }
}

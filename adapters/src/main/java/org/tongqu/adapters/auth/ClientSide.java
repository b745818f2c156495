package org.tongqu.adapters.auth;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * What a scheme has around it when we call.
 *
 * @param address of the party that is called
 * @param clock our time
 * @param random for what must not be guessed or must not repeat
 * @param errands the way to the party, for what has to be fetched first
 */
public record ClientSide(String address, Clock clock, RandomGenerator random, Errands errands) {
    /** The way to the party. */
    @FunctionalInterface
    public interface Errands {
        /**
         * Posts to a path below the party's address.
         *
         * @param path with a slash in front
         * @param headers all of them, {@code Content-Type} included
         * @param body as text, in UTF-8
         */
        CompletableFuture<Reply> post(String path, Map<String, String> headers, String body);
    }

    /** A fresh value of 128 bits in hexadecimal digits. */
    String nonce() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }
}

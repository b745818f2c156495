package org.tongqu.routes.query;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.query.Answered;

/**
 * Keeps those who ask from waiting for a provider that is away, and a slow provider from holding all threads: a circuit for each, which
 * opens when half of the last ten questions found it away and lets one through after ten seconds; and at most sixteen questions at
 * once. For this node alone. Thread-safe.
 */
final class ProviderCircuits {
    private static final int MOST_AT_ONCE = 16;

    private final CircuitBreakerConfig config;
    private final Map<PartyId, Guard> guards = new ConcurrentHashMap<>();

    ProviderCircuits(Clock clock) {
        this.config = CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(50)
                .waitDurationInOpenState(Duration.ofSeconds(10))
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordResult(Answered.Away.class::isInstance)
                .ignoreExceptions(Rejection.class) // nobody was asked
                .clock(clock)
                .build();
    }

    private record Guard(CircuitBreaker circuit, Semaphore places) {}

    /**
     * Asks, unless the provider is known to be away.
     *
     * @throws Rejection {@code TOO_FAST} if too many ask it now
     */
    Answered within(PartyId provider, Supplier<Answered> ask) {
        Guard guard = guard(provider);
        if (!guard.places().tryAcquire()) {
            throw Rejection.later(
                    ProblemCode.TOO_FAST, "As many ask this provider as it may take at once.", Duration.ofSeconds(1));
        }
        try {
            return guard.circuit().executeSupplier(ask);
        } catch (CallNotPermittedException open) {
            return new Answered.Away("PROVIDER_CIRCUIT_OPEN", "The provider was away the last times.");
        } finally {
            guard.places().release();
        }
    }

    private Guard guard(PartyId provider) {
        return guards.computeIfAbsent(
                provider, id -> new Guard(CircuitBreaker.of(id.value(), config), new Semaphore(MOST_AT_ONCE)));
    }
}

package org.tongqu.routes.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    @Test
    void noMoreThanAllowedAreInsideAndEverybodyGetsATurn() throws InterruptedException {
        Turnstile turnstile = new Turnstile(2);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(200);
        ExecutorService callers = Executors.newFixedThreadPool(20);
        for (int i = 0; i < 200; i++) {
            callers.execute(() -> {
                turnstile.pass(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.yield();
                    return inside.decrementAndGet();
                });
                done.countDown();
            });
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        callers.shutdown();
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void whoFailsInsideLeavesThePlace() {
        Turnstile turnstile = new Turnstile(1);
        assertThatThrownBy(() -> turnstile.pass(() -> {
                    throw new IllegalStateException("bad seal");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(turnstile.<String>pass(() -> "next")).isEqualTo("next");
    }
}

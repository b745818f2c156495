package org.tongqu.config.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway whose broker has stopped ends, once, unless it was stopped on purpose. */
class BrokerWatchTest {
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final AtomicBoolean active = new AtomicBoolean(true);
    private final Semaphore ended = new Semaphore(0);
    private final BrokerWatch watch = new BrokerWatch(ended::release);

    @AfterEach
    void close() {
        scheduler.shutdownNow();
    }

    @Test
    void aBrokerThatHasStoppedEndsTheProcessOnce() throws InterruptedException {
        watch.start(active::get, scheduler);
        assertThat(watch.isUp()).isTrue();

        active.set(false);

        assertThat(watch.isUp()).isFalse();
        assertThat(ended.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        watch.fail();
        assertThat(ended.availablePermits()).isZero();
        active.set(true);
        assertThat(watch.isUp()).isFalse();
    }

    @Test
    void whatIsStoppedOnPurposeIsNoFailure() {
        watch.stop();

        watch.fail();

        assertThat(ended.availablePermits()).isZero();
        assertThat(watch.isUp()).isTrue();
    }
}

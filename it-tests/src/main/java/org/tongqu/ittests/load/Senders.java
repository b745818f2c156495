package org.tongqu.ittests.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Senders in a closed loop on acceptance: each sends its next record when the sealed receipt of the last one is verified.
 * Every record is of a case of its own. A record without a sure answer is sent again, the same bytes, until it has one.
 */
final class Senders implements AutoCloseable {
    private static final long AGAIN_NANOS = 100_000_000L;

    private final String run;
    private final CaseBodies bodies;
    private final Supplier<Submission> submissions;
    private final AtomicLong numbers = new AtomicLong();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final Latencies latencies = new Latencies();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger atWork = new AtomicInteger();
    private volatile boolean running;
    private volatile boolean ended;

    Senders(String run, CaseBodies bodies, Supplier<Submission> submissions) {
        this.run = run;
        this.bodies = bodies;
        this.submissions = submissions;
    }

    /** Makes this many senders; they wait. */
    void open(int count) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::work, "sender-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Lets them send. */
    void go() {
        running = true;
        threads.forEach(LockSupport::unpark);
    }

    /** Stops them; returns when each has the answer to its last record. */
    void pause() {
        running = false;
        while (atWork.get() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Forgets the latencies so far. */
    void mark() {
        latencies.reset();
    }

    long accepted() {
        return accepted.sum();
    }

    long refused() {
        return refused.sum();
    }

    long repeated() {
        return repeated.sum();
    }

    double millis(double percent) {
        return latencies.millis(percent);
    }

    private void work() {
        try (Submission submission = submissions.get()) {
            while (!ended) {
                if (running) {
                    atWork.incrementAndGet();
                    while (running && !ended) {
                        one(submission);
                    }
                    atWork.decrementAndGet();
                } else {
                    LockSupport.parkNanos(AGAIN_NANOS);
                }
            }
        }
    }

    private void one(Submission submission) {
        long number = numbers.incrementAndGet();
        long start = System.nanoTime();
        byte[] body = bodies.body(StampedId.of(run, number, start), run + "-" + Long.toString(number, 36));
        while (!ended) {
            try {
                Submission.Outcome outcome = submission.submit(body);
                if (outcome.isAccepted()) {
                    latencies.add(System.nanoTime() - start);
                    accepted.increment();
                    return;
                }
                if (!outcome.isRetryable()) {
                    refused.increment();
                    return;
                }
            } catch (IOException e) {
                // No answer: nobody knows, so the same bytes go again.
            }
            repeated.increment();
            LockSupport.parkNanos(AGAIN_NANOS);
        }
    }

    @Override
    public void close() {
        ended = true;
        threads.forEach(LockSupport::unpark);
    }
}

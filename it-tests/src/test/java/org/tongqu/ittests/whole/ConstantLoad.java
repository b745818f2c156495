package org.tongqu.ittests.whole;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.tongqu.ittests.load.Arrival;
import org.tongqu.ittests.load.CaseBodies;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.Submission;
import org.tongqu.ittests.site.GeneratedSite;
import org.tongqu.record.PartyId;

/** So many records of 2 KiB a second from one party, each of a key of its own, and how long they take to arrive. */
final class ConstantLoad {
    private static final int SENDERS = 4;
    private static final int BASE = 36;

    private final PartyId sender;
    private final int perSecond;
    private final CaseBodies bodies;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger submitted = new AtomicInteger();
    private final AtomicInteger unaccepted = new AtomicInteger();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private ScheduledExecutorService senders = Executors.newScheduledThreadPool(SENDERS);

    ConstantLoad(PartyId sender, int perSecond) {
        this.sender = sender;
        this.perSecond = perSecond;
        this.bodies = new CaseBodies(sender, 2_048, 2);
    }

    void start(GeneratedSite site, Clock clock) {
        senders = Executors.newScheduledThreadPool(SENDERS);
        for (int i = 0; i < SENDERS; i++) {
            Submission submission = new Submission(
                    new HttpConnection(site.port(), Duration.ofSeconds(30)),
                    site.sealer(sender, clock),
                    site.gatewaySeals());
            senders.scheduleAtFixedRate(
                    () -> one(submission), 0, TimeUnit.SECONDS.toMicros(SENDERS) / perSecond, TimeUnit.MICROSECONDS);
        }
    }

    void stop() {
        senders.shutdown();
        await().atMost(Duration.ofSeconds(60)).until(senders::isTerminated);
    }

    /** One of its records has arrived. */
    void arrived(Arrival arrival) {
        String id = arrival.id();
        latencies.add(arrival.at() - Long.parseLong(id.substring(id.lastIndexOf('-') + 1), BASE));
    }

    /** How many were sent. */
    int submitted() {
        return submitted.get();
    }

    /** How many of them without a receipt. */
    int unaccepted() {
        return unaccepted.get();
    }

    /** How long each took that has arrived since this was last asked, from the start of its sending, in nanoseconds, sorted. */
    List<Long> takeLatencies() {
        List<Long> taken = latencies.stream().sorted().toList();
        latencies.clear();
        return taken;
    }

    private void one(Submission submission) {
        String number = Long.toString(numbers.incrementAndGet(), BASE);
        submitted.incrementAndGet();
        try {
            byte[] body = bodies.body("l-" + number + "-" + Long.toString(System.nanoTime(), BASE), "L-" + number);
            if (!submission.submit(body).isAccepted()) {
                unaccepted.incrementAndGet();
            }
        } catch (IOException e) {
            unaccepted.incrementAndGet();
        }
    }
}

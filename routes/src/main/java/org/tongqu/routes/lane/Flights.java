package org.tongqu.routes.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.port.Channel;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Repeat;
import org.tongqu.routes.delivery.SealedDelivery;
import org.tongqu.routes.step.Incidents;

/**
 * The deliveries that are with their parties: at most so many at once in each lane, without a thread for any of them. Answers
 * are handed on together, as many as have come, by a few threads of its own. What is in flight is known to the ledger as
 * SENDING; if the process dies here, its lease or the next start decides. Thread-safe.
 */
final class Flights {
    private static final int MOST_LANDING_TOGETHER = 64;
    private static final Duration LOOK_UP = Duration.ofMillis(100);
    /** So often a lane whose turn is over looks for a place in vain before it gives up: others wait for its threads. */
    private static final int LOOKS_WHILE_LEAVING = 3;

    private final Map<PartyId, Seats> lanes = new ConcurrentHashMap<>();
    private final Set<Attempted> inFlight = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Attempted> landed = new LinkedBlockingQueue<>();
    /** Places being taken or held: who stops waits for them too, since what is sent on them is in flight only a moment later. */
    private final AtomicInteger boarding = new AtomicInteger();

    private final List<Thread> landing;
    private final Channel channel;
    private final LaneBoard board;
    private final Consumer<List<Attempted>> conclude;
    private final Incidents incidents;
    private volatile boolean closing;
    private volatile boolean closed;

    /**
     * @param channel sends
     * @param board knows which party is away
     * @param threads how many hand on what came back
     * @param conclude is handed what came back
     * @param incidents is told if it throws
     */
    Flights(Channel channel, LaneBoard board, int threads, Consumer<List<Attempted>> conclude, Incidents incidents) {
        this.channel = channel;
        this.board = board;
        this.conclude = conclude;
        this.incidents = incidents;
        this.landing = IntStream.rangeClosed(1, threads)
                .mapToObj(number -> new Thread(this::land, "tongqu-landing-" + number))
                .toList();
        landing.forEach(thread -> thread.setDaemon(true));
    }

    void start() {
        landing.forEach(Thread::start);
    }

    /**
     * Takes places with a party; waits until there is one, and takes more if they are free.
     *
     * @param lane whose
     * @param atOnce how many places there are; if they are fewer than before, those over it that are taken are not given again
     * @param most how many to take
     * @return none if nothing is to be sent: the party went away meanwhile, the lane's turn is over, or the lanes stop
     */
    Places take(PartyId lane, int atOnce, int most) {
        Semaphore free = lanes.computeIfAbsent(lane, id -> new Seats()).ofWhichThereAre(atOnce);
        Places taken = new Places(free);
        try {
            for (int inVain = 0; !isOff(lane) && !(board.isLeaving(lane) && inVain >= LOOKS_WHILE_LEAVING); inVain++) {
                if (free.tryAcquire(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS)) {
                    taken.left++;
                    while (taken.left < most && free.tryAcquire()) {
                        taken.left++;
                    }
                    if (!isOff(lane)) {
                        return taken;
                    }
                    taken.giveBack();
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return taken;
    }

    /** Sends on one of these places and returns at once; the answer frees it. */
    void begin(Places places, SealedDelivery sealed, Party party, Endpoint.Push endpoint) {
        Semaphore free = places.use();
        Attempted attempted = new Attempted(sealed, endpoint, send(sealed, party, endpoint));
        inFlight.add(attempted);
        attempted.answer().whenComplete((answer, failure) -> {
            if (answer instanceof Answer.Away || answer instanceof Answer.Unknown) {
                // Before the place is free: who waits for it need not try in vain.
                board.partyAway(party.id());
            }
            free.release();
            landed.add(attempted);
            inFlight.remove(attempted);
        });
    }

    private boolean isOff(PartyId lane) {
        return closing || board.isPartyAway(lane);
    }

    /** Where the party can be asked, it is asked first what became of a delivery of which something may have left. */
    private CompletableFuture<Answer> send(SealedDelivery sealed, Party party, Endpoint.Push endpoint) {
        try {
            return sealed.isKept() && endpoint.repeat() == Repeat.BY_QUERY
                    ? channel.ask(sealed.claim(), party)
                            .thenCompose(known -> known.map(CompletableFuture::completedFuture)
                                    .orElseGet(() -> channel.send(sealed.claim(), sealed.body(), party)))
                    : channel.send(sealed.claim(), sealed.body(), party);
        } catch (RuntimeException | Error fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private void land() {
        while (!closed || !landed.isEmpty()) {
            try {
                Attempted first = landed.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Attempted> together = new ArrayList<>(List.of(first));
                    landed.drainTo(together, MOST_LANDING_TOGETHER - 1);
                    conclude.accept(together);
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error unexpected) {
                // This thread must go on, or nothing would be concluded any more; the leases decide about those.
                incidents.report("landing", unexpected);
            }
        }
    }

    /**
     * Sends nothing more and waits for what is in flight. What has not come back at the end of the grace is unknown and is
     * concluded as that; returns when all is concluded, or cannot be.
     */
    void close(Duration grace) {
        closing = true;
        try {
            long end = System.nanoTime() + grace.toNanos();
            while ((boarding.get() > 0 || !inFlight.isEmpty()) && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(LOOK_UP.toMillis() / 10);
            }
            inFlight.forEach(late -> late.answer()
                    .complete(new Answer.Unknown(
                            "GATEWAY_STOPPING", "The gateway stopped while the party was being called.")));
            closed = true;
            for (Thread thread : landing) {
                thread.join(grace.toMillis());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** The places of a lane, more or fewer with a new version of the site, while deliveries are out on them. */
    private static final class Seats extends Semaphore {
        private static final long serialVersionUID = 1;
        private int atOnce;

        Seats() {
            super(0, true);
        }

        synchronized Seats ofWhichThereAre(int wanted) {
            if (wanted > atOnce) {
                release(wanted - atOnce);
            } else {
                reducePermits(atOnce - wanted);
            }
            atOnce = wanted;
            return this;
        }
    }

    /** Places that were taken with a party; those not used are free again when it is closed. For one thread. */
    final class Places implements AutoCloseable {
        private final Semaphore free;
        private int left;

        private Places(Semaphore free) {
            this.free = free;
            boarding.incrementAndGet();
        }

        int left() {
            return left;
        }

        private Semaphore use() {
            left--;
            return free;
        }

        private void giveBack() {
            free.release(left);
            left = 0;
        }

        @Override
        public void close() {
            giveBack();
            boarding.decrementAndGet();
        }
    }
}

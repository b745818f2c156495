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
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.port.Channel;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.routes.delivery.SealedDelivery;

/**
 * The deliveries that are with their parties: at most so many at once in each lane, without a thread for any of them. Answers
 * are handed on together, as many as have come, by a few threads of its own. What is in flight is known to the ledger as
 * SENDING; if the process dies here, its lease or the next start decides. Thread-safe.
 */
final class Flights {
    private static final int MOST_LANDING_TOGETHER = 64;
    private static final Duration LOOK_UP = Duration.ofMillis(100);

    private final Map<PartyId, Places> places = new ConcurrentHashMap<>();
    private final Set<Attempted> inFlight = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Attempted> landed = new LinkedBlockingQueue<>();
    private final List<Thread> landing;
    private final Channel channel;
    private final LaneBoard board;
    private final Consumer<List<Attempted>> conclude;
    private volatile boolean closing;
    private volatile boolean closed;

    /**
     * @param channel sends
     * @param board knows which party is away
     * @param threads how many hand on what came back
     * @param conclude is handed what came back; must not throw
     */
    Flights(Channel channel, LaneBoard board, int threads, Consumer<List<Attempted>> conclude) {
        this.channel = channel;
        this.board = board;
        this.conclude = conclude;
        this.landing = IntStream.rangeClosed(1, threads)
                .mapToObj(number -> new Thread(this::land, "tongqu-landing-" + number))
                .toList();
        landing.forEach(thread -> thread.setDaemon(true));
    }

    void start() {
        landing.forEach(Thread::start);
    }

    /**
     * Sends as soon as there is a place.
     *
     * @return false if it came to nothing, and nothing was sent: the party went away meanwhile, or the lanes stop
     */
    boolean begin(SealedDelivery sealed, Party party, Endpoint.Push endpoint) {
        Places lane = places.compute(
                party.id(),
                (id, known) -> known != null && known.many == endpoint.consumers()
                        ? known
                        : new Places(endpoint.consumers(), new Semaphore(endpoint.consumers(), true)));
        if (!isPlaceTaken(party.id(), lane)) {
            return false;
        }
        Attempted attempted = new Attempted(sealed, endpoint, send(sealed, party));
        inFlight.add(attempted);
        attempted.answer().whenComplete((answer, failure) -> {
            if (answer instanceof Answer.Away || answer instanceof Answer.Unknown) {
                // Before the place is free: who waits for it need not try in vain.
                board.partyAway(party.id());
            }
            lane.free.release();
            landed.add(attempted);
            inFlight.remove(attempted);
        });
        return true;
    }

    private boolean isPlaceTaken(PartyId lane, Places places) {
        try {
            while (!isOff(lane)) {
                if (places.free.tryAcquire(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS)) {
                    if (!isOff(lane)) {
                        return true;
                    }
                    places.free.release();
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean isOff(PartyId lane) {
        return closing || board.isPartyAway(lane);
    }

    private CompletableFuture<Answer> send(SealedDelivery sealed, Party party) {
        try {
            return channel.send(sealed.claim(), sealed.body(), party);
        } catch (RuntimeException | Error fault) {
            return CompletableFuture.failedFuture(fault);
        }
    }

    private void land() {
        List<Attempted> together = new ArrayList<>();
        try {
            while (!closed || !landed.isEmpty()) {
                Attempted first = landed.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    together.add(first);
                    landed.drainTo(together, MOST_LANDING_TOGETHER - 1);
                    conclude.accept(List.copyOf(together));
                    together.clear();
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
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
            while (!inFlight.isEmpty() && System.nanoTime() < end) {
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

    private record Places(int many, Semaphore free) {}
}

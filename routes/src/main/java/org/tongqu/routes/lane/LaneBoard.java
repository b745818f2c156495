package org.tongqu.routes.lane;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.tongqu.record.PartyId;

/**
 * What this process knows about its lanes: which were rung and wait to be woken, when each last had work, and whether
 * its party is away. Thread-safe. A few words per lane, also of sleeping ones; nothing here is a
 * truth, the ledger's sweep makes good whatever is missed.
 */
final class LaneBoard {
    private final Map<PartyId, Entry> lanes = new ConcurrentHashMap<>();
    private final Semaphore news = new Semaphore(0);
    private final Clock clock;

    LaneBoard(Clock clock) {
        this.clock = clock;
    }

    /** So many bells of this lane are about to be put into its queue. */
    void ringing(PartyId lane, int bells) {
        entry(lane).unheard.addAndGet(bells);
    }

    /** A bell of this lane is in its queue. */
    void rung(PartyId lane) {
        Entry entry = entry(lane);
        entry.away = false;
        if (entry.rungAt == 0) {
            entry.rungAt = clock.millis();
            news.release();
        }
    }

    /** A consumer took so many bells out of the queue. */
    void heard(PartyId lane, int bells) {
        entry(lane).unheard.updateAndGet(before -> Math.max(0, before - bells));
    }

    /** Whether at least so many bells that this process rang wait in the queue, as far as is known here: another node may have heard them. */
    boolean hasUnheard(PartyId lane, int bells) {
        return entry(lane).unheard.get() >= bells;
    }

    /** The lane takes no more bells, and goes to sleep once what it has is on its way. */
    void leaves(PartyId lane) {
        entry(lane).leaving = true;
    }

    /** Whether others wait for the lane to go to sleep, or nobody needs it. */
    boolean isLeaving(PartyId lane) {
        return entry(lane).leaving;
    }

    /** The lane sleeps: how many bells it has is counted anew. */
    void sleeps(PartyId lane) {
        Entry entry = entry(lane);
        entry.unheard.set(0);
        entry.leaving = false;
    }

    /** The lane goes to the end of those that wait: others want its place, or it could not be woken. */
    void waitsAgain(PartyId lane) {
        entry(lane).rungAt = clock.millis();
    }

    /** Takes note that the lane is being served: whether it was rung since this was last asked. */
    boolean takeRung(PartyId lane) {
        Entry entry = entry(lane);
        boolean rung = entry.rungAt != 0;
        entry.rungAt = 0;
        if (rung) {
            entry.workedAt = clock.millis();
        }
        return rung;
    }

    /** Lanes that were rung and not served yet, longest waiting first. */
    List<PartyId> waiting() {
        record Waiting(PartyId lane, long since) {}
        return lanes.entrySet().stream()
                .map(e -> new Waiting(e.getKey(), e.getValue().rungAt))
                .filter(w -> w.since() != 0)
                .sorted(Comparator.comparingLong(Waiting::since))
                .map(Waiting::lane)
                .toList();
    }

    /** A bell came to a consumer, or an attempt ended. */
    void worked(PartyId lane) {
        entry(lane).workedAt = clock.millis();
    }

    /** The party is away: its lane has nothing to do until it is rung again. */
    void partyAway(PartyId lane) {
        entry(lane).away = true;
    }

    boolean isPartyAway(PartyId lane) {
        return entry(lane).away;
    }

    Duration idle(PartyId lane) {
        return Duration.ofMillis(clock.millis() - entry(lane).workedAt);
    }

    /** Waits until a lane is rung, at most this long. */
    void await(Duration longest) throws InterruptedException {
        if (news.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    private Entry entry(PartyId lane) {
        return lanes.computeIfAbsent(lane, l -> new Entry());
    }

    private static final class Entry {
        private volatile long rungAt;
        private volatile long workedAt;
        private volatile boolean away;
        private volatile boolean leaving;
        private final AtomicInteger unheard = new AtomicInteger();
    }
}

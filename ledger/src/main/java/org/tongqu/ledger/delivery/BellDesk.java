package org.tongqu.ledger.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;

/**
 * Decides whether one more bell may be rung in a lane, so that a slow lane's backlog stays in the ledger and not in the
 * broker. Counts what this node rang and answered; the sweep sets the count right from time to time. Thread-safe.
 */
public final class BellDesk {
    private final Sites sites;
    private volatile boolean isolating;
    private final Map<PartyId, AtomicInteger> outstanding = new ConcurrentHashMap<>();

    public BellDesk(Sites sites) {
        this.sites = sites;
    }

    /** Takes the right to ring once. A pull party has no queue: its bell only wakes whoever waits, as often as one likes. */
    public boolean take(PartyId lane) {
        Site site = sites.current();
        Endpoint endpoint = endpoint(site, lane);
        if (endpoint instanceof Endpoint.Pull) {
            return true;
        }
        if (isolating || endpoint instanceof Endpoint.None) {
            return false;
        }
        AtomicInteger count = count(lane);
        if (count.incrementAndGet() <= site.limits().outstandingBells()) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    /** From here on only deliveries over which a process died are rung for and claimed, one at a time; or no more. */
    void isolate(boolean now) {
        isolating = now;
    }

    boolean isIsolating() {
        return isolating;
    }

    /** A bell was answered, or not rung after all. */
    public void release(PartyId lane) {
        count(lane).updateAndGet(n -> Math.max(0, n - 1));
    }

    /** Sets the count to what the ledger says. */
    void settle(PartyId lane, int count) {
        count(lane).set(count);
    }

    Endpoint endpoint(PartyId lane) {
        return endpoint(sites.current(), lane);
    }

    /** How many more bells of this lane may be in the broker. */
    int room(PartyId lane) {
        return sites.current().limits().outstandingBells() - count(lane).get();
    }

    private static Endpoint endpoint(Site site, PartyId lane) {
        return site.party(lane).map(Party::endpoint).orElse(new Endpoint.None());
    }

    private AtomicInteger count(PartyId lane) {
        return outstanding.computeIfAbsent(lane, l -> new AtomicInteger());
    }
}

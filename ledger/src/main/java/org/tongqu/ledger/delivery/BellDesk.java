package org.tongqu.ledger.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<PartyId, Count> outstanding = new ConcurrentHashMap<>();

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
        return count(lane).take(site.limits().outstandingBells());
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
        count(lane).release();
    }

    /** Bells of this lane are taken for lost: it begins at none. */
    void reset(PartyId lane) {
        count(lane).reset();
    }

    /** What was taken and released in each lane so far. */
    Map<PartyId, Flow> flows() {
        Map<PartyId, Flow> flows = new HashMap<>();
        outstanding.forEach((lane, count) -> flows.put(lane, count.flow()));
        return flows;
    }

    /**
     * Sets the count right by what was counted in the ledger. What was taken since the counting began may be in it or not, so only as
     * much is corrected as is wrong either way.
     *
     * @param counted bells on their way
     * @param since what was taken and released before the counting began
     */
    void settle(PartyId lane, int counted, Flow since) {
        count(lane).settle(counted, since);
    }

    Endpoint endpoint(PartyId lane) {
        return endpoint(sites.current(), lane);
    }

    /** How many more bells of this lane may be in the broker. */
    int room(PartyId lane) {
        return sites.current().limits().outstandingBells() - count(lane).outstanding();
    }

    private static Endpoint endpoint(Site site, PartyId lane) {
        return site.party(lane).map(Party::endpoint).orElse(new Endpoint.None());
    }

    private Count count(PartyId lane) {
        return outstanding.computeIfAbsent(lane, l -> new Count());
    }

    /**
     * Bells of one lane since this process started.
     *
     * @param taken how often the right to ring was taken
     * @param released how often it was given back
     */
    record Flow(long taken, long released) {}

    private static final class Count {
        private int now;
        private long taken;
        private long released;

        synchronized boolean take(int limit) {
            if (now >= limit) {
                return false;
            }
            now++;
            taken++;
            return true;
        }

        synchronized void release() {
            now = Math.max(0, now - 1);
            released++;
        }

        synchronized void reset() {
            now = 0;
        }

        synchronized int outstanding() {
            return now;
        }

        synchronized Flow flow() {
            return new Flow(taken, released);
        }

        synchronized void settle(int counted, Flow since) {
            long most = counted + taken - since.taken;
            long least = Math.max(0, counted - (released - since.released));
            now = (int) Math.max(least, Math.min(most, now));
        }
    }
}

package org.tongqu.routes.inbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tongqu.record.PartyId;

/**
 * Wakes whoever waits at an inbox. Nobody holds a thread while waiting, and there are only so many waiters, in all and per party.
 * Once
 * closed, nobody waits any more. Thread-safe; calls nobody while it holds its lock.
 */
public final class InboxBell implements AutoCloseable {
    private static final int MOST_WAITERS = 2_000;
    private static final int MOST_WAITERS_PER_PARTY = 16;

    private final Map<PartyId, Inbox> inboxes = new HashMap<>();
    private int waiters;
    private boolean closed;

    /** Something can be fetched from this party's inbox. */
    public void ring(PartyId party) {
        List<Waiter> woken;
        synchronized (this) {
            Inbox inbox = inbox(party);
            inbox.rings++;
            woken = new ArrayList<>(inbox.waiters);
            woken.forEach(waiter -> remove(party, waiter));
        }
        woken.forEach(Waiter::wake);
    }

    /** How often it rang for this party; to be asked before looking into the inbox. */
    synchronized long rings(PartyId party) {
        return inbox(party).rings;
    }

    /**
     * Waits for the next ring.
     *
     * @param seen {@link #rings} before the inbox was found empty; if it rang since, the waiter is woken at once
     * @return false if too many wait already or the bell is closed; then this one does not
     */
    boolean await(PartyId party, long seen, Waiter waiter) {
        synchronized (this) {
            Inbox inbox = inbox(party);
            if (inbox.rings == seen) {
                if (closed || waiters >= MOST_WAITERS || inbox.waiters.size() >= MOST_WAITERS_PER_PARTY) {
                    return false;
                }
                inbox.waiters.add(waiter);
                waiters++;
                return true;
            }
        }
        waiter.wake();
        return true;
    }

    /** Its time is over: woken without a ring, unless it was woken before. */
    void timeOut(PartyId party, Waiter waiter) {
        synchronized (this) {
            remove(party, waiter);
        }
        waiter.wake();
    }

    /** Wakes all who wait, and lets nobody wait from here on: before the doors close, so that they need not wait for a bell. */
    @Override
    public void close() {
        List<Waiter> woken = new ArrayList<>();
        synchronized (this) {
            closed = true;
            inboxes.values().forEach(inbox -> {
                woken.addAll(inbox.waiters);
                inbox.waiters.clear();
            });
            waiters = 0;
        }
        woken.forEach(Waiter::wake);
    }

    private void remove(PartyId party, Waiter waiter) {
        if (inbox(party).waiters.remove(waiter)) {
            waiters--;
        }
    }

    private Inbox inbox(PartyId party) {
        return inboxes.computeIfAbsent(party, p -> new Inbox());
    }

    /** Somebody who waits; woken once. */
    static final class Waiter {
        private final AtomicBoolean woken = new AtomicBoolean();
        private final Runnable action;

        Waiter(Runnable action) {
            this.action = action;
        }

        void wake() {
            if (woken.compareAndSet(false, true)) {
                action.run();
            }
        }
    }

    private static final class Inbox {
        private final List<Waiter> waiters = new ArrayList<>();
        private long rings;
    }
}

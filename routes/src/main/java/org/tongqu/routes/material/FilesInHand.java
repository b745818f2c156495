package org.tongqu.routes.material;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.DeliveryId;

/**
 * How many octets of files stand in messages that are on their way, so that many lanes cannot fill the heap together. A delivery takes its
 * share when its message is made and gives it back when the attempt has ended, at the latest when its claim has. Whoever is alone gets what
 * it asks for, so no file is held up for ever. Thread-safe.
 */
public final class FilesInHand {
    /** Each octet of a file is in memory some six times: itself, in base64, in the message, in what is kept. */
    private static final int PART_OF_HEAP = 32;

    private final long most;
    private final Duration patience;
    private final Clock clock;
    private final Map<DeliveryId, Share> shares = new HashMap<>();

    FilesInHand(long most, Duration patience, Clock clock) {
        this.most = most;
        this.patience = patience;
        this.clock = clock;
    }

    /** A part of the largest heap that this process may have; who finds no room waits up to a second for others to end. */
    public static FilesInHand ofHeap(Clock clock) {
        return new FilesInHand(Runtime.getRuntime().maxMemory() / PART_OF_HEAP, Duration.ofSeconds(1), clock);
    }

    private record Share(PartyId lane, long octets, Instant until) {}

    /**
     * Takes this many octets more for a delivery.
     *
     * @throws Full if there is no room; at once if others of the same lane have some, since they are sent only after this one
     */
    public synchronized void take(ClaimedDelivery claim, long octets) {
        long end = System.nanoTime() + patience.toNanos();
        while (!fits(claim, octets)) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0 || isHeldBy(claim.lane())) {
                throw new Full();
            }
            try {
                wait(left);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new Full();
            }
        }
        shares.merge(
                claim.id(),
                new Share(claim.lane(), octets, claim.leaseUntil()),
                (before, more) -> new Share(before.lane, before.octets + more.octets, more.until));
    }

    /** An attempt has ended, whatever it came to. */
    public synchronized void letGo(ClaimedDelivery claim) {
        if (shares.remove(claim.id()) != null) {
            notifyAll();
        }
    }

    private boolean fits(ClaimedDelivery claim, long octets) {
        Instant now = clock.instant();
        shares.values().removeIf(share -> share.until.isBefore(now));
        long others = shares.entrySet().stream()
                .filter(share -> !share.getKey().equals(claim.id()))
                .mapToLong(share -> share.getValue().octets)
                .sum();
        Share own = shares.get(claim.id());
        return others == 0 || others + (own == null ? 0 : own.octets) + octets <= most;
    }

    private boolean isHeldBy(PartyId lane) {
        return shares.values().stream().anyMatch(share -> share.lane.equals(lane));
    }

    /** There is no room for a file now; the delivery goes again when others have ended. */
    public static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Full() {
            super("As many files are on their way as there is room for.", null, false, false);
        }
    }
}

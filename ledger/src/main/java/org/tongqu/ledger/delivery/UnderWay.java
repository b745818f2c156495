package org.tongqu.ledger.delivery;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.DeliveryState;

/**
 * The attempts of this node that are under way, as long as their claims hold, so that a lane whose circuit is open need not be
 * searched for them. Those of other nodes are not known here. Thread-safe.
 */
final class UnderWay {
    private final Map<UUID, Attempt> attempts = new ConcurrentHashMap<>();

    /** These heads were claimed. */
    void began(Iterable<Head> claimed) {
        claimed.forEach(head -> attempts.put(
                Objects.requireNonNull(head.token()),
                new Attempt(head.lane(), Objects.requireNonNull(head.leaseUntil()))));
    }

    /** These changes are committed. */
    void ended(Iterable<Ending> endings) {
        endings.forEach(ending -> {
            if (ending.head().state() == DeliveryState.SENDING) {
                attempts.remove(Objects.requireNonNull(ending.head().token()));
            }
        });
    }

    /** Whether a delivery of this lane is being sent. */
    boolean isAny(PartyId lane, Instant now) {
        return attempts.values().stream().anyMatch(attempt -> attempt.lane.equals(lane) && attempt.until.isAfter(now));
    }

    /** Forgets claims that no longer hold, whoever ended them. */
    void forget(Instant now) {
        attempts.values().removeIf(attempt -> !attempt.until.isAfter(now));
    }

    private record Attempt(PartyId lane, Instant until) {}
}

package org.tongqu.record.port;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.DeliveryState;

/** How the ledger is and what waits in it, for health, metrics and the status page. Thread-safe. */
public interface LedgerStatus {
    /** Whether it answers a trivial question within two seconds. */
    boolean isReachable();

    /**
     * How many deliveries are in which state, per lane and type; final ones are not counted. Those behind another of their key are
     * counted by the family of their type, {@code case.*}, since only their number is known without reading them all.
     */
    List<Waiting> waiting();

    /** Lanes whose circuit is open. */
    List<OpenCircuit> openCircuits();

    /**
     * What waits.
     *
     * @param lane the party
     * @param type the record type, or its family with {@code .*}
     * @param state a state that is not final
     * @param count how many
     * @param oldest since when the oldest waits; of those behind others, since when the oldest of these does
     */
    record Waiting(PartyId lane, String type, DeliveryState state, long count, Instant oldest) {}

    /**
     * A lane that waits for its party to come back.
     *
     * @param lane the party
     * @param since when it opened
     * @param probeAt when it is tried next
     * @param failures how many attempts failed in a row
     * @param code why; null if not known
     */
    record OpenCircuit(PartyId lane, Instant since, Instant probeAt, int failures, @Nullable String code) {}
}

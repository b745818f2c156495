package org.tongqu.record.operation;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;

/**
 * Which deliveries, all conditions together; an empty set and null mean no condition.
 *
 * @param lanes to these parties
 * @param types of these record types
 * @param subject of this business key
 * @param code in their state for this reason, as {@code PARTY_REFUSED}
 * @param states in these states; if empty the usual ones of the job's kind
 * @param acceptedFrom accepted at this time or later
 * @param acceptedUntil accepted before this time
 * @param deliveries these
 */
public record JobFilter(
        Set<PartyId> lanes,
        Set<RecordType> types,
        @Nullable String subject,
        @Nullable String code,
        Set<DeliveryState> states,
        @Nullable Instant acceptedFrom,
        @Nullable Instant acceptedUntil,
        Set<DeliveryId> deliveries) {
    /** Every delivery in the usual states. */
    public static final JobFilter ALL = new JobFilter(Set.of(), Set.of(), null, null, Set.of(), null, null, Set.of());

    /** Copies its sets. */
    public JobFilter {
        lanes = Set.copyOf(lanes);
        types = Set.copyOf(types);
        states = Set.copyOf(states);
        deliveries = Set.copyOf(deliveries);
    }
}

package org.tongqu.record.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.DeliveryState;

/**
 * What a job would be about if it were ordered now.
 *
 * @param count how many deliveries
 * @param groups how they divide, the largest first, at most 50
 */
public record JobPreview(long count, List<Group> groups) {
    /**
     * Deliveries that are alike.
     *
     * @param lane to which party
     * @param state in which state
     * @param code for which reason; null if none is known
     * @param count how many
     */
    public record Group(PartyId lane, DeliveryState state, @Nullable String code, long count) {}
}

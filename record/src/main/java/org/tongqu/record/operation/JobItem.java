package org.tongqu.record.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;

/**
 * What a job did to one delivery.
 *
 * @param number its place in the job, from 1
 * @param delivery which delivery
 * @param record of which record
 * @param lane to which party
 * @param result what was done; null while it has not come to it
 * @param at when; null while it has not come to it
 * @param found the state in which the job found it; null while it has not come to it
 * @param now the state in which it is now
 */
public record JobItem(
        long number,
        DeliveryId delivery,
        RecordId record,
        PartyId lane,
        @Nullable Result result,
        @Nullable Instant at,
        @Nullable DeliveryState found,
        DeliveryState now) {
    /** What became of it in the job. */
    public enum Result {
        /** Done. */
        DONE,
        /** It was in a state by then to which the job does nothing. */
        SKIPPED
    }
}

package org.tongqu.record.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands.
 *
 * @param order what was ordered
 * @param state how it is
 * @param createdAt when it was ordered
 * @param endedAt when it ended; null while it has not
 * @param changedBy who last paused, resumed or cancelled it; null if nobody did
 * @param total how many deliveries it is about
 * @param done to how many it was done
 * @param skipped how many were found in another state by then
 */
public record Job(
        JobOrder order,
        JobState state,
        Instant createdAt,
        @Nullable Instant endedAt,
        @Nullable String changedBy,
        long total,
        long done,
        long skipped) {
    /** How many are still to come. */
    public long left() {
        return total - done - skipped;
    }
}

package org.tongqu.record.life;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;

/**
 * Which of what is awaited counts as due.
 *
 * @param now what ends before it is overdue
 * @param reminders by {@link Awaited#what()}, how long before its end it is soon overdue; what is not named, not before it is
 * @param of whose turn it is; null for everybody's
 */
public record DueFilter(Instant now, Map<String, Duration> reminders, @Nullable PartyId of) {
    /** Copies the map. */
    public DueFilter {
        reminders = Map.copyOf(reminders);
    }
}

package org.tongqu.record.ticket;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the hotline of a site works: what it asks of those who handle tickets, and within which limits.
 *
 * @param mustSign whether a ticket has to be signed for before anything else is done with it; if not, what the handling organisation does
 *     first signs for it
 * @param mostReturns how many times a ticket may be handed back
 * @param mostExtensions how many extensions may be granted
 * @param extension by how much one extension may move the due time; null for any
 * @param limits by category and urgency, the first that fits counts
 * @param reminders by the word of a {@link TicketLimit}, how long before it ends a ticket counts as soon overdue; what is not named, not
 *     before it is
 */
public record Hotline(
        boolean mustSign,
        int mostReturns,
        int mostExtensions,
        @Nullable Within extension,
        List<Limit> limits,
        Map<String, Duration> reminders) {
    /** No signing asked for, no limits. */
    public static final Hotline WITHOUT_LIMITS =
            new Hotline(false, Integer.MAX_VALUE, Integer.MAX_VALUE, null, List.of(), Map.of());

    /** Copies the lists. */
    public Hotline {
        limits = List.copyOf(limits);
        reminders = Map.copyOf(reminders);
    }

    /** The limits of a ticket; empty if there are none for such. */
    Optional<Limit> limitOf(String category, String urgency) {
        return limits.stream().filter(limit -> limit.fits(category, urgency)).findFirst();
    }

    /**
     * The limits of some tickets.
     *
     * @param categories codes of {@code ticketCategory}; empty for every one
     * @param urgencies codes of {@code urgency}; empty for every one
     * @param sign until when it is signed for or refused, from the dispatch; null for no limit
     * @param reply the latest due time a dispatch may set; null for no limit
     */
    public record Limit(Set<String> categories, Set<String> urgencies, @Nullable Within sign, @Nullable Within reply) {
        /** Copies the sets. */
        public Limit {
            categories = Set.copyOf(categories);
            urgencies = Set.copyOf(urgencies);
        }

        private boolean fits(String category, String urgency) {
            return (categories.isEmpty() || categories.contains(category))
                    && (urgencies.isEmpty() || urgencies.contains(urgency));
        }
    }
}

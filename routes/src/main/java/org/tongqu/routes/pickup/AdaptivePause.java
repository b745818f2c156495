package org.tongqu.routes.pickup;

import java.time.Duration;
import org.tongqu.record.failure.PartnerAway;

/**
 * How long nothing is looked for: not at all where there is more, a tenth of a second after something came, and twice as long with every
 * look that found nothing. For one place; not thread-safe.
 */
final class AdaptivePause {
    static final Duration SHORTEST = Duration.ofMillis(100);
    static final Duration SHORTEST_AWAY = Duration.ofSeconds(1);
    static final Duration LONGEST_AWAY = Duration.ofSeconds(30);

    private Duration idle = SHORTEST;
    private Duration away = SHORTEST_AWAY;

    /**
     * After a look.
     *
     * @param hadSomething whether it found anything
     * @param isMore whether there is probably more
     * @param longest when nothing was there for long
     */
    Duration after(boolean hadSomething, boolean isMore, Duration longest) {
        away = SHORTEST_AWAY;
        if (isMore) {
            idle = SHORTEST;
            return Duration.ZERO;
        }
        Duration pause = hadSomething ? SHORTEST : least(idle, longest);
        idle = least(pause.multipliedBy(2), longest);
        return pause;
    }

    /** After a look that ended in {@link PartnerAway}, or could not be. */
    Duration afterFailure() {
        Duration pause = away;
        away = least(away.multipliedBy(2), LONGEST_AWAY);
        return pause;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

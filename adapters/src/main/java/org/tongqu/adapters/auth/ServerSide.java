package org.tongqu.adapters.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What a scheme has around it when we are called.
 *
 * @param clock our time
 * @param uses what this party has shown before
 */
public record ServerSide(Clock clock, Uses uses) {
    /** How far a caller's clock may be from ours: 5 minutes. */
    static final Duration MOST_SKEW = Duration.ofMinutes(5);

    /** Remembers what must count once, across nodes and restarts. */
    @FunctionalInterface
    public interface Uses {
        /**
         * Marks a value as used for a message; false if it had been used for another one. It may be forgotten at {@code until}.
         *
         * @param message what it was used for; the same again is the repeat of somebody who did not hear the answer
         */
        boolean isFirstOrSame(String value, String message, Instant until);
    }

    /** @throws NotAuthentic if a caller's time is too far from ours */
    void requireNow(Instant stated) throws NotAuthentic {
        requireNow(stated, MOST_SKEW);
    }

    /** @throws NotAuthentic if a caller's time is further from ours than this */
    void requireNow(Instant stated, Duration most) throws NotAuthentic {
        if (Duration.between(stated, clock.instant()).abs().compareTo(most) > 0) {
            throw new NotAuthentic(
                    NotAuthentic.Reason.SKEWED, "the time is more than " + most.toSeconds() + " seconds from ours");
        }
    }

    /** @throws NotAuthentic if the value was shown before with another message; only to be asked of a value that is authentic */
    void requireFirst(String value, Call call) throws NotAuthentic {
        Instant until = clock.instant().plus(MOST_SKEW.multipliedBy(2));
        if (!uses.isFirstOrSame(value, call.name() + "|" + call.message(), until)) {
            throw new NotAuthentic(NotAuthentic.Reason.REPLAYED, "the same signature came before with another message");
        }
    }
}

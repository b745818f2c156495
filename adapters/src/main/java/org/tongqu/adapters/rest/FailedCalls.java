package org.tongqu.adapters.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

/**
 * How often it failed lately to show that a call is a party's, so that nobody can guess for long: after twenty failures in a minute the
 * party's address rests until the minute is over. For this node; one entry a party. Thread-safe.
 */
final class FailedCalls {
    private static final int MOST = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<PartyId, Minute> minutes = new ConcurrentHashMap<>();

    private record Minute(Instant since, int failures) {
        boolean isOver(Instant now) {
            return Duration.between(since, now).abs().compareTo(MINUTE) >= 0;
        }
    }

    /** @throws Rejection {@code TOO_FAST} while the address rests */
    void requireFew(PartyId party, Instant now) {
        Minute minute = minutes.get(party);
        if (minute != null && minute.failures() >= MOST && !minute.isOver(now)) {
            throw Rejection.later(ProblemCode.TOO_FAST, "Authentication failed too often; wait a minute.", MINUTE);
        }
    }

    /** Counts a failure; false if so many were told of this minute that one more says nothing new. */
    boolean count(PartyId party, Instant now) {
        Minute minute = minutes.merge(
                party,
                new Minute(now, 1),
                (before, one) -> before.isOver(now) ? one : new Minute(before.since(), before.failures() + 1));
        return minute.failures() <= MOST / 4;
    }
}

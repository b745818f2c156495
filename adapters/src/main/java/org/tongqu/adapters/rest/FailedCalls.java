package org.tongqu.adapters.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

/**
 * How often it failed lately to show that a call is a party's, so that nobody can guess for long: after twenty failures in a minute
 * whoever made them, by its network address, rests until the minute is over. Others who call for this party do not rest with it. For
 * this node; a bounded number of addresses. Thread-safe.
 */
public final class FailedCalls {
    private static final int MOST = 20;
    private static final int MOST_CALLERS = 10_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<Caller, Minute> minutes = new ConcurrentHashMap<>();

    /**
     * Who says that it calls for a party.
     *
     * @param party for whom
     * @param address from where, as the connection has it
     */
    public record Caller(PartyId party, String address) {}

    private record Minute(Instant since, int failures) {
        boolean isOver(Instant now) {
            return Duration.between(since, now).abs().compareTo(MINUTE) >= 0;
        }
    }

    /** @throws Rejection {@code TOO_FAST} while the caller rests */
    public void requireFew(Caller caller, Instant now) {
        Minute minute = minutes.get(caller);
        if (minute != null && minute.failures() >= MOST && !minute.isOver(now)) {
            throw Rejection.later(ProblemCode.TOO_FAST, "Authentication failed too often; wait a minute.", MINUTE);
        }
    }

    /** Counts a failure; false if so many were told of this minute that one more says nothing new. */
    public boolean count(Caller caller, Instant now) {
        if (minutes.size() >= MOST_CALLERS) {
            minutes.values().removeIf(minute -> minute.isOver(now));
        }
        if (minutes.size() >= MOST_CALLERS && !minutes.containsKey(caller)) {
            // So many addresses at once are one attacker's; a signature is not guessed in one try each.
            return false;
        }
        Minute minute = minutes.merge(
                caller,
                new Minute(now, 1),
                (before, one) -> before.isOver(now) ? one : new Minute(before.since(), before.failures() + 1));
        return minute.failures() <= MOST / 4;
    }
}

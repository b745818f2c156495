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
 * whoever made them, by its network address, rests until the minute is over. Others who call for this party do not rest with it, unless so
 * many addresses fail at once that there is no room for one more: those that come then count as one. For this node. Thread-safe.
 */
public final class FailedCalls {
    private static final int MOST = 20;
    private static final int MOST_CALLERS = 10_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String ALL_FURTHER = "";

    private final Map<Caller, Minute> minutes = new ConcurrentHashMap<>();

    /**
     * Who says that it calls for a party.
     *
     * @param party for whom: one of the site's, or there would be as many as names can be made up
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
        Minute minute = minutes.get(known(caller));
        if (minute != null && minute.failures() >= MOST && !minute.isOver(now)) {
            throw Rejection.later(ProblemCode.TOO_FAST, "Authentication failed too often; wait a minute.", MINUTE);
        }
    }

    private Caller known(Caller caller) {
        return minutes.containsKey(caller) || minutes.size() < MOST_CALLERS
                ? caller
                : new Caller(caller.party(), ALL_FURTHER);
    }

    /** Counts a failure; false if so many were told of this minute that one more says nothing new. */
    public boolean count(Caller caller, Instant now) {
        if (minutes.size() >= MOST_CALLERS) {
            minutes.values().removeIf(minute -> minute.isOver(now));
        }
        Minute minute = minutes.merge(
                known(caller),
                new Minute(now, 1),
                (before, one) -> before.isOver(now) ? one : new Minute(before.since(), before.failures() + 1));
        return minute.failures() <= MOST / 4;
    }
}

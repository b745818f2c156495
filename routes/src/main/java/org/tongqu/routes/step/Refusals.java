package org.tongqu.routes.step;

import java.time.Duration;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;

/**
 * What a failure on a route means to whoever asked: an unreachable ledger is 503 with {@code Retry-After: 5}, anything unforeseen is
 * {@code INTERNAL} with the id of a logged incident.
 *
 * @param incidents where they are reported
 */
public record Refusals(Incidents incidents) {
    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    /** The rejection in a failure, or the one that it means. */
    public Rejection of(String route, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Rejection rejection) {
                return rejection;
            }
            if (cause instanceof LedgerUnavailable) {
                return Rejection.later(
                        ProblemCode.UNAVAILABLE, "The ledger cannot be reached; nothing was decided.", COME_AGAIN);
            }
        }
        String incident = incidents.report(route, failure);
        return new Rejection(ProblemCode.INTERNAL, "Incident " + incident + "; tell the gateway's operator this id.");
    }
}

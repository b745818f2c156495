package org.tongqu.record.operation;

import java.util.UUID;
import org.tongqu.record.delivery.DeliveryState;

/**
 * What an operator orders.
 *
 * @param job chosen by whoever asks; ordering the same job twice is one job
 * @param kind what is done
 * @param filter to which deliveries; fixed when the job is made
 * @param rate at most so many a second, 1 to 1,000
 * @param who orders it, for the record; not blank
 * @param reason why, for the record; not blank
 */
public record JobOrder(UUID job, JobKind kind, JobFilter filter, int rate, String who, String reason) {
    /** The rate if none is asked for. */
    public static final int DEFAULT_RATE = 50;

    private static final int HIGHEST_RATE = 1_000;
    private static final int LONGEST = 500;

    /** @throws IllegalArgumentException with what is wrong, if it cannot be carried out */
    public JobOrder {
        if (rate < 1 || rate > HIGHEST_RATE) {
            throw new IllegalArgumentException("rate must be 1 to " + HIGHEST_RATE);
        }
        require("who", who);
        require("reason", reason);
        for (DeliveryState state : filter.states()) {
            if (!kind.takes(state)) {
                throw new IllegalArgumentException(kind.wire() + " does nothing to a delivery that is " + state);
            }
        }
    }

    private static void require(String name, String text) {
        if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + " must be one line of 1 to " + LONGEST + " characters");
        }
    }
}

package org.tongqu.routes.lane;

import java.time.Duration;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Repeat;

/**
 * How wide a lane is: what follows from how many deliveries its party takes at once.
 *
 * @param atOnce the most that may be with the party at the same time, 1 to 16
 */
record LaneWidth(int atOnce) {
    private static final int MOST_CONSUMERS = 4;
    private static final int MOST_TOGETHER = 8;
    private static final Duration AROUND = Duration.ofSeconds(30);

    static LaneWidth of(Endpoint.Push endpoint) {
        return new LaneWidth(endpoint.consumers());
    }

    /** The most consumers of its queue. They claim and seal; none waits for an answer. */
    int consumers() {
        return Math.min(atOnce, MOST_CONSUMERS);
    }

    /** The most bells in one message of the broker. */
    int bellsTogether() {
        return Math.max(1, Math.min(atOnce / 2, MOST_TOGETHER));
    }

    /** How long a claim holds: one timeout of the endpoint, two where it is asked first, and the time to get there and to conclude. */
    static Duration lease(Endpoint.Push endpoint) {
        return exchanges(endpoint).plus(AROUND);
    }

    /** What must be left of a claim for sending to begin: those timeouts, and a third of the rest to conclude. */
    static Duration leastToSend(Endpoint.Push endpoint) {
        return exchanges(endpoint).plus(AROUND.dividedBy(3));
    }

    private static Duration exchanges(Endpoint.Push endpoint) {
        return endpoint.timeout().multipliedBy(endpoint.repeat() == Repeat.BY_QUERY ? 2 : 1);
    }
}

package org.tongqu.routes.lane;

/**
 * Makes sure that a queue exists at the broker, which creates none by itself: a bell sent to an address without a queue would be
 * dropped in silence.
 */
public interface Queues {
    /**
     * Creates the durable anycast queue unless it is there. Repeatable, thread-safe.
     *
     * @param queue its name and address
     * @throws Exception if the broker cannot be asked
     */
    void ensure(String queue) throws Exception;
}

package org.tongqu.routes.lane;

import java.util.Set;

/**
 * The broker's queues. It creates none by itself, and a bell sent to an address without a queue would be dropped in silence: so each
 * is declared before it is used.
 */
public interface Queues {
    /**
     * Creates the durable anycast queue unless it is there. Repeatable, thread-safe.
     *
     * @param queue its name and address
     * @throws Exception if the broker cannot be asked
     */
    void ensure(String queue) throws Exception;

    /**
     * The queues that hold any message.
     *
     * @param known asked for one by one, of a broker that does not tell which queues it has
     * @throws Exception if the broker cannot be asked
     */
    Set<String> holding(Set<String> known) throws Exception;
}

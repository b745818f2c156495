package org.tongqu.config.server;

import jakarta.jms.ConnectionFactory;
import java.util.SortedMap;
import org.tongqu.routes.lane.Queues;

/** The Artemis that carries the bells. Thread-safe. */
public interface Broker extends Queues, AutoCloseable {
    /** Connections to it, one per call; to be pooled by the caller. */
    ConnectionFactory connections();

    /** Its settings in force and those of its connections, as far as it tells them, by name. */
    SortedMap<String, String> settings();

    /** Whether it answered at the last look. */
    boolean isUp();

    /** Whether records are to be taken now, which for some time they may be while it is away: they are rung for later. */
    boolean mayTakeRecords();

    /** Lets it go; one of our own is stopped. */
    @Override
    void close();
}

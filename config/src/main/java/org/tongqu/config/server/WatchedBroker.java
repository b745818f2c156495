package org.tongqu.config.server;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ScheduledExecutorService;
import org.tongqu.config.embedded.EmbeddedBroker;
import org.tongqu.config.embedded.StartRefused;

/**
 * The broker inside this process; when it has stopped, the process ends.
 *
 * @param broker runs
 * @param watch ends the process
 */
record WatchedBroker(EmbeddedBroker broker, BrokerWatch watch) implements Broker {
    static WatchedBroker start(Path home, SecureRandom random, Runnable onFailure, ScheduledExecutorService watchers)
            throws StartRefused {
        BrokerWatch watch = new BrokerWatch(onFailure);
        EmbeddedBroker broker = EmbeddedBroker.start(home, random, watch::fail);
        watch.start(broker::isActive, watchers);
        return new WatchedBroker(broker, watch);
    }

    @Override
    public ConnectionFactory connections() {
        return broker.connections();
    }

    @Override
    public SortedMap<String, String> settings() {
        return broker.settings();
    }

    @Override
    public void ensure(String queue) {
        broker.ensureQueues(List.of(queue));
    }

    @Override
    public Set<String> holding(Set<String> known) {
        return broker.queuesHolding();
    }

    @Override
    public boolean isUp() {
        return watch.isUp();
    }

    @Override
    public boolean mayTakeRecords() {
        return isUp();
    }

    @Override
    public void close() {
        watch.stop();
        broker.close();
    }
}

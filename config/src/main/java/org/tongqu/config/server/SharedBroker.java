package org.tongqu.config.server;

import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQAddressExistsException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.config.embedded.BrokerConnections;
import org.tongqu.config.embedded.StartRefused;

/**
 * An Artemis that the nodes of a site share. Queues are declared over the connection; how it keeps them is set at the broker. While it
 * is away records are taken for a stated time: bells wait in memory, those that find no room there are rung by the ledger's sweep.
 */
final class SharedBroker implements Broker {
    private static final Logger LOG = LoggerFactory.getLogger(SharedBroker.class);

    private final Login login;
    private final ActiveMQConnectionFactory connections;
    private final Duration without;
    private final Clock clock;
    private @Nullable ClientSessionFactory factory;
    private @Nullable ClientSession session;
    private volatile @Nullable Instant awaySince;
    private volatile boolean closed;

    private SharedBroker(Login login, Duration without, Clock clock) {
        this.login = login;
        this.connections = BrokerConnections.to(login.url(), login.user(), login.password());
        this.without = without;
        this.clock = clock;
    }

    /**
     * Connects.
     *
     * @param without how long records are taken while it is away
     * @param clock steady
     * @throws StartRefused if it does not answer
     */
    static SharedBroker connect(Login login, Duration without, Clock clock, ScheduledExecutorService watchers)
            throws StartRefused {
        SharedBroker broker = new SharedBroker(login, without, clock);
        try {
            broker.session();
        } catch (Exception e) {
            broker.close();
            throw StartRefused.forNow(
                    "消息中间件连接不上 / the broker cannot be reached: " + login.address() + ": " + e.getMessage(), e);
        }
        watchers.scheduleWithFixedDelay(broker::look, 1, 1, TimeUnit.SECONDS);
        return broker;
    }

    @Override
    public ConnectionFactory connections() {
        return connections;
    }

    @Override
    public SortedMap<String, String> settings() {
        SortedMap<String, String> settings = new TreeMap<>(BrokerConnections.settings(connections));
        settings.putAll(
                Map.of("url", login.address(), "records-taken-without-seconds", Long.toString(without.toSeconds())));
        return settings;
    }

    @Override
    public synchronized void ensure(String queue) throws ActiveMQException {
        SimpleString name = SimpleString.of(queue);
        try {
            ensureAddress(session(), name);
            ensureQueue(session(), name);
        } catch (ActiveMQException e) {
            drop();
            throw e;
        }
    }

    private static void ensureAddress(ClientSession asking, SimpleString name) throws ActiveMQException {
        try {
            if (!asking.addressQuery(name).isExists()) {
                asking.createAddress(name, RoutingType.ANYCAST, false);
            }
        } catch (ActiveMQAddressExistsException anotherNodeWasFaster) {
            LOG.debug("address {} was made by another node at once", name);
        }
    }

    private static void ensureQueue(ClientSession asking, SimpleString name) throws ActiveMQException {
        try {
            if (!asking.queueQuery(name).isExists()) {
                asking.createQueue(QueueConfiguration.of(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true)
                        .setAutoDelete(false));
            }
        } catch (ActiveMQQueueExistsException anotherNodeWasFaster) {
            LOG.debug("queue {} was made by another node at once", name);
        }
    }

    @Override
    public synchronized Set<String> holding(Set<String> known) throws ActiveMQException {
        Set<String> holding = new HashSet<>();
        for (String queue : known) {
            if (session().queueQuery(SimpleString.of(queue)).getMessageCount() > 0) {
                holding.add(queue);
            }
        }
        return holding;
    }

    @Override
    public boolean isUp() {
        return awaySince == null;
    }

    @Override
    public boolean mayTakeRecords() {
        Instant away = awaySince;
        return away == null || clock.instant().isBefore(away.plus(without));
    }

    private synchronized void look() {
        if (closed) {
            return;
        }
        try {
            session().queueQuery(SimpleString.of("tongqu"));
            if (awaySince != null) {
                LOG.info("event=broker-back away-since={}", awaySince);
            }
            awaySince = null;
        } catch (Exception away) {
            drop();
            if (awaySince == null) {
                awaySince = clock.instant();
                LOG.error("event=broker-away effect=\"lanes pause, records are taken for {}\"", without);
            }
        }
    }

    private ClientSession session() throws ActiveMQException {
        ClientSession open = session;
        if (open != null && !open.isClosed()) {
            return open;
        }
        drop();
        try {
            ClientSessionFactory opened = connections.getServerLocator().createSessionFactory();
            factory = opened;
            open = opened.createSession(login.user(), login.password(), false, true, true, false, 0);
            session = open;
            return open;
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQException(e.getMessage(), e, ActiveMQExceptionType.NOT_CONNECTED);
        }
    }

    private void drop() {
        ClientSessionFactory old = factory;
        factory = null;
        session = null;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        drop();
        connections.close();
    }
}

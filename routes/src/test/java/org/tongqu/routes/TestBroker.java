package org.tongqu.routes;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.tongqu.record.PartyId;
import org.tongqu.routes.lane.Queues;

/**
 * A real broker as the gateway runs it: durable, nothing created by itself, redelivered at once and without end. It recognises a
 * message that comes again only among the last few.
 */
final class TestBroker implements Queues, AutoCloseable {
    static final int IDS_REMEMBERED = 10;

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final String url;
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean refusing;

    TestBroker(Path directory, int number) throws Exception {
        url = "vm://" + number;
        Configuration configuration = new ConfigurationImpl()
                .setName("test-" + number)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setSecurityEnabled(false)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .setIDCacheSize(IDS_REMEMBERED)
                .addAcceptorConfiguration("vm", url)
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setAutoCreateQueues(false)
                                .setAutoCreateAddresses(false)
                                .setAutoDeleteQueues(false)
                                .setAutoDeleteAddresses(false)
                                .setRedeliveryDelay(0)
                                .setMaxDeliveryAttempts(-1)
                                .setIDCacheSize(IDS_REMEMBERED));
        broker.setConfiguration(configuration);
        broker.start();
    }

    ConnectionFactory connections() {
        return new ActiveMQConnectionFactory(url);
    }

    /** As if the broker were away for who makes queues. */
    void refusing(boolean now) {
        refusing = now;
    }

    int refusals() {
        return refusals.get();
    }

    @Override
    public void ensure(String queue) throws Exception {
        if (refusing) {
            refusals.incrementAndGet();
            throw new IllegalStateException("away");
        }
        if (broker.getActiveMQServer().locateQueue(queue) == null) {
            broker.getActiveMQServer()
                    .createQueue(
                            QueueConfiguration.of(queue)
                                    .setRoutingType(RoutingType.ANYCAST)
                                    .setDurable(true)
                                    .setAutoCreateAddress(true),
                            true);
        }
    }

    @Override
    public Set<String> holding(Set<String> known) {
        return Stream.of(broker.getActiveMQServer().getActiveMQServerControl().getQueueNames())
                .filter(name -> broker.getActiveMQServer().locateQueue(name).getMessageCount() > 0)
                .collect(Collectors.toSet());
    }

    long messages(PartyId lane) {
        Queue queue = broker.getActiveMQServer().locateQueue("lane." + lane);
        return queue == null ? 0 : queue.getMessageCount();
    }

    long consumers(PartyId lane) {
        Queue queue = broker.getActiveMQServer().locateQueue("lane." + lane);
        return queue == null ? 0 : queue.getConsumerCount();
    }

    /** Puts any text into a lane's queue, as a foreign or late sender would. */
    void put(PartyId lane, String text) throws Exception {
        put(lane, session -> session.createTextMessage(text));
    }

    /** Puts anything into a lane's queue. */
    void put(PartyId lane, Making message) throws Exception {
        ensure("lane." + lane);
        try (Connection connection = connections().createConnection();
                Session session = connection.createSession()) {
            session.createProducer(session.createQueue("lane." + lane)).send(message.in(session));
        }
    }

    /** Makes a message. */
    interface Making {
        Message in(Session session) throws JMSException;
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}

package org.tongqu.config.embedded;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** How the gateway connects to a broker, whichever it is: what it sends is on the disk when it goes on, and no object is unpacked. */
public final class BrokerConnections {
    private BrokerConnections() {}

    /** Connections to this broker, one per call; to be pooled by the caller. */
    public static ActiveMQConnectionFactory to(String url, String user, String password) {
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(url, user, password);
        connections.setBlockOnDurableSend(true);
        connections.setBlockOnAcknowledge(true);
        connections.setCallTimeout(10_000);
        connections.setConsumerWindowSize(64 * 1024);
        connections.setDeserializationDenyList("*");
        return connections;
    }

    /** What they are set to, by name. */
    public static SortedMap<String, String> settings(ActiveMQConnectionFactory connections) {
        return new TreeMap<>(Map.of(
                "client-block-on-durable-send", Boolean.toString(connections.isBlockOnDurableSend()),
                "client-block-on-acknowledge", Boolean.toString(connections.isBlockOnAcknowledge()),
                "client-call-timeout-millis", Long.toString(connections.getCallTimeout()),
                "client-consumer-window-bytes", Integer.toString(connections.getConsumerWindowSize()),
                "client-deserialization-deny-list", String.valueOf(connections.getDeserializationDenyList())));
    }
}

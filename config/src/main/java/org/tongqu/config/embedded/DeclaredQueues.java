package org.tongqu.config.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues of a broker as they are to be: durable, each under an address of its own name, for any number of consumers, passing
 * on all that comes in the order in which it came. What the broker keeps about a queue has no checksum: a bit that flipped can
 * give it another address, no room or no consumer, or take its address away, and the broker would start with it.
 *
 * @param server runs
 */
record DeclaredQueues(ActiveMQServer server) {
    private static final Logger LOG = LoggerFactory.getLogger(DeclaredQueues.class);

    /** Removes the queues that are not as they are to be, with what is in them: the ledger rings again. */
    void removeDamaged() throws Exception {
        List<Queue> damaged = all().filter(queue -> !isAsDeclared(queue.getQueueConfiguration()))
                .toList();
        for (Queue queue : damaged) {
            LOG.error(
                    "event=broker-queue-damaged queue={} effect=\"removed, the ledger rings again\"", queue.getName());
            server.destroyQueue(queue.getName(), null, false);
        }
    }

    /** Gives each queue its address again if it is gone or leads elsewhere: nobody could read from the queue, which is whole. */
    void restoreAddresses() throws Exception {
        for (Queue queue : all().toList()) {
            AddressInfo address = server.getAddressInfo(queue.getName());
            if (address == null || !address.getRoutingTypes().contains(RoutingType.ANYCAST)) {
                LOG.error("event=broker-address-damaged queue={} effect=\"restored\"", queue.getName());
                ensureAddress(queue.getName().toString());
            }
        }
    }

    /**
     * Removes the messages that a client may not be able to receive: what is no text any more, since only texts are sent, and a text
     * with a length that leads beyond its end. A consumer would get no further than the first of them. What rang in them is missing
     * then, and the ledger rings again.
     */
    void removeUnreadableMessages() throws Exception {
        for (Queue queue : all().toList()) {
            List<Long> unreadable = new ArrayList<>();
            try (LinkedListIterator<MessageReference> messages = queue.browserIterator()) {
                while (messages.hasNext()) {
                    Message message = messages.next().getMessage();
                    if (!isReadable(message.toCore())) {
                        unreadable.add(message.getMessageID());
                    }
                }
            }
            for (long message : unreadable) {
                queue.deleteReference(message);
            }
            if (!unreadable.isEmpty()) {
                LOG.error(
                        "event=broker-messages-damaged queue={} messages={} effect=\"removed, the ledger rings again\"",
                        queue.getName(),
                        unreadable.size());
            }
        }
    }

    private static boolean isReadable(ICoreMessage message) {
        try {
            message.getPropertyNames();
            TextMessageUtil.readBodyText(message.getReadOnlyBodyBuffer());
            return message.getType() == Message.TEXT_TYPE;
        } catch (RuntimeException damaged) {
            return false;
        }
    }

    private void ensureAddress(String name) throws Exception {
        server.addOrUpdateAddressInfo(new AddressInfo(name).addRoutingType(RoutingType.ANYCAST));
    }

    /** Makes this queue unless it is there, and its address. */
    void ensure(String name) throws Exception {
        ensureAddress(name);
        server.createQueue(
                QueueConfiguration.of(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true)
                        .setAutoCreateAddress(false)
                        .setAutoDelete(false),
                true);
    }

    /** All there are. */
    Stream<Queue> all() {
        return server.getPostOffice()
                .getAllBindings()
                .filter(LocalQueueBinding.class::isInstance)
                .map(binding -> ((LocalQueueBinding) binding).getQueue());
    }

    private static boolean isAsDeclared(QueueConfiguration queue) {
        SimpleString filter = queue.getFilterString();
        return queue.getName().equals(queue.getAddress())
                && queue.getRoutingType() == RoutingType.ANYCAST
                && queue.isDurable()
                && queue.isEnabled()
                && (filter == null || filter.isEmpty())
                && takesAll(queue)
                && givesAll(queue);
    }

    private static boolean takesAll(QueueConfiguration queue) {
        return queue.getRingSize() == -1
                && !queue.isLastValue()
                && !queue.isPurgeOnNoConsumers()
                && !queue.isAutoDelete();
    }

    private static boolean givesAll(QueueConfiguration queue) {
        return queue.getMaxConsumers() == -1
                && queue.getConsumersBeforeDispatch() == 0
                && queue.getDelayBeforeDispatch() == -1
                && !queue.isExclusive()
                && !queue.isNonDestructive();
    }
}

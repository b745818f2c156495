package org.tongqu.config.embedded;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * What a running broker and its connections are set to. A setting of addresses is told for all that there are but that of the
 * broker's own notifications: where two differ, both values stand there.
 *
 * @param server runs
 * @param client makes the connections to it
 */
record BrokerSettings(ActiveMQServer server, ActiveMQConnectionFactory client) {
    SortedMap<String, String> inForce() {
        SortedMap<String, String> settings = new TreeMap<>();
        durability(settings);
        access(settings);
        addresses(settings);
        failures(settings);
        settings.putAll(BrokerConnections.settings(client));
        return settings;
    }

    private void durability(SortedMap<String, String> settings) {
        Configuration broker = server.getConfiguration();
        put(settings, "persistence", broker.isPersistenceEnabled());
        put(settings, "journal-directory", broker.getJournalLocation());
        put(settings, "journal-type", broker.getJournalType());
        put(settings, "journal-sync-transactional", broker.isJournalSyncTransactional());
        put(settings, "journal-sync-non-transactional", broker.isJournalSyncNonTransactional());
        put(settings, "journal-datasync", broker.isJournalDatasync());
        put(settings, "large-message-sync", broker.isLargeMessageSync());
        put(settings, "delivery-count-persisted-before-delivery", broker.isPersistDeliveryCountBeforeDelivery());
        put(settings, "id-cache-size", broker.getIDCacheSize());
        put(settings, "id-cache-persisted", broker.isPersistIDCache());
        put(
                settings,
                "queues-not-durable",
                server.getPostOffice()
                        .getAllBindings()
                        .filter(binding -> binding instanceof LocalQueueBinding local
                                && !local.getQueue().isDurable())
                        .count());
    }

    private void access(SortedMap<String, String> settings) {
        Configuration broker = server.getConfiguration();
        put(settings, "security", server.getSecurityStore().isSecurityEnabled());
        put(settings, "jmx", broker.isJMXManagementEnabled());
        put(
                settings,
                "acceptors",
                server.getRemotingService().getAcceptors().values().stream()
                        .map(acceptor -> acceptor.getClass().getSimpleName())
                        .sorted()
                        .collect(Collectors.joining(" ")));
        put(
                settings,
                "cluster-connections",
                server.getClusterManager().getClusterConnections().size());
        put(
                settings,
                "cluster-password-well-known",
                ActiveMQDefaultConfiguration.getDefaultClusterPassword().equals(broker.getClusterPassword()));
    }

    private void addresses(SortedMap<String, String> settings) {
        put(settings, "auto-create-queues", ofAddresses(AddressSettings::isAutoCreateQueues));
        put(settings, "auto-create-addresses", ofAddresses(AddressSettings::isAutoCreateAddresses));
        put(settings, "auto-delete-queues", ofAddresses(AddressSettings::isAutoDeleteQueues));
        put(settings, "auto-delete-addresses", ofAddresses(AddressSettings::isAutoDeleteAddresses));
        put(settings, "send-to-dead-letters-on-no-route", ofAddresses(AddressSettings::isSendToDLAOnNoRoute));
        put(
                settings,
                "send-own-notifications-to-dead-letters",
                server.getAddressSettingsRepository()
                        .getMatch(notifications().toString())
                        .isSendToDLAOnNoRoute());
        put(settings, "dead-letter-address", ofAddresses(AddressSettings::getDeadLetterAddress));
        put(settings, "dead-letter-queue", ofAddresses(address -> kind(address.getDeadLetterAddress())));
        put(settings, "expiry-address", ofAddresses(AddressSettings::getExpiryAddress));
        put(settings, "expiry-queue", ofAddresses(address -> kind(address.getExpiryAddress())));
        put(settings, "max-delivery-attempts", ofAddresses(AddressSettings::getMaxDeliveryAttempts));
        put(settings, "redelivery-delay-millis", ofAddresses(AddressSettings::getRedeliveryDelay));
        put(settings, "address-id-cache-size", ofAddresses(AddressSettings::getIDCacheSize));
        put(settings, "address-full-policy", ofAddresses(AddressSettings::getAddressFullMessagePolicy));
        put(settings, "address-max-bytes", ofAddresses(AddressSettings::getMaxSizeBytes));
        put(settings, "page-full-policy", ofAddresses(AddressSettings::getPageFullMessagePolicy));
        put(settings, "page-limit-bytes", ofAddresses(AddressSettings::getPageLimitBytes));
        put(settings, "disk-full-policy", ofAddresses(AddressSettings::getDiskFullMessagePolicy));
    }

    private void failures(SortedMap<String, String> settings) {
        Configuration broker = server.getConfiguration();
        put(settings, "min-disk-free-bytes", broker.getMinDiskFree());
        put(settings, "global-max-bytes", broker.getGlobalMaxSize());
        put(settings, "critical-analyzer", server.getCriticalAnalyzer().isMeasuring());
        put(settings, "critical-analyzer-policy", broker.getCriticalAnalyzerPolicy());
        put(
                settings,
                "critical-analyzer-timeout-millis",
                server.getCriticalAnalyzer().getTimeout(TimeUnit.MILLISECONDS));
    }

    private String ofAddresses(Function<AddressSettings, Object> setting) {
        return server.getPostOffice().getAddresses().stream()
                .filter(address -> !address.equals(notifications()))
                .map(address -> server.getAddressSettingsRepository().getMatch(address.toString()))
                .map(setting)
                .map(String::valueOf)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private SimpleString notifications() {
        return server.getConfiguration().getManagementNotificationAddress();
    }

    private String kind(SimpleString address) {
        Queue queue = server.locateQueue(address);
        return queue == null ? "missing" : queue.isDurable() ? "durable" : "not durable";
    }

    private static void put(SortedMap<String, String> settings, String name, Object value) {
        settings.put(name, String.valueOf(value));
    }
}

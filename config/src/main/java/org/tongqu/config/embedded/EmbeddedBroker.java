package org.tongqu.config.embedded;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker inside this process: journal on disk, every send synced, reached from within this JVM only, with a password that
 * lives as long as the process. Queues exist only if declared. It carries bells, never bodies: what it loses, the ledger rings
 * again. Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String USER = "gateway";
    private static final String DEAD_LETTERS = "dead-letters";
    private static final String EXPIRED = "expired";
    private static final String NOTIFICATIONS = ActiveMQDefaultConfiguration.getDefaultManagementNotificationAddress()
            .toString();
    private static final String JOURNAL = "journal";
    private static final String BINDINGS = "bindings";
    private static final String LARGE = "large";
    private static final String PAGING = "paging";
    private static final List<String> FOLDERS = List.of(JOURNAL, BINDINGS, LARGE, PAGING);
    private static final long MIN_DISK_FREE = 32L << 20;
    private static final long LANE_IN_MEMORY = 16L << 20;
    private static final long LANE_ON_DISK = 256L << 20;
    private static final long GLOBAL_IN_MEMORY = 64L << 20;

    private final EmbeddedActiveMQ broker;
    private final ActiveMQConnectionFactory connections;

    private EmbeddedBroker(EmbeddedActiveMQ broker, ActiveMQConnectionFactory connections) {
        this.broker = broker;
        this.connections = connections;
    }

    /**
     * Starts the broker. A journal that it cannot read is set aside, as {@code unreadable-1} and so on below its home, and begun anew: what
     * was in it are bells only, and the ledger rings again. So is a queue that a
     * damaged journal made another one, and a message that nobody could receive.
     *
     * @param home holds the journal
     * @param onFailure called once if the journal cannot be written any more; the broker is then of no use
     * @throws StartRefused if it does not come up
     */
    public static EmbeddedBroker start(Path home, SecureRandom random, Runnable onFailure) throws StartRefused {
        return start(home, random, onFailure, MIN_DISK_FREE);
    }

    /** As {@link #start(Path, SecureRandom, Runnable)}, and takes no message with less free space than this, in octets. */
    static EmbeddedBroker start(Path home, SecureRandom random, Runnable onFailure, long minDiskFree)
            throws StartRefused {
        Optional<EmbeddedBroker> started = tried(home, random, onFailure, minDiskFree);
        if (started.isPresent()) {
            return started.get();
        }
        Path aside = setAside(home);
        LOG.error("event=broker-journal-unreadable effect=\"begun anew, the ledger rings again\" kept={}", aside);
        return tried(home, random, onFailure, minDiskFree)
                .orElseThrow(() -> new StartRefused("消息中间件没有启动，见日志 / the broker did not come up, see the log"));
    }

    /** What it could not read is kept for whoever wants to know why; inside of its folder, which may be a disk of its own. */
    private static Path setAside(Path home) throws StartRefused {
        try {
            Path aside = Files.createDirectory(home.resolve("unreadable-" + nextNumber(home)));
            for (String folder : FOLDERS) {
                if (Files.exists(home.resolve(folder))) {
                    Files.move(home.resolve(folder), aside.resolve(folder));
                }
            }
            return aside;
        } catch (IOException e) {
            throw new StartRefused("消息日志无法移开 / the broker's journal cannot be moved aside: " + home, e);
        }
    }

    private static int nextNumber(Path home) {
        int number = 1;
        while (Files.exists(home.resolve("unreadable-" + number))) {
            number++;
        }
        return number;
    }

    /** Empty if it cannot work with what is there. */
    private static Optional<EmbeddedBroker> tried(
            Path home, SecureRandom random, Runnable onFailure, long minDiskFree) {
        String password = secret(random);
        String url = "vm://" + random.nextInt(1, Integer.MAX_VALUE);
        SecurityConfiguration users = new SecurityConfiguration(Map.of(USER, password), Map.of(USER, List.of(USER)));
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ()
                .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        try {
            broker.setConfiguration(configuration(home, url, secret(random), minDiskFree));
            broker.createActiveMQServer();
            broker.getActiveMQServer().registerIOCriticalErrorListener((code, message, file) -> {
                LOG.error("event=broker-io-failure message=\"{}\" file={}", message, file);
                onFailure.run();
            });
            broker.start();
            if (!broker.getActiveMQServer().isActive()) {
                stop(broker);
                return Optional.empty();
            }
            EmbeddedBroker started = new EmbeddedBroker(broker, BrokerConnections.to(url, USER, password));
            started.queues().removeDamaged();
            started.queues().restoreAddresses();
            started.queues().removeUnreadableMessages();
            started.ensureQueues(List.of(DEAD_LETTERS, EXPIRED));
            return Optional.of(started);
        } catch (Exception e) {
            LOG.error("event=broker-not-started", e);
            stop(broker);
            return Optional.empty();
        }
    }

    /** Connections to it, one per call; to be pooled by the caller. */
    public ConnectionFactory connections() {
        return connections;
    }

    /** Its settings in force and those of its connections, by name. */
    public SortedMap<String, String> settings() {
        return new BrokerSettings(broker.getActiveMQServer(), connections).inForce();
    }

    /** Whether it takes messages. */
    public boolean isActive() {
        ActiveMQServer server = broker.getActiveMQServer();
        return server.isActive() && server.getState() == ActiveMQServer.SERVER_STATE.STARTED;
    }

    /**
     * Declares durable queues; those that are there stay as they are.
     *
     * @throws IllegalStateException if the broker is not active
     */
    public void ensureQueues(Collection<String> names) {
        for (String name : names) {
            try {
                queues().ensure(name);
            } catch (Exception e) {
                throw new IllegalStateException("queue " + name + " cannot be declared", e);
            }
        }
    }

    /** The queues that hold any message. */
    public Set<String> queuesHolding() {
        return queues().all()
                .filter(queue -> queue.getMessageCount() > 0)
                .map(queue -> queue.getName().toString())
                .collect(Collectors.toUnmodifiableSet());
    }

    DeclaredQueues queues() {
        return new DeclaredQueues(broker.getActiveMQServer());
    }

    /** Stops it; what it has acknowledged is on disk. */
    @Override
    public void close() {
        connections.close();
        stop(broker);
    }

    private static void stop(EmbeddedActiveMQ broker) {
        try {
            broker.stop();
        } catch (Exception e) {
            LOG.warn("event=broker-stop-failed reason=\"{}\"", e.getMessage());
        }
    }

    private static String secret(SecureRandom random) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private static Configuration configuration(Path home, String url, String clusterPassword, long minDiskFree)
            throws Exception {
        return new ConfigurationImpl()
                .setName("tongqu")
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(home.resolve(JOURNAL).toString())
                .setBindingsDirectory(home.resolve(BINDINGS).toString())
                .setLargeMessagesDirectory(home.resolve(LARGE).toString())
                .setPagingDirectory(home.resolve(PAGING).toString())
                .setCreateJournalDir(true)
                .setCreateBindingsDir(true)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalDatasync(true)
                .setLargeMessageSync(true)
                .setJournalFileSize(4 * 1024 * 1024)
                .setJournalMinFiles(2)
                .setSecurityEnabled(true)
                // There is no cluster; its well-known password would be one all the same.
                .setClusterPassword(clusterPassword)
                .setJMXManagementEnabled(false)
                .setIDCacheSize(200_000)
                .setPersistIDCache(true)
                .setMinDiskFree(minDiskFree)
                .setGlobalMaxSize(GLOBAL_IN_MEMORY)
                .setThreadPoolMaxSize(30)
                .setScheduledThreadPoolMaxSize(3)
                .setCriticalAnalyzer(true)
                .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.SHUTDOWN)
                .setCriticalAnalyzerTimeout(30_000)
                .putSecurityRoles(
                        "#", Set.of(new Role(USER, true, true, false, false, false, false, false, true, false, false)))
                .addAddressSetting("#", lanes())
                // Nobody asked to be told of every consumer; dead letters are for what was sent.
                .addAddressSetting(NOTIFICATIONS, lanes().setSendToDLAOnNoRoute(false))
                .addAcceptorConfiguration("in-vm", url);
    }

    private static AddressSettings lanes() {
        return new AddressSettings()
                .setAutoCreateQueues(false)
                .setAutoCreateAddresses(false)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                .setExpiryAddress(SimpleString.of(EXPIRED))
                .setSendToDLAOnNoRoute(true)
                .setRedeliveryDelay(0)
                // A lane rolls back only while the ledger is away, which may last; the ledger counts attempts itself.
                .setMaxDeliveryAttempts(-1)
                .setMaxSizeBytes(LANE_IN_MEMORY)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setPageLimitBytes(LANE_ON_DISK)
                .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
                .setIDCacheSize(200_000);
    }
}

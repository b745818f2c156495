package org.tongqu.ittests.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.tongqu.config.embedded.PostgresBinaries;
import org.tongqu.config.embedded.PostgresServer;
import org.tongqu.config.embedded.StartRefused;

/**
 * A PostgreSQL and an Artemis as the operators of a larger site run them for several nodes: on ports of their own, with durable files.
 * The broker is set as {@code docs/operate.md} asks for. Not thread-safe.
 */
public final class SharedServers implements AutoCloseable {
    /** The broker's user. */
    public static final String BROKER_USER = "tongqu";

    private final Path folder;
    private final PostgresServer postgres;
    private final int brokerPort;
    private EmbeddedActiveMQ broker;

    private SharedServers(Path folder, PostgresServer postgres, int brokerPort) {
        this.folder = folder;
        this.postgres = postgres;
        this.brokerPort = brokerPort;
        this.broker = startBroker();
    }

    /** Starts both; their files lie in this folder. */
    public static SharedServers start(Path folder) {
        try {
            Files.createDirectories(folder);
            secret(folder.resolve("broker-password"));
            secret(folder.resolve("master-key"));
            PostgresServer postgres = PostgresServer.start(
                    PostgresBinaries.unpackedBelow(folder.resolve("programs")),
                    folder.resolve("postgres"),
                    new SecureRandom());
            return new SharedServers(folder, postgres, ListeningPort.next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StartRefused e) {
            throw new IllegalStateException(e);
        }
    }

    private static void secret(Path file) throws IOException {
        byte[] octets = new byte[16];
        new SecureRandom().nextBytes(octets);
        Files.writeString(file, HexFormat.of().formatHex(octets));
        Program.run("chmod", "600", file.toString());
    }

    /** Where the database listens. */
    public int postgresPort() {
        return Integer.parseInt(postgres.jdbcUrl().replaceFirst("^.*:([0-9]+)/.*$", "$1"));
    }

    /** Where the broker listens. */
    public int brokerPort() {
        return brokerPort;
    }

    /**
     * What the site file of a node says of them.
     *
     * @param toPostgres the port at which this node finds the database
     * @param toBroker the port at which it finds the broker
     */
    public String yaml(int toPostgres, int toBroker) {
        return """
                storage: {master-key: "file:%s"}
                database: {url: "jdbc:postgresql://127.0.0.1:%d/tongqu", user: %s, password: "file:%s"}
                broker: {url: "tcp://127.0.0.1:%d", user: %s, password: "file:%s"}
                """
                .formatted(
                        folder.resolve("master-key"),
                        toPostgres,
                        PostgresServer.USER,
                        folder.resolve("postgres/password"),
                        toBroker,
                        BROKER_USER,
                        folder.resolve("broker-password"));
    }

    /** The database, read behind the gateways' back. */
    public LedgerReading ledger() {
        return new LedgerReading(folder.resolve("postgres"));
    }

    /** {@code kill -9} of the database; it is started again at once and is there when this returns. */
    public void killPostgres() {
        ledger().postmasterPid().flatMap(ProcessHandle::of).ifPresent(postmaster -> {
            postmaster.descendants().toList().forEach(ProcessHandle::destroyForcibly);
            postmaster.destroyForcibly();
            postmaster.onExit().join();
        });
        try {
            postgres.ensureRunning();
        } catch (StartRefused e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops the broker. */
    public void stopBroker() {
        try {
            broker.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not stop", e);
        }
    }

    /** Starts it again, with its journal or without. */
    public void restartBroker(boolean withJournal) {
        if (!withJournal) {
            Program.run("rm", "-rf", folder.resolve("broker").toString());
        }
        broker = startBroker();
    }

    private EmbeddedActiveMQ startBroker() {
        try {
            String password =
                    Files.readString(folder.resolve("broker-password")).strip();
            SecurityConfiguration users =
                    new SecurityConfiguration(Map.of(BROKER_USER, password), Map.of(BROKER_USER, List.of(BROKER_USER)));
            EmbeddedActiveMQ started = new EmbeddedActiveMQ()
                    .setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
            started.setConfiguration(configuration(folder.resolve("broker")));
            started.start();
            return started;
        } catch (Exception e) {
            throw new IllegalStateException("the broker does not start", e);
        }
    }

    private Configuration configuration(Path home) throws Exception {
        return new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalDirectory(home.resolve("journal").toString())
                .setBindingsDirectory(home.resolve("bindings").toString())
                .setLargeMessagesDirectory(home.resolve("large").toString())
                .setPagingDirectory(home.resolve("paging").toString())
                .setJournalFileSize(4 << 20)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(false)
                .setIDCacheSize(200_000)
                .addAcceptorConfiguration("nodes", "tcp://127.0.0.1:" + brokerPort)
                .putSecurityRoles(
                        "lane.#",
                        Set.of(new Role(BROKER_USER, true, true, true, false, false, false, false, true, true, false)))
                .addAddressSetting(
                        "lane.#",
                        new AddressSettings()
                                .setAutoCreateQueues(false)
                                .setAutoCreateAddresses(false)
                                .setAutoDeleteQueues(false)
                                .setAutoDeleteAddresses(false)
                                .setDeadLetterAddress(SimpleString.of("DLQ"))
                                .setRedeliveryDelay(0)
                                .setMaxDeliveryAttempts(-1)
                                .setIDCacheSize(200_000));
    }

    @Override
    public void close() {
        stopBroker();
        postgres.close();
    }
}

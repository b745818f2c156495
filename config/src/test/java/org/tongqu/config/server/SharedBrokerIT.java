package org.tongqu.config.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.config.SetClock;
import org.tongqu.config.embedded.StartRefused;

/** A broker of others that makes no queue by itself, as it should be set. */
class SharedBrokerIT {
    private static final Duration WITHOUT = Duration.ofHours(1);
    private static final String LANE = "lane.990101.tax";

    private final ScheduledExecutorService watchers = Executors.newSingleThreadScheduledExecutor();
    private final SetClock clock = new SetClock();

    @TempDir
    private Path folder;

    private int port;
    private EmbeddedActiveMQ server;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        startServer();
    }

    private void startServer() throws Exception {
        server = new EmbeddedActiveMQ();
        server.setConfiguration(new ConfigurationImpl()
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port)
                .addAddressSetting(
                        "#", new AddressSettings().setAutoCreateAddresses(false).setAutoCreateQueues(false)));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        watchers.shutdownNow();
        server.stop();
    }

    @Test
    void aQueueIsDeclaredOnceByHoweverManyAndToldWhenItHoldsAnything() throws Exception {
        try (SharedBroker broker = connect();
                SharedBroker ofAnotherNode = connect()) {
            broker.ensure(LANE);
            broker.ensure(LANE);
            ofAnotherNode.ensure(LANE);
            assertThat(broker.holding(Set.of(LANE, "lane.990101.gas"))).isEmpty();

            try (Connection connection = broker.connections().createConnection();
                    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                session.createProducer(session.createQueue(LANE)).send(session.createTextMessage("ring"));
            }
            assertThat(ofAnotherNode.holding(Set.of(LANE, "lane.990101.gas"))).containsExactly(LANE);
            assertThat(broker.settings()).containsEntry("url", "tcp://127.0.0.1:" + port);
        }
    }

    @Test
    void recordsAreTakenForAnHourWithoutItAndAgainOnceItIsBack() throws Exception {
        try (SharedBroker broker = connect()) {
            server.stop();
            Awaitility.await().until(() -> !broker.isUp());
            clock.pass(WITHOUT.minusMillis(1));
            assertThat(broker.mayTakeRecords()).isTrue();
            clock.pass(Duration.ofMillis(1));
            assertThat(broker.mayTakeRecords()).isFalse();

            startServer();
            Awaitility.await().until(broker::isUp);
            assertThat(broker.mayTakeRecords()).isTrue();
            broker.ensure(LANE);
        }
    }

    @Test
    void oneThatDoesNotAnswerIsNoStart() throws Exception {
        server.stop();
        assertThatThrownBy(this::connect)
                .isInstanceOfSatisfying(StartRefused.class, refused -> assertThat(refused.isForNow())
                        .isTrue())
                .hasMessageContaining("the broker cannot be reached")
                .hasMessageNotContaining("not-told")
                .hasMessageNotContaining("retryInterval");
    }

    private SharedBroker connect() throws StartRefused {
        return SharedBroker.connect(
                new Login("tcp://127.0.0.1:" + port + "?retryInterval=100", "tongqu", "not-told"),
                WITHOUT,
                clock,
                watchers);
    }
}

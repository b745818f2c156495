package org.tongqu.config.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
    private static final int MORE_THAN_BY_DEFAULT = 15;

    @TempDir
    Path data;

    private Path home;

    @BeforeEach
    void name() {
        home = data.resolve("broker");
    }

    @Test
    void whatWasSentIsThereAfterARestart() throws Exception {
        try (EmbeddedBroker broker = start()) {
            broker.ensureQueues(List.of("lane.990101.tax"));
            try (JMSContext context = broker.connections().createContext()) {
                context.createProducer().send(context.createQueue("lane.990101.tax"), "bell");
            }
        }
        try (EmbeddedBroker broker = start()) {
            broker.ensureQueues(List.of("lane.990101.tax"));
            try (JMSContext context = broker.connections().createContext()) {
                Message message = context.createConsumer(context.createQueue("lane.990101.tax"))
                        .receive(5000);
                assertThat(message.getBody(String.class)).isEqualTo("bell");
            }
        }
    }

    @Test
    void whatIsNoTextIsRemovedAtTheStartAndWhatIsBehindItComes() throws Exception {
        try (EmbeddedBroker broker = start()) {
            broker.ensureQueues(List.of("lane.990101.tax", "lane.990101.water"));
            try (JMSContext context = broker.connections().createContext()) {
                Queue tax = context.createQueue("lane.990101.tax");
                context.createProducer().send(tax, new byte[] {0, 1}).send(tax, "bell");
                context.createProducer().send(context.createQueue("lane.990101.water"), Map.of("bell", 1));
                context.createProducer().send(context.createQueue("dead-letters"), Map.of("told", 1));
                awaitHolding(broker, "dead-letters", "lane.990101.tax", "lane.990101.water");
            }
        }
        try (EmbeddedBroker broker = start();
                JMSContext context = broker.connections().createContext()) {
            awaitHolding(broker, "lane.990101.tax");
            Message first = context.createConsumer(context.createQueue("lane.990101.tax"))
                    .receive(5000);
            assertThat(first.getBody(String.class)).isEqualTo("bell");
        }
    }

    @Test
    void aJournalThatCannotBeReadIsSetAsideAndBegunAnew() throws Exception {
        start().close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".bindings")).toList()) {
                Files.delete(file);
                Files.createDirectory(file);
            }
        }
        try (EmbeddedBroker broker = start()) {
            assertThat(broker.isActive()).isTrue();
            assertThat(broker.connections().createContext()).isNotNull();
        }
        assertThat(home.resolve("unreadable-1/journal")).isDirectory();
    }

    @Test
    void aQueueNobodyDeclaredDoesNotExist() throws Exception {
        try (EmbeddedBroker broker = start();
                JMSContext context = broker.connections().createContext()) {
            assertThatThrownBy(() -> context.createProducer().send(context.createQueue("lane.990101.nobody"), "bell"))
                    .isInstanceOf(JMSRuntimeException.class);
        }
    }

    @Test
    void whoAsksForAQueueNobodyDeclaredMakesNone() throws Exception {
        try (EmbeddedBroker broker = start();
                JMSContext context = broker.connections().createContext()) {
            assertThatThrownBy(() -> context.createConsumer(context.createQueue("lane.990101.nobody")))
                    .isInstanceOf(JMSRuntimeException.class);
            assertThatThrownBy(() -> context.createBrowser(context.createQueue("lane.990101.nobody")))
                    .isInstanceOf(JMSRuntimeException.class);
            assertThatThrownBy(() -> context.createProducer().send(context.createQueue("lane.990101.nobody"), "bell"))
                    .isInstanceOf(JMSRuntimeException.class);
            awaitHolding(broker);

            broker.ensureQueues(List.of("lane.990101.nobody"));
            context.createProducer().send(context.createQueue("lane.990101.nobody"), "bell");
            awaitHolding(broker, "lane.990101.nobody");
        }
    }

    /** A queue counts a message a moment after its sender is answered. */
    private static void awaitHolding(EmbeddedBroker broker, String... queues) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.queuesHolding()).containsExactlyInAnyOrder(queues));
    }

    @Test
    void aFullDiskFailsASendAtOnce() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(home, new SecureRandom(), () -> {}, Long.MAX_VALUE);
                JMSContext context = broker.connections().createContext()) {
            broker.ensureQueues(List.of("lane.990101.tax"));
            // It looks at the disk every five seconds.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertTimeout(Duration.ofSeconds(3), () -> assertThatThrownBy(
                                    () -> context.createProducer().send(context.createQueue("lane.990101.tax"), "bell"))
                            .isInstanceOf(JMSRuntimeException.class)
                            .hasMessageContaining("is full")));
        }
    }

    @Test
    void withoutAQueueForDeadLettersWhatIsGivenBackAgainAndAgainStaysWhereItIs() throws Exception {
        try (EmbeddedBroker broker = start();
                JMSContext context = broker.connections().createContext(JMSContext.SESSION_TRANSACTED)) {
            broker.ensureQueues(List.of("lane.990101.tax"));
            broker.queues().server().destroyQueue(SimpleString.of("dead-letters"), null, false);
            Queue lane = context.createQueue("lane.990101.tax");
            context.createProducer().send(lane, "first").send(lane, "second");
            context.commit();

            JMSConsumer consumer = context.createConsumer(lane);
            for (int attempt = 1; attempt <= MORE_THAN_BY_DEFAULT; attempt++) {
                Message given = consumer.receive(5000);
                assertThat(given.getBody(String.class)).isEqualTo("first");
                assertThat(given.getIntProperty("JMSXDeliveryCount")).isEqualTo(attempt);
                context.rollback();
            }

            assertThat(consumer.receive(5000).getBody(String.class)).isEqualTo("first");
            assertThat(consumer.receive(5000).getBody(String.class)).isEqualTo("second");
            context.commit();
            assertThatThrownBy(() -> context.createProducer().send(context.createQueue("lane.990101.nobody"), "bell"))
                    .isInstanceOf(JMSRuntimeException.class);
        }
    }

    @Test
    void aJournalThatFindsNoRoomFailsOnceAndHasAllItAcknowledgedWhenThereIsRoomAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(data.resolve("disk"))) {
            home = disk.root().resolve("broker");
            Semaphore failures = new Semaphore(0);
            AtomicInteger acknowledged = new AtomicInteger();
            try (EmbeddedBroker broker = EmbeddedBroker.start(home, new SecureRandom(), failures::release, 1);
                    JMSContext context = broker.connections().createContext()) {
                broker.ensureQueues(List.of("lane.990101.tax"));
                disk.fill();
                Queue lane = context.createQueue("lane.990101.tax");
                assertThatThrownBy(() -> {
                            while (true) {
                                context.createProducer().send(lane, acknowledged.get() + "-" + "x".repeat(50_000));
                                acknowledged.incrementAndGet();
                            }
                        })
                        .isInstanceOf(JMSRuntimeException.class);
                assertThat(failures.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(failures.availablePermits()).isZero();
            assertThat(acknowledged).hasPositiveValue();

            disk.free();
            try (EmbeddedBroker broker = start();
                    JMSContext context = broker.connections().createContext()) {
                JMSConsumer consumer = context.createConsumer(context.createQueue("lane.990101.tax"));
                for (int number = 0; number < acknowledged.get(); number++) {
                    assertThat(consumer.receive(5000).getBody(String.class)).startsWith(number + "-");
                }
            }
        }
    }

    @Test
    void nobodyEntersWithoutThePassword() throws Exception {
        try (EmbeddedBroker broker = start();
                ActiveMQConnectionFactory stranger = new ActiveMQConnectionFactory(
                        ((ActiveMQConnectionFactory) broker.connections())
                                .toURI()
                                .toString(),
                        "gateway",
                        "guess")) {
            assertThatThrownBy(stranger::createContext).isInstanceOf(JMSSecurityRuntimeException.class);
        }
    }

    @Test
    void aStoppedBrokerIsNotActive() throws Exception {
        EmbeddedBroker broker = start();
        assertThat(broker.isActive()).isTrue();

        broker.close();

        assertThat(broker.isActive()).isFalse();
    }

    private EmbeddedBroker start() throws StartRefused {
        return EmbeddedBroker.start(home, new SecureRandom(), () -> {});
    }
}

package org.tongqu.routes.lane;

import jakarta.jms.ConnectionFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.springframework.core.task.support.TaskExecutorAdapter;

/**
 * How all lanes consume. The broker's own transaction per message, which the route reads by itself, one bounded pool of threads for every
 * lane: a consumer gives its thread back after a few messages, so that no lane holds the pool for itself.
 */
final class LaneComponent implements AutoCloseable {
    static final String NAME = "lanes";
    /** Four of each lane that is awake at once, as many as there are unless the site says otherwise. */
    private static final int MOST_THREADS = 128;

    private static final int MESSAGES_PER_TURN = 50;

    private final ThreadPoolExecutor consumers;
    private final JmsComponent component;

    LaneComponent(ConnectionFactory connections) {
        AtomicInteger number = new AtomicInteger();
        consumers = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "tongqu-lane-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        consumers.allowCoreThreadTimeOut(true);
        component = new JmsComponent(configuration(connections));
    }

    JmsComponent component() {
        return component;
    }

    private JmsConfiguration configuration(ConnectionFactory connections) {
        JmsConfiguration jms = new JmsConfiguration(connections);
        // Without the transaction a message is acknowledged before the route runs and lost if it fails.
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        jms.setConcurrentConsumers(1);
        jms.setMaxMessagesPerTask(MESSAGES_PER_TURN);
        jms.setReceiveTimeout(200);
        jms.setRecoveryInterval(1_000);
        jms.setTaskExecutor(new TaskExecutorAdapter(consumers));
        // A container waits up to the receive timeout for its consumers; the keeper must not wait with it.
        jms.setAsyncStopListener(true);
        jms.setDisableReplyTo(true);
        // A message that is no bell must not fail before the route begins: then it would come again and again.
        jms.setMapJmsMessage(false);
        jms.setObjectMessageEnabled(false);
        jms.setTransferException(false);
        jms.setTransferExchange(false);
        // The only failure that gets this far is an unreachable ledger, and that has been logged.
        jms.setErrorHandlerLoggingLevel(LoggingLevel.DEBUG);
        jms.setErrorHandlerLogStackTrace(false);
        return jms;
    }

    /** Waits until the consumers have let go of the broker; they do so within the receive timeout. */
    @Override
    public void close() {
        consumers.shutdown();
        try {
            if (!consumers.awaitTermination(5, TimeUnit.SECONDS)) {
                consumers.shutdownNow();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}

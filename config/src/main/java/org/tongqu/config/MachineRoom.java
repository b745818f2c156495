package org.tongqu.config;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.tongqu.config.embedded.EmbeddedBroker;
import org.tongqu.config.embedded.PostgresBinaries;
import org.tongqu.config.embedded.PostgresServer;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.embedded.Workers;
import org.tongqu.config.version.SiteVersions;
import org.tongqu.config.watch.BrokerWatch;
import org.tongqu.config.watch.ClockWatch;
import org.tongqu.config.watch.DatabaseWatch;
import org.tongqu.config.watch.DiskWatch;
import org.tongqu.config.watch.SteadyClock;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.routes.lane.Queues;

/** What the gateway stands on: time, chance, the site, disk, database and broker. */
@Configuration(proxyBeanMethods = false)
class MachineRoom {
    private static final int DATABASE_CONNECTIONS = 24;
    private static final int BROKER_CONNECTIONS = 4;
    private static final int SESSIONS = 500;

    @Bean
    IncidentIds incidentIds() {
        return () -> UUID.randomUUID().toString();
    }

    /** The machine's clock: by it seals and certificates are judged. */
    @Bean
    @Primary
    Clock clock() {
        return Clock.systemUTC();
    }

    /** By it leases, deadlines and retries go. */
    @Bean
    SteadyClock steadyClock(Clock clock) {
        return new SteadyClock(clock);
    }

    @Bean
    ClockWatch clockWatch(SteadyClock steadyClock, MeterRegistry meters, ScheduledExecutorService watchers) {
        ClockWatch watch = new ClockWatch(steadyClock, meters);
        watch.start(watchers);
        return watch;
    }

    @Bean
    SecureRandom random() {
        return new SecureRandom();
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService scheduler() {
        return Executors.newScheduledThreadPool(4, Workers.named("tongqu-schedule"));
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService watchers() {
        return Executors.newScheduledThreadPool(3, Workers.named("tongqu-watch"));
    }

    @Bean
    SiteVersions siteVersions(GatewayOptions options) {
        return options.versions();
    }

    /** Before database and broker: on a full disk they start with the room that the ballast gives. */
    @Bean
    DiskWatch diskWatch(GatewayOptions options, ScheduledExecutorService watchers) throws IOException {
        List<Path> folders = List.of(
                options.data().root(), options.path(GatewayOptions.DATABASE), options.path(GatewayOptions.BROKER));
        for (Path folder : folders) {
            Files.createDirectories(folder);
        }
        DiskWatch watch = DiskWatch.of(
                folders, options.versions().loaded().settings().storage().minFreeDisk());
        watch.start(watchers);
        return watch;
    }

    @Bean
    PostgresServer postgres(GatewayOptions options, DiskWatch watchedFromBefore, SecureRandom random)
            throws StartRefused, IOException {
        PostgresBinaries binaries = PostgresBinaries.unpackedBelow(options.path(GatewayOptions.PROGRAMS));
        return PostgresServer.start(binaries, options.path(GatewayOptions.DATABASE), random);
    }

    @Bean(destroyMethod = "stop")
    DatabaseWatch databaseWatch(PostgresServer postgres, ScheduledExecutorService watchers) {
        DatabaseWatch watch = new DatabaseWatch(postgres);
        watch.start(watchers);
        return watch;
    }

    @Bean
    HikariDataSource database(PostgresServer postgres, DatabaseWatch watchedUntilClosed) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("ledger");
        pool.setJdbcUrl(postgres.jdbcUrl());
        pool.setUsername(PostgresServer.USER);
        pool.setPassword(postgres.password());
        pool.setMaximumPoolSize(DATABASE_CONNECTIONS);
        pool.setMinimumIdle(4);
        pool.setConnectionTimeout(Duration.ofSeconds(2).toMillis());
        pool.setValidationTimeout(Duration.ofSeconds(1).toMillis());
        pool.setMaxLifetime(Duration.ofMinutes(30).toMillis());
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("connectTimeout", "2");
        pool.addDataSourceProperty("socketTimeout", "30");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        return new HikariDataSource(pool);
    }

    @Bean
    EmbeddedBrokerWithWatch broker(
            GatewayOptions options, DiskWatch watchedFromBefore, SecureRandom random, ScheduledExecutorService watchers)
            throws StartRefused {
        return EmbeddedBrokerWithWatch.start(options, random, watchers);
    }

    @Bean
    BrokerWatch brokerWatch(EmbeddedBrokerWithWatch broker) {
        return broker.watch();
    }

    @Bean
    Queues queues(EmbeddedBrokerWithWatch broker) {
        return new BrokerQueues(broker.broker());
    }

    @Bean(destroyMethod = "stop")
    JmsPoolConnectionFactory connections(EmbeddedBrokerWithWatch broker) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        ConnectionFactory unpooled = broker.broker().connections();
        pool.setConnectionFactory(unpooled);
        pool.setMaxConnections(BROKER_CONNECTIONS);
        pool.setMaxSessionsPerConnection(SESSIONS);
        pool.setConnectionIdleTimeout(0);
        return pool;
    }

    /** The queues of the embedded broker. */
    private record BrokerQueues(EmbeddedBroker broker) implements Queues {
        @Override
        public void ensure(String queue) {
            broker.ensureQueues(List.of(queue));
        }

        @Override
        public Set<String> holding() {
            return broker.queuesHolding();
        }
    }

    /**
     * The broker with what watches over it: each needs the other.
     *
     * @param broker the broker
     * @param watch ends the process when the broker has stopped
     */
    record EmbeddedBrokerWithWatch(EmbeddedBroker broker, BrokerWatch watch) implements AutoCloseable {
        static EmbeddedBrokerWithWatch start(
                GatewayOptions options, SecureRandom random, ScheduledExecutorService watchers) throws StartRefused {
            BrokerWatch watch = new BrokerWatch(options.onBrokerFailure());
            EmbeddedBroker broker = EmbeddedBroker.start(options.path(GatewayOptions.BROKER), random, watch::fail);
            watch.start(broker::isActive, watchers);
            return new EmbeddedBrokerWithWatch(broker, watch);
        }

        @Override
        public void close() {
            watch.stop();
            broker.close();
        }
    }
}

package org.tongqu.config;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.embedded.Workers;
import org.tongqu.config.server.Broker;
import org.tongqu.config.server.Database;
import org.tongqu.config.server.Servers;
import org.tongqu.config.version.SiteVersions;
import org.tongqu.config.watch.ClockWatch;
import org.tongqu.config.watch.DiskWatch;
import org.tongqu.config.watch.SteadyClock;
import org.tongqu.ledger.setup.NodeRun;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.security.key.PrivateFile;

/** What the gateway stands on: time, chance, the site, disk, database and broker. */
@Configuration(proxyBeanMethods = false)
class MachineRoom {
    private static final int DATABASE_CONNECTIONS = 24;
    private static final int BROKER_CONNECTIONS = 4;
    private static final int SESSIONS = 500;
    private static final int NODE_NAME_OCTETS = 8;

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

    @Bean
    Servers servers(GatewayOptions options, SecureRandom random, ScheduledExecutorService watchers) {
        return new Servers(
                options.versions().loaded().settings().shared(), options.data().root(), random, watchers);
    }

    /** Before database and broker: on a full disk they start with the room that the ballast gives. */
    @Bean
    DiskWatch diskWatch(Servers servers, GatewayOptions options, ScheduledExecutorService watchers) throws IOException {
        DiskWatch watch = DiskWatch.of(
                servers.folders(),
                options.versions().loaded().settings().storage().minFreeDisk());
        watch.start(watchers);
        return watch;
    }

    /** This run of this node; the node keeps its name in the data directory. */
    @Bean
    NodeRun node(GatewayOptions options, SecureRandom random) {
        byte[] name = PrivateFile.openOrCreateSecret(options.path("node"), NODE_NAME_OCTETS, random);
        return new NodeRun(HexFormat.of().formatHex(name), UUID.randomUUID().toString());
    }

    @Bean
    Database database(Servers servers, DiskWatch watchedFromBefore, NodeRun node, SteadyClock clock)
            throws StartRefused, IOException {
        return servers.database(node.node(), clock);
    }

    @Bean
    HikariDataSource connectionsToDatabase(Database database) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("ledger");
        pool.setJdbcUrl(database.jdbcUrl());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(DATABASE_CONNECTIONS);
        pool.setMinimumIdle(4);
        pool.setConnectionTimeout(Duration.ofSeconds(2).toMillis());
        pool.setValidationTimeout(Duration.ofSeconds(1).toMillis());
        pool.setMaxLifetime(Duration.ofMinutes(30).toMillis());
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("connectTimeout", "2");
        pool.addDataSourceProperty("socketTimeout", "30");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("options", Database.OPTIONS);
        return new HikariDataSource(pool);
    }

    @Bean
    Broker broker(Servers servers, DiskWatch watchedFromBefore, GatewayOptions options, SteadyClock clock)
            throws StartRefused {
        return servers.broker(options.onBrokerFailure(), clock);
    }

    @Bean(destroyMethod = "stop")
    JmsPoolConnectionFactory connectionsToBroker(Broker broker) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(broker.connections());
        pool.setMaxConnections(BROKER_CONNECTIONS);
        pool.setMaxSessionsPerConnection(SESSIONS);
        pool.setConnectionIdleTimeout(0);
        return pool;
    }
}

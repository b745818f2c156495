package org.tongqu.config;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tongqu.adapters.dialect.MessageFormat;
import org.tongqu.adapters.push.RestPush;
import org.tongqu.adapters.rest.ClearPasswords;
import org.tongqu.adapters.rest.PublicAddress;
import org.tongqu.adapters.soap.SoapSettings;
import org.tongqu.config.dialect.TrialOnRecords;
import org.tongqu.config.server.Broker;
import org.tongqu.config.server.Database;
import org.tongqu.config.settings.HttpServerSettings;
import org.tongqu.config.settings.JvmSettings;
import org.tongqu.config.settings.SettingsInForce;
import org.tongqu.config.watch.AlarmWatch;
import org.tongqu.config.watch.BrokerComparison;
import org.tongqu.config.watch.DiskWatch;
import org.tongqu.config.watch.RuleFailureCounts;
import org.tongqu.config.watch.SteadyClock;
import org.tongqu.config.watch.TransitionLog;
import org.tongqu.config.watch.WaitingMeters;
import org.tongqu.ledger.PostgresLedger;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.DialectTrial;
import org.tongqu.record.port.EffectiveSettings;
import org.tongqu.record.port.LedgerStatus;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.record.port.Watchdog;
import org.tongqu.routes.Routes;

/** What operators see: log, metrics, health, settings. */
@Configuration(proxyBeanMethods = false)
class OperationsRoom {
    @Bean
    RuleFailureCounts ruleFailures(Clock clock) {
        return new RuleFailureCounts(clock);
    }

    @Bean
    BrokerComparison brokerComparison(MeterRegistry meters) {
        return new BrokerComparison(meters);
    }

    @Bean
    TransitionLog transitions(MeterRegistry meters, RuleFailureCounts ruleFailures, BrokerComparison brokerComparison) {
        return new TransitionLog(meters, ruleFailures, brokerComparison);
    }

    @Bean
    WaitingMeters waitingMeters(
            LedgerStatus status, MeterRegistry meters, SteadyClock clock, ScheduledExecutorService watchers) {
        WaitingMeters waiting = new WaitingMeters(status, meters, clock);
        waiting.start(watchers);
        return waiting;
    }

    @Bean
    AlarmWatch alarmWatch(
            Watchdog watchdog, MeterRegistry meters, SteadyClock clock, ScheduledExecutorService watchers) {
        AlarmWatch watch = new AlarmWatch(watchdog, meters, clock);
        watch.start(watchers);
        return watch;
    }

    @Bean
    DialectTrial dialectTrial(Sites sites, PostgresLedger ledger) {
        return new TrialOnRecords(sites, ledger.samples());
    }

    @Bean
    UnmappedCodes unmappedCodes(PostgresLedger ledger) {
        return ledger.unmapped();
    }

    @Bean
    EffectiveSettings effectiveSettings(
            Broker broker,
            Routes routes,
            RestPush push,
            ServletWebServerApplicationContext context,
            LifecycleProperties lifecycle,
            Sites sites,
            ClearPasswords passwords,
            PublicAddress address,
            SoapSettings soap) {
        HttpServerSettings server = new HttpServerSettings(context, sites, passwords, address);
        return new SettingsInForce(Map.ofEntries(
                Map.entry("broker", broker::settings),
                Map.entry("camel", routes::settings),
                Map.entry("http-client", push::settings),
                Map.entry("http-operators", server::operators),
                Map.entry("http-parties", server::parties),
                Map.entry("http-parties-tls", server::tls),
                Map.entry("json", StrictJson::settings),
                Map.entry("jvm", JvmSettings::inForce),
                Map.entry("soap", soap::inForce),
                Map.entry(
                        "spring",
                        () -> new TreeMap<>(Map.of(
                                "shutdown-timeout-seconds",
                                Long.toString(
                                        lifecycle.getTimeoutPerShutdownPhase().toSeconds())))),
                Map.entry("xml", MessageFormat::xmlSettings)));
    }

    /** A shared broker that is away does not take the gateway out of service as long as records are taken without it. */
    @Bean
    HealthIndicator brokerHealthIndicator(Broker broker) {
        return () ->
                (broker.isUp() ? Health.up() : broker.mayTakeRecords() ? Health.status("LOW") : Health.down()).build();
    }

    @Bean
    HealthIndicator ledgerHealthIndicator(Database database, LedgerStatus status) {
        return health(() -> database.isUp() && status.isReachable());
    }

    /** A low disk closes the intake and does not take the gateway out of service: lanes and inboxes are to drain. */
    @Bean
    HealthIndicator diskHealthIndicator(DiskWatch disk) {
        return () -> (disk.isFull() ? Health.status("LOW") : Health.up()).build();
    }

    /** Lanes never take the gateway out of service: a party that is away concerns that party only. */
    @Bean
    HealthIndicator lanesHealthIndicator(WaitingMeters meters) {
        return () -> meters.latest()
                .map(lanes -> Health.up()
                        .withDetail("away", lanes.away())
                        .withDetail("waiting", lanes.waiting())
                        .withDetail("held", lanes.held())
                        .withDetail("parked", lanes.parked())
                        .withDetail("unknown", lanes.unknown())
                        .withDetail("at", lanes.at().toString())
                        .build())
                .orElseGet(() -> Health.up().build());
    }

    private static HealthIndicator health(BooleanSupplier up) {
        return () -> (up.getAsBoolean() ? Health.up() : Health.down()).build();
    }
}

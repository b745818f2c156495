package org.tongqu.console;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tongqu.record.port.BrokerStatus;
import org.tongqu.record.port.DialectTrial;
import org.tongqu.record.port.EffectiveSettings;
import org.tongqu.record.port.LedgerStatus;
import org.tongqu.record.port.MachineStatus;
import org.tongqu.record.port.OperatorJobs;
import org.tongqu.record.port.PickUpLedger;
import org.tongqu.record.port.QueryTrail;
import org.tongqu.record.port.RecordLedger;
import org.tongqu.record.port.RuleStatus;
import org.tongqu.record.port.SiteControl;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.record.port.Watchdog;

/**
 * The console as a whole: import it into an application with Spring MVC that has a bean of each port named here, a {@link
 * Clock} and an {@link AdminToken}. It answers for {@code /} and {@code /admin/v1/}; whoever imports it must offer these paths
 * on the loopback address only.
 */
@Configuration(proxyBeanMethods = false)
public class ConsoleRoom {
    @Bean
    StatusPage statusPage(
            Sites sites, LedgerStatus status, Watchdog watchdog, MachineStatus machine, RuleStatus rules, Clock clock) {
        return new StatusPage(sites, status, watchdog, machine, rules, clock);
    }

    @Bean
    AdminApi adminApi(
            AdminToken token,
            Sites sites,
            LedgerStatus status,
            BrokerStatus broker,
            Watchdog watchdog,
            RecordLedger records,
            OperatorJobs jobs,
            SiteControl control,
            EffectiveSettings settings) {
        return new AdminApi(new AdminGuard(token), sites, status, broker, watchdog, records, jobs, control, settings);
    }

    @Bean
    OverdueApi overdueApi(AdminToken token, RecordLedger records, Sites sites, Clock clock) {
        return new OverdueApi(new AdminGuard(token), records, sites, clock);
    }

    @Bean
    QueriesApi queriesApi(AdminToken token, QueryTrail trail) {
        return new QueriesApi(new AdminGuard(token), trail);
    }

    @Bean
    DialectsApi dialectsApi(AdminToken token, DialectTrial trial, UnmappedCodes unmapped) {
        return new DialectsApi(new AdminGuard(token), trial, unmapped);
    }

    @Bean
    PickUpsApi pickUpsApi(AdminToken token, PickUpLedger pickUps) {
        return new PickUpsApi(new AdminGuard(token), pickUps);
    }

    @Bean
    JobsApi jobsApi(AdminToken token, OperatorJobs jobs) {
        return new JobsApi(new AdminGuard(token), jobs);
    }
}

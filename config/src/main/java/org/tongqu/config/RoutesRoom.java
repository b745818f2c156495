package org.tongqu.config;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tongqu.config.watch.SteadyClock;
import org.tongqu.ledger.PostgresLedger;
import org.tongqu.record.port.AdmissionLedger;
import org.tongqu.record.port.BlindIndex;
import org.tongqu.record.port.Channel;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.FileAddresses;
import org.tongqu.record.port.Inbox;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.PartnerFiles;
import org.tongqu.record.port.PickUp;
import org.tongqu.record.port.Provider;
import org.tongqu.record.port.Queries;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.Transitions;
import org.tongqu.routes.Routes;
import org.tongqu.routes.lane.JmsBells;
import org.tongqu.routes.lane.Queues;

/** The way of a record. */
@Configuration(proxyBeanMethods = false)
class RoutesRoom {
    private static final int LANES_MAY_TAKE_SECONDS = 20;

    @Bean
    JmsBells bells(Sites sites, JmsPoolConnectionFactory connections, Queues queues, SteadyClock clock) {
        return new JmsBells(sites, connections, queues, clock);
    }

    /** Ends the waiting at the inboxes first of all, or the doors would stay open as long as somebody waits there. */
    @Bean
    SmartLifecycle inboxWaiting(JmsBells bells) {
        return new InboxWaiting(bells.inboxes());
    }

    /** Started and stopped by {@link Routes}; nothing of the environment, the network or JMX reaches it. */
    @Bean(destroyMethod = "")
    CamelContext camel() {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.setLoadTypeConverters(false);
        camel.getShutdownStrategy().setTimeout(LANES_MAY_TAKE_SECONDS);
        return camel;
    }

    @Bean
    Routes routes(
            CamelContext camel,
            Sites sites,
            SealVerifier verifier,
            Sealer sealer,
            Digests digests,
            BlindIndex blindIndex,
            AdmissionLedger admissions,
            DeliveryLedger deliveries,
            PostgresLedger ledger,
            Channel channel,
            Provider provider,
            PartnerFiles partnerFiles,
            IntakeGate gate,
            FileAddresses fileAddresses,
            List<PickUp> pickUps,
            Transitions transitions,
            JmsBells bells,
            IncidentIds incidentIds,
            SteadyClock clock,
            ScheduledExecutorService scheduler)
            throws Exception {
        Routes routes = new Routes(
                camel,
                new Routes.Ports(
                        sites,
                        verifier,
                        sealer,
                        digests,
                        blindIndex,
                        admissions,
                        ledger.materials(),
                        partnerFiles,
                        gate,
                        fileAddresses,
                        ledger.messageParts(),
                        ledger.unmapped(),
                        deliveries,
                        ledger.bellBook(),
                        ledger.operatorWork(),
                        channel,
                        ledger.queries(),
                        provider,
                        pickUps,
                        ledger.pickUps(),
                        transitions),
                bells,
                incidentIds,
                clock,
                scheduler);
        routes.start();
        return routes;
    }

    @Bean
    Intake intake(Routes routes) {
        return routes.intake();
    }

    @Bean
    Queries queries(Routes routes) {
        return routes.queries();
    }

    @Bean
    Inbox inbox(Routes routes) {
        return routes.inbox();
    }
}

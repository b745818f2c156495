package org.tongqu.config;

import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tongqu.config.server.Servers;
import org.tongqu.config.watch.SparingStatus;
import org.tongqu.config.watch.SteadyClock;
import org.tongqu.ledger.LedgerTables;
import org.tongqu.ledger.PostgresLedger;
import org.tongqu.ledger.setup.LedgerCollaborators;
import org.tongqu.ledger.setup.LedgerSettings;
import org.tongqu.ledger.setup.NodeRun;
import org.tongqu.record.port.AdmissionLedger;
import org.tongqu.record.port.BodyCipher;
import org.tongqu.record.port.CallMessages;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.FileNames;
import org.tongqu.record.port.LedgerStatus;
import org.tongqu.record.port.LeftFiles;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.OperatorJobs;
import org.tongqu.record.port.PickUpLedger;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.QueryTrail;
import org.tongqu.record.port.RecordLedger;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.Transitions;
import org.tongqu.record.port.Watchdog;
import org.tongqu.record.port.WrappedKeys;
import org.tongqu.routes.intake.SealedReceiptIssuer;
import org.tongqu.routes.lane.JmsBells;

/** Where everything is kept. */
@Configuration(proxyBeanMethods = false)
class LedgerRoom {
    @Bean
    LedgerTables ledgerTables(HikariDataSource database) {
        return LedgerTables.migrate(database);
    }

    @Bean
    WrappedKeys wrappedKeys(LedgerTables tables) {
        return tables.keys();
    }

    @Bean
    PostgresLedger ledger(
            LedgerTables tables,
            BodyCipher cipher,
            Sealer sealer,
            Digests digests,
            JmsBells bells,
            Transitions transitions,
            Sites sites,
            SteadyClock clock,
            SecureRandom random,
            NodeRun node,
            Servers servers) {
        PostgresLedger ledger = new PostgresLedger(
                tables,
                LedgerSettings.defaults(node).withSharedBroker(servers.shared() != null),
                new LedgerCollaborators(
                        cipher, new SealedReceiptIssuer(sealer), digests, bells, transitions, sites, clock, random));
        ledger.makeMonths();
        return ledger;
    }

    @Bean
    AdmissionLedger admissions(PostgresLedger ledger) {
        return ledger.admissions();
    }

    @Bean
    DeliveryLedger deliveries(PostgresLedger ledger) {
        return ledger.deliveries();
    }

    @Bean
    Materials materials(PostgresLedger ledger) {
        return ledger.materials();
    }

    @Bean
    OperatorJobs operatorJobs(PostgresLedger ledger) {
        return ledger.jobs();
    }

    @Bean
    PickUpLedger pickUpLedger(PostgresLedger ledger) {
        return ledger.pickUps();
    }

    @Bean
    FileNames fileNames(PostgresLedger ledger) {
        return ledger.fileNames();
    }

    @Bean
    LeftFiles leftFiles(PostgresLedger ledger) {
        return ledger.leftFiles();
    }

    @Bean
    RecordLedger records(PostgresLedger ledger) {
        return ledger.records();
    }

    @Bean
    QueryTrail queryTrail(PostgresLedger ledger) {
        return ledger.queryTrail();
    }

    @Bean
    LedgerStatus ledgerStatus(PostgresLedger ledger, SteadyClock clock) {
        return new SparingStatus(ledger.status(), clock);
    }

    @Bean
    Watchdog watchdog(PostgresLedger ledger) {
        return ledger.watchdog();
    }

    @Bean
    CallMessages callMessages(PostgresLedger ledger) {
        return ledger.callMessages();
    }

    @Bean
    ProofLedger proofs(PostgresLedger ledger) {
        return ledger.proofs();
    }
}

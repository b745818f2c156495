package org.tongqu.adapters.rest;

import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.tongqu.record.port.FileAddresses;
import org.tongqu.record.port.Inbox;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.ProofLedger;
import org.tongqu.record.port.ProofVerifier;
import org.tongqu.record.port.Queries;
import org.tongqu.record.port.RecordLedger;
import org.tongqu.record.port.Sites;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;

/**
 * The REST door as a whole: import it into an application with Spring MVC that has a clock and a bean of each port that its methods name.
 * It answers for the paths under {@code /v1/} only and leaves all others alone. The application must not read forms out of the bodies of
 * {@code PUT} (Spring Boot: {@code spring.mvc.formcontent.filter.enabled: false}): whoever uploads a file with curl calls it a form.
 */
@Configuration(proxyBeanMethods = false)
public class RestDoor implements WebMvcConfigurer {
    private static final int MATERIALS_AT_ONCE = 16;
    private static final int MATERIALS_OF_ONE = 4;

    private final ProofVerifier proofs;

    /** The door, where {@code proofs} say who reads. */
    public RestDoor(ProofVerifier proofs) {
        this.proofs = proofs;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerResolver(proofs));
    }

    @Bean
    BodyBudget bodyBudget() {
        return BodyBudget.ofHeap();
    }

    @Bean
    RecordsController recordsController(Intake intake, IntakeGate gate, Sites sites, BodyBudget budget) {
        return new RecordsController(intake, gate, sites, budget);
    }

    @Bean
    QueriesController queriesController(Queries queries, Sites sites, BodyBudget budget) {
        return new QueriesController(queries, sites, budget);
    }

    @Bean
    MessagesController messagesController(
            Intake intake,
            Queries queries,
            IntakeGate gate,
            Sites sites,
            ProofLedger uses,
            BodyBudget budget,
            ClearPasswords passwords,
            PublicAddress address,
            Clock clock) {
        return new MessagesController(intake, queries, gate, sites, uses, budget, passwords, address, clock);
    }

    @Bean
    TransferSlots transferSlots() {
        return new TransferSlots(MATERIALS_AT_ONCE, MATERIALS_OF_ONE, System::nanoTime);
    }

    @Bean
    MaterialAnswer materialAnswer(Materials materials, TransferSlots slots) {
        return new MaterialAnswer(materials, slots);
    }

    @Bean
    MaterialsController materialsController(
            Materials materials, IntakeGate gate, TransferSlots slots, MaterialAnswer answer) {
        return new MaterialsController(materials, gate, slots, answer);
    }

    @Bean
    FileAddressController fileAddressController(
            Sites sites, FileAddresses addresses, Materials materials, MaterialAnswer answer) {
        return new FileAddressController(sites, addresses, materials, answer);
    }

    @Bean
    RecordStateController recordStateController(RecordLedger ledger) {
        return new RecordStateController(ledger);
    }

    @Bean
    InboxController inboxController(Inbox inbox, Sites sites, BodyBudget budget) {
        return new InboxController(inbox, sites, budget);
    }

    @Bean
    CodeTables codeTables() {
        return CodeTables.shipped();
    }

    @Bean
    ReferenceController referenceController(Sites sites, CodeTables codes, Clock clock) {
        return new ReferenceController(sites, Schemas.shipped(), codes, clock);
    }

    @Bean
    ProblemResolver problemResolver(IncidentIds incidentIds) {
        return new ProblemResolver(incidentIds);
    }

    @Bean
    ContainerErrors containerErrors(ProblemResolver problems) {
        return new ContainerErrors(problems);
    }
}

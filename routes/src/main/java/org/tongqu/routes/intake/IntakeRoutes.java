package org.tongqu.routes.intake;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.tongqu.record.port.AdmissionLedger;
import org.tongqu.record.port.BlindIndex;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.MessageParts;
import org.tongqu.record.port.PartnerFiles;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.Transitions;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.record.schema.Schemas;
import org.tongqu.routes.material.MaterialCheck;
import org.tongqu.routes.step.Refusals;

/** The routes of intake with their steps, and the port that leads to them. */
public final class IntakeRoutes {
    private final List<RoutesBuilder> routes;
    private final Transitions transitions;
    private final Clock clock;
    private final ProducerTemplate template;

    /** Puts the steps together; {@code preparers} verify the items of batches. */
    public IntakeRoutes(
            Sites sites,
            SealVerifier verifier,
            Sealer sealer,
            Digests digests,
            BlindIndex marks,
            AdmissionLedger ledger,
            Materials materials,
            PartnerFiles partners,
            IntakeGate gate,
            MessageParts parts,
            UnmappedCodes unmapped,
            Transitions transitions,
            Clock clock,
            ExecutorService preparers,
            ProducerTemplate template) {
        this.template = template;
        this.transitions = transitions;
        this.clock = clock;
        SealCheck seals = new SealCheck(verifier, sealer, digests);
        Identity identity = new Identity(ledger);
        Authority authority = new Authority(sites);
        SchemaCheck schemas = new SchemaCheck(Schemas.shipped(), new SearchIndex(marks));
        Addressing addressing = new Addressing(transitions::ruleFailed, clock);
        Commitment commitment = new Commitment(ledger, transitions, clock);
        BatchItems items = new BatchItems(template, sites, identity, commitment);
        MessageAggregation aggregation = new MessageAggregation(parts, digests, unmapped);
        MessageTranslation translation =
                new MessageTranslation(ledger, digests, materials, partners, gate, unmapped, marks);
        routes = List.of(
                new PrepareRecordRoute(identity, authority, schemas, new MaterialCheck(materials), addressing),
                new PrepareSealedRoute(seals),
                new AdmitMessageRoute(aggregation, translation, commitment),
                new PrepareMessageRoute(aggregation, translation),
                new AdmitRecordRoute(commitment),
                new PrepareAttestedRoute(new Attestation(digests)),
                new AdmitAttestedRoute(commitment),
                new AdmitBatchRoute(items, preparers),
                new AdmitOwnRoute(seals, identity, authority, schemas, addressing, commitment));
    }

    /** To be added to the Camel context. */
    public List<RoutesBuilder> routes() {
        return routes;
    }

    /** The door to these routes. */
    public Intake intake(Refusals refusals) {
        return new CamelIntake(template, transitions, refusals, clock);
    }
}

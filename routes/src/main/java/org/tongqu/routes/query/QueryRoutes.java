package org.tongqu.routes.query;

import java.time.Clock;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.tongqu.record.port.BlindIndex;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.PartnerFiles;
import org.tongqu.record.port.Provider;
import org.tongqu.record.port.Queries;
import org.tongqu.record.port.QueryLedger;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.record.schema.Schemas;
import org.tongqu.record.sharing.RuleFailures;
import org.tongqu.routes.material.MaterialCheck;
import org.tongqu.routes.step.Refusals;

/** The route of questions with its steps, and the port that leads to it. */
public final class QueryRoutes {
    private final RoutesBuilder route;
    private final QuestionTranslation translation;

    /** Puts the steps together. */
    public QueryRoutes(
            Sites sites,
            SealVerifier verifier,
            Sealer sealer,
            Digests digests,
            BlindIndex marks,
            QueryLedger ledger,
            Materials materials,
            PartnerFiles partners,
            IntakeGate gate,
            Provider providers,
            UnmappedCodes unmapped,
            RuleFailures failures,
            IncidentIds ids,
            Clock clock) {
        route = new AnswerQueryRoute(
                new QuestionSteps(
                        sites, verifier, marks, Schemas.shipped(), new MaterialCheck(materials), failures, clock),
                new AnswerSteps(
                        ledger,
                        materials,
                        gate,
                        digests,
                        providers,
                        new ProviderCircuits(clock),
                        unmapped,
                        sealer,
                        clock));
        translation = new QuestionTranslation(materials, partners, gate, unmapped, ids, clock);
    }

    /** To be added to the Camel context. */
    public RoutesBuilder route() {
        return route;
    }

    /** The door to it. */
    public Queries queries(ProducerTemplate template, Refusals refusals) {
        return new CamelQueries(template, translation, refusals);
    }
}

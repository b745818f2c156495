package org.tongqu.routes.inbox;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.Inbox;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.Sealer;
import org.tongqu.routes.delivery.DeliveryMapper;
import org.tongqu.routes.delivery.DeliverySealer;
import org.tongqu.routes.delivery.Parking;
import org.tongqu.routes.step.Incidents;

/** The routes of the inboxes, and the port that leads to them. */
public final class InboxRoutes {
    private final DeliveryLedger ledger;
    private final List<RoutesBuilder> routes;

    /** Puts the steps together. */
    public InboxRoutes(
            DeliveryLedger ledger,
            SealVerifier verifier,
            Sealer gatewaySealer,
            DeliveryMapper mapper,
            DeliverySealer sealer,
            Parking parking) {
        this.ledger = ledger;
        ReceiptSteps receipts = new ReceiptSteps(verifier, gatewaySealer, ledger);
        this.routes = List.of(
                new OfferRoute(mapper, sealer, parking),
                new ReadReceiptRoute(receipts),
                new ReadAttestedReceiptRoute(receipts),
                new RecordReceiptsRoute(receipts));
    }

    /** To be added to the Camel context. */
    public List<RoutesBuilder> routes() {
        return routes;
    }

    /** The inboxes; {@code lookers} look again for those who waited and help where much is to do, {@code scheduler} ends their waiting. */
    public Inbox inbox(
            ProducerTemplate template,
            InboxBell bell,
            Incidents incidents,
            Clock clock,
            Executor lookers,
            ScheduledExecutorService scheduler) {
        return new PullInbox(ledger, template, bell, incidents, clock, lookers, scheduler);
    }
}

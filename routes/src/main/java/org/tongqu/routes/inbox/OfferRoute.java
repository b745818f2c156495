package org.tongqu.routes.inbox;

import static org.tongqu.routes.step.Step.each;
import static org.tongqu.routes.step.Step.together;

import org.apache.camel.builder.RouteBuilder;
import org.tongqu.routes.delivery.Claimed;
import org.tongqu.routes.delivery.DeliveryMapper;
import org.tongqu.routes.delivery.DeliverySealer;
import org.tongqu.routes.delivery.MappedDelivery;
import org.tongqu.routes.delivery.Parking;
import org.tongqu.routes.delivery.SealedDelivery;

/**
 * From a list of leases to offers: what a lane would send is handed out instead. What cannot be made is parked and not offered;
 * an unreachable ledger goes up to the caller.
 */
final class OfferRoute extends RouteBuilder {
    static final String START = "direct:offer-deliveries";

    private final DeliveryMapper mapper;
    private final DeliverySealer sealer;
    private final Parking parking;

    OfferRoute(DeliveryMapper mapper, DeliverySealer sealer, Parking parking) {
        this.mapper = mapper;
        this.sealer = sealer;
        this.parking = parking;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("offer-deliveries")
                .errorHandler(noErrorHandler())
                .process(each(Claimed.class, mapper::map, parking::park))
                .id("offer-map")
                .process(each(MappedDelivery.class, sealer::seal, parking::park))
                .id("offer-seal")
                .process(together(SealedDelivery.class, sealer::keep, parking::park))
                .id("offer-keep")
                .process(each(SealedDelivery.class, Offers::offer, parking::park))
                .id("offer");
    }
}

package org.tongqu.routes.inbox;

import static org.tongqu.routes.step.Step.taking;

import org.apache.camel.builder.RouteBuilder;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.routes.delivery.DeliveryMapper;
import org.tongqu.routes.delivery.DeliverySealer;
import org.tongqu.routes.delivery.MappedDelivery;
import org.tongqu.routes.delivery.SealedDelivery;

/** From a lease to an offer: what a lane would send is handed out instead. What cannot be made is parked and not offered. */
final class OfferRoute extends RouteBuilder {
    static final String START = "direct:offer-delivery";

    private final DeliveryMapper mapper;
    private final DeliverySealer sealer;

    OfferRoute(DeliveryMapper mapper, DeliverySealer sealer) {
        this.mapper = mapper;
        this.sealer = sealer;
    }

    @Override
    public void configure() {
        from(START)
                .routeId("offer-delivery")
                .routeConfigurationId(OfferErrors.ID)
                .process(taking(ClaimedDelivery.class, mapper::map))
                .id("offer-map")
                .process(taking(MappedDelivery.class, sealer::seal))
                .id("offer-seal")
                .process(taking(SealedDelivery.class, Offers::offer))
                .id("offer");
    }
}

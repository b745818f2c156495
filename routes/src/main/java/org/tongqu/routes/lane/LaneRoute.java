package org.tongqu.routes.lane;

import static org.tongqu.routes.step.Step.all;
import static org.tongqu.routes.step.Step.each;
import static org.tongqu.routes.step.Step.takingOrEnding;

import jakarta.jms.Message;
import org.apache.camel.builder.RouteBuilder;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.routes.delivery.Claimed;
import org.tongqu.routes.delivery.DeliveryMapper;
import org.tongqu.routes.delivery.DeliverySealer;
import org.tongqu.routes.delivery.MappedDelivery;
import org.tongqu.routes.delivery.Parking;
import org.tongqu.routes.delivery.SealedDelivery;

/**
 * One lane, while it is awake: from the bells of one message until their deliveries are with the party; what the party answers
 * goes on in {@link ConcludeRoute}. Every outcome commits the broker's transaction; only an unreachable ledger rolls it back.
 * Order is kept by the claim, not by the queue, so there may be several consumers.
 */
final class LaneRoute extends RouteBuilder {
    private final PartyId lane;
    private final LaneWidth width;
    private final LaneSteps steps;
    private final DeliveryMapper mapper;
    private final DeliverySealer sealer;
    private final Parking parking;

    LaneRoute(
            PartyId lane,
            LaneWidth width,
            LaneSteps steps,
            DeliveryMapper mapper,
            DeliverySealer sealer,
            Parking parking) {
        this.lane = lane;
        this.width = width;
        this.steps = steps;
        this.mapper = mapper;
        this.sealer = sealer;
        this.parking = parking;
    }

    @Override
    public void configure() {
        from(LaneComponent.NAME + ":queue:" + LaneNames.queue(lane) + "?maxConcurrentConsumers=" + width.consumers())
                .routeId(LaneNames.route(lane))
                .routeConfigurationId(DeliveryErrors.OF_LANES)
                .removeHeaders("*")
                .id(id("forget-headers"))
                .process(takingOrEnding(Message.class, message -> steps.hear(lane, message)))
                .id(id("hear"))
                .process(all(Bell.class, steps::claim))
                .id(id("claim"))
                .process(each(Claimed.class, mapper::map, parking::park))
                .id(id("map"))
                .process(each(MappedDelivery.class, sealer::seal, parking::park))
                .id(id("seal"))
                .process(all(SealedDelivery.class, steps::send))
                .id(id("send"));
    }

    /** Camel wants the ids of steps unique among all routes. */
    private String id(String step) {
        return lane + "-" + step;
    }
}

package org.tongqu.routes.lane;

import static org.tongqu.routes.step.Step.taking;
import static org.tongqu.routes.step.Step.takingOrEnding;

import org.apache.camel.builder.RouteBuilder;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.routes.delivery.DeliveryMapper;
import org.tongqu.routes.delivery.MappedDelivery;
import org.tongqu.routes.delivery.SealedDelivery;

/**
 * One lane, while it is awake: from a bell to a conclusion. Every outcome commits the broker's transaction; only an unreachable
 * ledger rolls it back. Order is kept by the claim, not by the queue, so there may be several consumers.
 */
final class LaneRoute extends RouteBuilder {
    private final PartyId lane;
    private final int consumers;
    private final LaneSteps steps;
    private final DeliveryMapper mapper;

    LaneRoute(PartyId lane, int consumers, LaneSteps steps, DeliveryMapper mapper) {
        this.lane = lane;
        this.consumers = consumers;
        this.steps = steps;
        this.mapper = mapper;
    }

    @Override
    public void configure() {
        from(LaneComponent.NAME + ":queue:" + LaneNames.queue(lane) + "?maxConcurrentConsumers=" + consumers)
                .routeId(LaneNames.route(lane))
                .routeConfigurationId(DeliveryErrors.OF_LANES)
                .removeHeaders("*")
                .id(id("forget-headers"))
                .process(takingOrEnding(String.class, text -> steps.hear(lane, text)))
                .id(id("hear"))
                .process(takingOrEnding(Bell.class, steps::claim))
                .id(id("claim"))
                .process(taking(ClaimedDelivery.class, mapper::map))
                .id(id("map"))
                .process(taking(MappedDelivery.class, steps::seal))
                .id(id("seal"))
                .process(taking(SealedDelivery.class, steps::send))
                .id(id("send"))
                .process(taking(Attempted.class, steps::conclude))
                .id(id("conclude"));
    }

    /** Camel wants the ids of steps unique among all routes. */
    private String id(String step) {
        return lane + "-" + step;
    }
}

package org.tongqu.routes.lane;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.tongqu.record.port.Channel;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.routes.delivery.DeliveryMapper;
import org.tongqu.routes.delivery.DeliverySealer;
import org.tongqu.routes.delivery.Parking;
import org.tongqu.routes.delivery.ReceiptJudge;
import org.tongqu.routes.step.Incidents;

/** All lanes of the site with what rings, wakes and sweeps them. */
public final class Lanes {
    private static final Duration BREATH = Duration.ofSeconds(1);

    private final JmsBells bells;
    private final LaneSteps steps;
    private final DeliveryMapper mapper;
    private final Breath breath = new Breath(BREATH);
    private final LaneComponent component;
    private final LaneKeeper keeper;
    private final Sweeper sweeper;

    /** Puts the lanes together and tells Camel how they consume and what their failures mean; nothing moves before {@link #start}. */
    public Lanes(
            CamelContext camel,
            JmsBells bells,
            Sites sites,
            DeliveryLedger ledger,
            Channel channel,
            ReceiptJudge judge,
            DeliveryMapper mapper,
            DeliverySealer sealer,
            Parking parking,
            Intake intake,
            Incidents incidents,
            Clock clock,
            ScheduledExecutorService scheduler)
            throws Exception {
        this.bells = bells;
        this.mapper = mapper;
        steps = new LaneSteps(sites, ledger, channel, judge, sealer, bells.board(), breath, clock);
        component = new LaneComponent(bells.connections());
        keeper =
                new LaneKeeper(camel, sites, bells.queues(), bells.board(), this::route, clock, LaneKeeper.FALL_ASLEEP);
        sweeper = new Sweeper(ledger, new OwedNotices(ledger, intake, sites, incidents), clock, incidents, scheduler);
        camel.addComponent(LaneComponent.NAME, component.component());
        camel.addRoutesConfigurations(new DeliveryErrors(parking, breath));
    }

    private RoutesBuilder route(Party party) {
        int consumers = party.endpoint() instanceof Endpoint.Push push ? push.consumers() : 1;
        return new LaneRoute(party.id(), consumers, steps, mapper);
    }

    /** Rings, wakes and sweeps from here on. The Camel context must be running. */
    public void start() {
        bells.start();
        keeper.start();
        sweeper.start();
    }

    /** Wakes no more lanes and rings no more bells; what is under way ends. To be called before the Camel context stops. */
    public void stop() {
        sweeper.close();
        keeper.close();
        bells.close();
        breath.close();
    }

    /** Gives the lanes' threads back. To be called after the Camel context has stopped. */
    public void close() {
        component.close();
    }
}

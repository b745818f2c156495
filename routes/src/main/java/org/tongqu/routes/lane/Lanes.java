package org.tongqu.routes.lane;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.BellBook;
import org.tongqu.record.port.Channel;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.OperatorWork;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.Transitions;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.routes.delivery.DeliveryMapper;
import org.tongqu.routes.delivery.DeliverySealer;
import org.tongqu.routes.delivery.Parking;
import org.tongqu.routes.delivery.ReceiptJudge;
import org.tongqu.routes.material.FilesInHand;
import org.tongqu.routes.step.Incidents;

/** All lanes of the site with what rings, wakes and sweeps them. */
public final class Lanes {
    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final Duration BREATH = Duration.ofSeconds(1);
    private static final Duration TO_LAND = Duration.ofSeconds(15);

    private final CamelContext camel;
    private final JmsBells bells;
    private final LaneSteps steps;
    private final DeliveryMapper mapper;
    private final DeliverySealer sealer;
    private final Parking parking;
    private final ProducerTemplate routes;
    private final Flights flights;
    private final Incidents incidents;
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
            BellBook book,
            OperatorWork operators,
            Channel channel,
            ReceiptJudge judge,
            DeliveryMapper mapper,
            DeliverySealer sealer,
            Parking parking,
            FilesInHand files,
            Intake intake,
            Transitions transitions,
            Incidents incidents,
            Clock clock,
            ScheduledExecutorService scheduler)
            throws Exception {
        this.camel = camel;
        this.bells = bells;
        this.mapper = mapper;
        this.sealer = sealer;
        this.parking = parking;
        this.incidents = incidents;
        routes = camel.createProducerTemplate();
        flights = new Flights(
                channel, bells.board(), Runtime.getRuntime().availableProcessors(), this::conclude, incidents);
        steps = new LaneSteps(sites, ledger, sealer, flights, judge, parking, files, bells.board(), breath, clock);
        component = new LaneComponent(bells.connections());
        keeper =
                new LaneKeeper(camel, sites, bells.queues(), bells.board(), this::route, clock, LaneKeeper.FALL_ASLEEP);
        sweeper = new Sweeper(
                new Stocktaking(bells.connections(), bells.queues(), book, transitions::brokerCompared, incidents),
                ledger,
                operators,
                new OwedNotices(ledger, intake, sites, incidents),
                clock,
                incidents,
                scheduler,
                keeper::start);
        camel.addComponent(LaneComponent.NAME, component.component());
        camel.addRoutesConfigurations(new DeliveryErrors(incidents, breath));
        camel.addRoutes(new ConcludeRoute(steps, parking));
    }

    private RoutesBuilder route(Party party) {
        LaneWidth width = party.endpoint() instanceof Endpoint.Push push ? LaneWidth.of(push) : new LaneWidth(1);
        return new LaneRoute(party.id(), width, steps, mapper, sealer, parking);
    }

    private void conclude(List<Attempted> attempts) {
        Exception failure = routes.send(
                        ConcludeRoute.START, exchange -> exchange.getMessage().setBody(attempts))
                .getException();
        if (failure instanceof LedgerUnavailable) {
            attempts.forEach(one -> LOG.warn("{}: its end could not be written; its lease decides", one.claim()));
        } else if (failure != null) {
            incidents.report("conclude", failure);
        }
    }

    /** The settings in force, by name. */
    public SortedMap<String, String> settings() {
        return new LaneSettings(camel, component.component().getConfiguration(), bells.connections()).inForce();
    }

    /** Rings and sweeps from here on, and wakes lanes once it is decided what an unclean end left behind. The Camel context must be running. */
    public void start() {
        flights.start();
        bells.start();
        sweeper.start();
    }

    /** Wakes no more lanes and sends nothing more; what is under way ends. To be called before the Camel context stops. */
    public void stop() {
        sweeper.close();
        keeper.close();
        flights.close(TO_LAND);
        breath.close();
    }

    /**
     * Rings what the last conclusions rang for, so that the next start finds every bell in its queue, and gives the lanes' threads
     * back. To be called after the Camel context has stopped.
     */
    public void close() {
        bells.close();
        component.close();
    }
}

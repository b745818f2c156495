package org.tongqu.routes;

import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.tongqu.record.port.AdmissionLedger;
import org.tongqu.record.port.BellBook;
import org.tongqu.record.port.BlindIndex;
import org.tongqu.record.port.Channel;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.FileAddresses;
import org.tongqu.record.port.Inbox;
import org.tongqu.record.port.IncidentIds;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.MessageParts;
import org.tongqu.record.port.OperatorWork;
import org.tongqu.record.port.PartnerFiles;
import org.tongqu.record.port.PickUp;
import org.tongqu.record.port.PickUpLedger;
import org.tongqu.record.port.Provider;
import org.tongqu.record.port.Queries;
import org.tongqu.record.port.QueryLedger;
import org.tongqu.record.port.SealVerifier;
import org.tongqu.record.port.Sealer;
import org.tongqu.record.port.Sites;
import org.tongqu.record.port.Transitions;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.routes.delivery.DeliveryMapper;
import org.tongqu.routes.delivery.DeliverySealer;
import org.tongqu.routes.delivery.Parking;
import org.tongqu.routes.delivery.ReceiptJudge;
import org.tongqu.routes.inbox.InboxRoutes;
import org.tongqu.routes.intake.IntakeRoutes;
import org.tongqu.routes.lane.JmsBells;
import org.tongqu.routes.lane.Lanes;
import org.tongqu.routes.material.FilesInHand;
import org.tongqu.routes.pickup.PickUps;
import org.tongqu.routes.query.QueryRoutes;
import org.tongqu.routes.step.Incidents;
import org.tongqu.routes.step.Refusals;

/**
 * The way of a record, put together: given the ports it needs, it gives the ports it is. The ledger needs {@link JmsBells} and
 * {@link org.tongqu.routes.intake.SealedReceiptIssuer}, so these two are made before it.
 *
 * <pre>
 * JmsBells bells = new JmsBells(sites, connectionFactory, queues, clock);
 * … the ledger, with bells and new SealedReceiptIssuer(sealer) …
 * Routes routes = new Routes(camel, new Routes.Ports(…), bells, clock, scheduler);
 * routes.start();  … routes.intake(), routes.inbox() …  routes.close();
 * </pre>
 */
public final class Routes implements AutoCloseable {
    private final CamelContext camel;
    private final Intake intake;
    private final Inbox inbox;
    private final Queries queries;
    private final Lanes lanes;
    private final PickUps pickUps;
    private final ExecutorService preparers =
            pool("tongqu-prepare", Runtime.getRuntime().availableProcessors() * 2);
    private final ExecutorService lookers = pool("tongqu-inbox", 8);

    /**
     * Adds all routes but the lanes' to the Camel context.
     *
     * @param camel ours to start and to stop; may be running already
     * @param ports what the routes call
     * @param bells the bells that the ledger rings
     * @param incidentIds names of incidents, and of questions that come without one
     * @param clock the time
     * @param scheduler for the sweep and for those who wait at an inbox; not closed here
     * @throws Exception if Camel does not take a route
     */
    public Routes(
            CamelContext camel,
            Ports ports,
            JmsBells bells,
            IncidentIds incidentIds,
            Clock clock,
            ScheduledExecutorService scheduler)
            throws Exception {
        this.camel = camel;
        Incidents incidents = new Incidents(incidentIds);
        ProducerTemplate template = camel.createProducerTemplate();
        FilesInHand files = FilesInHand.ofHeap(clock);
        DeliveryMapper mapper = new DeliveryMapper(
                ports.sites(),
                ports.materials(),
                files,
                ports.fileAddresses(),
                ports.transitions()::ruleFailed,
                ports.unmapped(),
                clock);
        DeliverySealer sealer = new DeliverySealer(ports.sealer(), ports.digests(), ports.deliveries());
        Parking parking = new Parking(ports.deliveries(), files, incidents);

        IntakeRoutes in = new IntakeRoutes(
                ports.sites(),
                ports.verifier(),
                ports.sealer(),
                ports.digests(),
                ports.blindIndex(),
                ports.admissions(),
                ports.materials(),
                ports.partnerFiles(),
                ports.gate(),
                ports.messageParts(),
                ports.unmapped(),
                ports.transitions(),
                clock,
                preparers,
                template);
        Refusals refusals = new Refusals(incidents);
        intake = in.intake(refusals);
        InboxRoutes inboxes =
                new InboxRoutes(ports.deliveries(), ports.verifier(), ports.sealer(), mapper, sealer, parking);
        inbox = inboxes.inbox(template, bells.inboxes(), incidents, clock, lookers, scheduler);
        lanes = new Lanes(
                camel,
                bells,
                ports.sites(),
                ports.deliveries(),
                ports.bellBook(),
                ports.operators(),
                ports.channel(),
                new ReceiptJudge(ports.verifier(), ports.digests(), clock),
                mapper,
                sealer,
                parking,
                files,
                intake,
                ports.transitions(),
                incidents,
                clock,
                scheduler);

        QueryRoutes questions = new QueryRoutes(
                ports.sites(),
                ports.verifier(),
                ports.sealer(),
                ports.digests(),
                ports.blindIndex(),
                ports.queries(),
                ports.materials(),
                ports.partnerFiles(),
                ports.gate(),
                ports.providers(),
                ports.unmapped(),
                ports.transitions()::ruleFailed,
                incidentIds,
                clock);
        queries = questions.queries(template, refusals);
        camel.addRoutes(questions.route());
        pickUps = new PickUps(
                ports.pickUps(),
                ports.pickUpLedger(),
                intake,
                ports.gate(),
                ports.digests(),
                ports.sites(),
                incidents,
                clock,
                scheduler,
                template);
        camel.addRoutes(pickUps.route());
        for (RoutesBuilder route : in.routes()) {
            camel.addRoutes(route);
        }
        for (RoutesBuilder route : inboxes.routes()) {
            camel.addRoutes(route);
        }
    }

    /** The door. */
    public Intake intake() {
        return intake;
    }

    /** The door for questions. */
    public Queries queries() {
        return queries;
    }

    /** The pick-ups, which {@link #start} starts too. */
    PickUps pickUps() {
        return pickUps;
    }

    /** The inboxes. */
    public Inbox inbox() {
        return inbox;
    }

    /** The settings of Camel and of the lanes in force, by name. */
    public SortedMap<String, String> settings() {
        return lanes.settings();
    }

    /** Starts the Camel context if it is not running, recovers what an unclean end left, and rings, delivers and picks up from here on. */
    public void start() {
        camel.start();
        lanes.start();
        pickUps.start();
    }

    /** Stops waking, lets what is under way end within Camel's shutdown timeout, and stops the Camel context. */
    @Override
    public void close() {
        pickUps.close();
        lanes.stop();
        camel.stop();
        lanes.close();
        preparers.shutdown();
        lookers.shutdown();
    }

    private static ExecutorService pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * What the routes call; all thread-safe.
     *
     * @param sites the site in force
     * @param verifier verifies parties' seals
     * @param sealer seals for the gateway
     * @param digests SM3
     * @param blindIndex marks of confidential values
     * @param admissions where records become durable
     * @param materials files that records refer to
     * @param partnerFiles files at partners' servers, to which their messages point
     * @param gate whether anything is taken at all
     * @param fileAddresses under which parties' systems fetch files from us, to which our messages point
     * @param messageParts where messages wait that are one record together
     * @param unmapped where codes are listed that a dialect has not
     * @param deliveries where deliveries are
     * @param bellBook which bells should be in the broker
     * @param operators what operators' jobs leave to be done
     * @param channel sends to parties
     * @param queries where questions are kept
     * @param providers asks parties' systems
     * @param pickUps look where partners' systems leave what they do not send
     * @param pickUpLedger what is remembered of that
     * @param transitions is told what was accepted and refused, and how the broker compares
     */
    public record Ports(
            Sites sites,
            SealVerifier verifier,
            Sealer sealer,
            Digests digests,
            BlindIndex blindIndex,
            AdmissionLedger admissions,
            Materials materials,
            PartnerFiles partnerFiles,
            IntakeGate gate,
            FileAddresses fileAddresses,
            MessageParts messageParts,
            UnmappedCodes unmapped,
            DeliveryLedger deliveries,
            BellBook bellBook,
            OperatorWork operators,
            Channel channel,
            QueryLedger queries,
            Provider providers,
            List<PickUp> pickUps,
            PickUpLedger pickUpLedger,
            Transitions transitions) {}
}

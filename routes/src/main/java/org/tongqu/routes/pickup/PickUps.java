package org.tongqu.routes.pickup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.Intake;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.PickUp;
import org.tongqu.record.port.PickUpLedger;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Party;
import org.tongqu.routes.step.Incidents;
import org.tongqu.routes.step.Step;

/**
 * Gives the places of all parties their turns (EIP: Polling Consumer): one turn of a place after the other, sooner where something comes. A
 * place that is away is tried with growing pauses and holds up no other. What the site does not name any more has no turn.
 */
public final class PickUps implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PickUps.class);
    private static final int AT_ONCE = 8;
    private static final Duration TO_END = Duration.ofSeconds(15);

    private final Map<PlaceName, Round> rounds = new ConcurrentHashMap<>();
    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService turns = turns();
    private final List<PickUp> lookers;
    private final PickUpSteps steps;
    private final PickUpLedger ledger;
    private final Sites sites;
    private final Incidents incidents;
    private final Clock clock;
    private final ScheduledExecutorService scheduler;
    private final ProducerTemplate routes;
    private volatile boolean closed;

    /**
     * Pick-ups; nothing moves before {@link #start}.
     *
     * @param lookers who look, each at places of its kind
     * @param scheduler not closed here
     */
    public PickUps(
            List<PickUp> lookers,
            PickUpLedger ledger,
            Intake intake,
            IntakeGate gate,
            Digests digests,
            Sites sites,
            Incidents incidents,
            Clock clock,
            ScheduledExecutorService scheduler,
            ProducerTemplate routes) {
        this.lookers = List.copyOf(lookers);
        this.steps = new PickUpSteps(intake, gate, ledger, digests);
        this.ledger = ledger;
        this.sites = sites;
        this.incidents = incidents;
        this.clock = clock;
        this.scheduler = scheduler;
        this.routes = routes;
    }

    /** To be added to the Camel context. */
    public RoutesBuilder route() {
        return new PickUpRoute(steps);
    }

    /** Looks from here on. The Camel context must be running. */
    public void start() {
        var unused = scheduler.scheduleWithFixedDelay(this::beginNew, 0, 1, TimeUnit.SECONDS);
    }

    private void beginNew() {
        if (closed) {
            return;
        }
        try {
            for (Party party : sites.current().parties().values()) {
                for (int i = 0; i < lookers.size(); i++) {
                    PlaceName name = new PlaceName(party.id(), i);
                    if (lookers.get(i).placeOf(party).isPresent() && !rounds.containsKey(name)) {
                        Round round = new Round(name);
                        rounds.put(name, round);
                        round.after(Duration.ZERO);
                    }
                }
            }
        } catch (RuntimeException unexpected) {
            String unused = incidents.report("pick-ups", unexpected);
        }
    }

    /** Gives no more turns and lets those that are under way end. To be called before the Camel context stops. */
    @Override
    public void close() {
        closed = true;
        turns.shutdown();
        try {
            if (!turns.awaitTermination(TO_END.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("A pick-up did not end in time; what it has not answered is found again");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        steps.release();
    }

    private ExecutorService turns() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "tongqu-pick-up-" + threads.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private record PlaceName(PartyId party, int looker) {}

    /** The turns of one place; one at a time. */
    private final class Round {
        private final PlaceName name;
        private final AdaptivePause pause = new AdaptivePause();
        private boolean isKnownToBeThere;

        Round(PlaceName name) {
            this.name = name;
        }

        void after(Duration wait) {
            try {
                var unused = scheduler.schedule(this::begin, wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopping) {
                rounds.remove(name);
            }
        }

        private void begin() {
            try {
                turns.execute(this::turn);
            } catch (RejectedExecutionException stopping) {
                rounds.remove(name);
            }
        }

        private void turn() {
            Optional<Turn> turn = current();
            if (closed || turn.isEmpty()) {
                rounds.remove(name);
                return;
            }
            after(pauseUnlessFailing(turn.get()));
        }

        /** A round that broke off would be the last one. */
        private Duration pauseUnlessFailing(Turn turn) {
            try {
                return pauseAfter(turn);
            } catch (LedgerUnavailable unavailable) {
                return pause.afterFailure();
            } catch (RuntimeException | Error unexpected) {
                String unused = incidents.report("pick-up of " + name.party(), unexpected);
                return pause.afterFailure();
            }
        }

        private Optional<Turn> current() {
            PickUp looker = lookers.get(name.looker());
            return sites.current().party(name.party()).flatMap(party -> looker.placeOf(party)
                    .map(place -> new Turn(party, place, looker)));
        }

        private Duration pauseAfter(Turn turn) {
            Exchange exchange = routes.send(PickUpRoute.START, ExchangePattern.InOut, e -> e.getMessage()
                    .setBody(turn));
            Exception failure = exchange.getException();
            if (failure instanceof PartnerAway away) {
                return whileAway(away);
            }
            if (failure instanceof LedgerUnavailable) {
                return pause.afterFailure();
            }
            if (failure != null) {
                String unused = incidents.report("pick-up of " + name.party(), failure);
                return pause.afterFailure();
            }
            if (!(Step.body(exchange, Object.class) instanceof Ended ended) || ended.isHeldUp()) {
                return pause.afterFailure();
            }
            isThere();
            return pause.after(
                    ended.hadSomething(), ended.isMore(), turn.place().longestPause());
        }

        private Duration whileAway(PartnerAway away) {
            isKnownToBeThere = false;
            if (ledger.away(name.party(), away.code())) {
                LOG.warn("event=pick-up-away party={} code={} words=\"{}\"", name.party(), away.code(), away.words());
            }
            return pause.afterFailure();
        }

        private void isThere() {
            if (!isKnownToBeThere) {
                Optional<Instant> since = ledger.back(name.party());
                since.ifPresent(at -> LOG.info(
                        "event=pick-up-back party={} after={}", name.party(), Duration.between(at, clock.instant())));
                isKnownToBeThere = true;
            }
        }
    }
}

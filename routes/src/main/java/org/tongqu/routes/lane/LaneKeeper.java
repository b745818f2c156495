package org.tongqu.routes.lane;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.Site;

/**
 * Wakes lanes that are rung and puts them to sleep: after a minute without a bell, at once when their party is away, when
 * others wait for a place, and to wake them again as wide as their party's file says now. A sleeping lane has no route, no consumer and no thread. At most {@code awakeLanes} are awake; who has
 * waited longest is next, and while others wait, whoever has nothing to do or has had its turn goes.
 *
 * <p>One thread does all this, in rounds; what is rung meanwhile is seen in the next round.
 */
final class LaneKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneKeeper.class);
    static final Duration FALL_ASLEEP = Duration.ofSeconds(60);
    private static final Duration IDLE_WHILE_OTHERS_WAIT = Duration.ofMillis(200);
    private static final Duration TURN = Duration.ofSeconds(2);
    private static final Duration NEXT_LOOK = Duration.ofSeconds(1);
    private static final Duration NEXT_LOOK_WHILE_BUSY = Duration.ofMillis(20);

    private final Map<PartyId, Awake> awake = new HashMap<>();
    private final Set<PartyId> leaving = new HashSet<>();
    private final CamelContext camel;
    private final Sites sites;
    private final Queues queues;
    private final LaneBoard board;
    private final Function<Party, RoutesBuilder> routes;
    private final Clock clock;
    private final Duration fallAsleep;
    private final Thread thread = new Thread(this::run, "tongqu-lane-keeper");
    private volatile boolean closed;

    LaneKeeper(
            CamelContext camel,
            Sites sites,
            Queues queues,
            LaneBoard board,
            Function<Party, RoutesBuilder> routes,
            Clock clock,
            Duration fallAsleep) {
        this.camel = camel;
        this.sites = sites;
        this.queues = queues;
        this.board = board;
        this.routes = routes;
        this.clock = clock;
        this.fallAsleep = fallAsleep;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                boolean busy = round();
                board.await(busy ? NEXT_LOOK_WHILE_BUSY : NEXT_LOOK);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error unexpected) {
                LOG.error(
                        "A round over the lanes failed with {}; the next follows",
                        unexpected.getClass().getName());
            }
        }
    }

    /** One look at all lanes that are rung or awake; true if there is reason to look again soon. */
    private boolean round() {
        Site site = sites.current();
        staying().forEach(board::takeRung);
        List<PartyId> waiting = board.waiting().stream()
                .filter(lane -> !awake.containsKey(lane))
                .toList();
        otherwiseWide(site).forEach(lane -> {
            board.waitsAgain(lane);
            leave(lane);
        });
        int places = site.limits().awakeLanes() - awake.size();
        choose(waiting.size() - places - leaving.size()).forEach(this::leave);
        new ArrayList<>(leaving).forEach(this::sleepOnceQuiet);
        waiting.stream()
                .limit(Math.max(0, site.limits().awakeLanes() - awake.size()))
                .forEach(lane -> wake(site, lane));
        return !leaving.isEmpty() || waiting.size() > places;
    }

    private List<PartyId> staying() {
        return awake.keySet().stream().filter(lane -> !leaving.contains(lane)).toList();
    }

    private List<PartyId> otherwiseWide(Site site) {
        return awake.entrySet().stream()
                .filter(one -> !leaving.contains(one.getKey()))
                .filter(one -> widthOf(site, one.getKey())
                        .filter(width -> !width.equals(one.getValue().width()))
                        .isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Optional<LaneWidth> widthOf(Site site, PartyId lane) {
        return site.party(lane)
                .map(Party::endpoint)
                .filter(Endpoint.Push.class::isInstance)
                .map(Endpoint.Push.class::cast)
                .map(LaneWidth::of);
    }

    /** Who goes: all that have nothing to do, and if that does not free enough places, those whose turn is over. */
    private List<PartyId> choose(int wanted) {
        Instant now = clock.instant();
        List<PartyId> staying = staying();
        List<PartyId> idle = staying.stream()
                .filter(lane -> board.isPartyAway(lane)
                        || board.idle(lane).compareTo(wanted > 0 ? IDLE_WHILE_OTHERS_WAIT : fallAsleep) >= 0)
                .toList();
        Stream<PartyId> turnOver = staying.stream()
                .filter(lane ->
                        !idle.contains(lane) && now.isAfter(awakeSince(lane).plus(TURN)))
                .sorted(Comparator.comparing(this::awakeSince))
                .limit(Math.max(0, wanted - idle.size()))
                .peek(board::waitsAgain);
        return Stream.concat(idle.stream(), turnOver).toList();
    }

    private Instant awakeSince(PartyId lane) {
        Awake found = awake.get(lane);
        return found == null ? Instant.MAX : found.since();
    }

    private void wake(Site site, PartyId lane) {
        board.takeRung(lane);
        Party party = site.party(lane).orElse(null);
        if (party == null || !(party.endpoint() instanceof Endpoint.Push endpoint)) {
            return;
        }
        try {
            queues.ensure(LaneNames.queue(lane));
            camel.addRoutes(routes.apply(party));
            awake.put(lane, new Awake(clock.instant(), LaneWidth.of(endpoint)));
        } catch (Exception brokerAway) {
            LOG.warn("Lane {} cannot be woken now, {}; tried again", lane, brokerAway.toString());
            board.waitsAgain(lane);
        }
    }

    /** No new bell is taken from here on; what is under way ends first. */
    private void leave(PartyId lane) {
        Route route = camel.getRoute(LaneNames.route(lane));
        if (route != null) {
            ServiceHelper.suspendService(route.getConsumer());
        }
        leaving.add(lane);
        board.leaves(lane);
    }

    private void sleepOnceQuiet(PartyId lane) {
        String route = LaneNames.route(lane);
        if (camel.getInflightRepository().size(route) > 0) {
            return;
        }
        try {
            camel.getRouteController().stopRoute(route);
            camel.removeRoute(route);
            awake.remove(lane);
            leaving.remove(lane);
            board.sleeps(lane);
        } catch (Exception failed) {
            LOG.warn("Lane {} does not go to sleep, {}; tried again", lane, failed.toString());
        }
    }

    /** Wakes no more lanes, and lets those that are awake take no more bells. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        awake.keySet().forEach(this::leave);
    }

    private record Awake(Instant since, LaneWidth width) {}
}

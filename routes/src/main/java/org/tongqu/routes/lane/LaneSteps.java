package org.tongqu.routes.lane;

import jakarta.jms.Message;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.routes.delivery.Claimed;
import org.tongqu.routes.delivery.DeliverySealer;
import org.tongqu.routes.delivery.Parking;
import org.tongqu.routes.delivery.ReceiptJudge;
import org.tongqu.routes.delivery.SealedDelivery;
import org.tongqu.routes.material.FilesInHand;
import org.tongqu.routes.step.Step;

/** The steps of a lane: hear the bells, claim, send; and, once the party has answered, judge and conclude. Thread-safe, for all lanes. */
final class LaneSteps {
    private static final Logger LOG = LoggerFactory.getLogger(LaneSteps.class);
    private static final Conclusion.End CALLED_OFF = new Conclusion.CalledOff("CALLED_OFF");
    private static final Conclusion.End ENDPOINT_GONE =
            Conclusion.Parked.unanswered("ENDPOINT_GONE", "The party's file names no endpoint to send to any more.");

    private final Sites sites;
    private final DeliveryLedger ledger;
    private final DeliverySealer sealer;
    private final Flights flights;
    private final ReceiptJudge judge;
    private final Parking parking;
    private final FilesInHand files;
    private final LaneBoard board;
    private final Breath breath;
    private final Clock clock;

    LaneSteps(
            Sites sites,
            DeliveryLedger ledger,
            DeliverySealer sealer,
            Flights flights,
            ReceiptJudge judge,
            Parking parking,
            FilesInHand files,
            LaneBoard board,
            Breath breath,
            Clock clock) {
        this.sites = sites;
        this.ledger = ledger;
        this.sealer = sealer;
        this.flights = flights;
        this.judge = judge;
        this.parking = parking;
        this.files = files;
        this.board = board;
        this.breath = breath;
        this.clock = clock;
    }

    /** The bells in a message; nothing if it holds anything else, and is then forgotten. */
    Optional<List<Bell>> hear(PartyId lane, Message message) {
        board.worked(lane);
        Optional<List<Bell>> bells = LaneNames.bells(lane, message);
        board.heard(lane, bells.map(List::size).orElse(0));
        if (bells.isEmpty()) {
            LOG.warn("Something that is no bell was in the queue of {}; forgotten", lane);
        }
        return bells;
    }

    /** The deliveries of these bells of one lane; none of a stale bell, nor if the party has no lane any more. */
    List<Claimed> claim(List<Bell> bells) {
        return push(bells.get(0).lane())
                .map(endpoint -> ledger.claim(bells, LaneWidth.lease(endpoint)))
                .orElseGet(List::of)
                .stream()
                .map(Claimed::new)
                .toList();
    }

    /**
     * Sends as places with the party become free, several at once, and does not wait for answers; what is about to be sent is kept
     * first. What gets no place while enough of its claim is left is called off unsent.
     *
     * @return those that went out
     */
    List<SealedDelivery> send(List<SealedDelivery> sealed) {
        PartyId lane = sealed.get(0).claim().lane();
        Party party = sites.current().party(lane).orElse(null);
        if (party == null || !(party.endpoint() instanceof Endpoint.Push endpoint)) {
            endUnsent(sealed, ENDPOINT_GONE);
            return List.of();
        }
        List<SealedDelivery> sent = new ArrayList<>();
        Deque<SealedDelivery> waiting = new ArrayDeque<>(sealed);
        while (!waiting.isEmpty()) {
            try (Flights.Places places = flights.take(lane, endpoint.consumers(), waiting.size())) {
                if (places.left() == 0) {
                    endUnsent(waiting, CALLED_OFF);
                    return sent;
                }
                List<SealedDelivery> next = new ArrayList<>();
                while (next.size() < places.left()) {
                    next.add(waiting.remove());
                }
                // Keeping may have waited for the ledger, or this node have stood still in it: the claims are looked at
                // once more.
                List<SealedDelivery> kept = inTime(keep(inTime(next, endpoint), endpoint), endpoint);
                kept.forEach(one -> flights.begin(places, one, party, endpoint));
                sent.addAll(kept);
            }
        }
        return sent;
    }

    /** Those of whose claim enough is left; the others are called off, before their claim can be somebody else's. */
    private List<SealedDelivery> inTime(List<SealedDelivery> sealed, Endpoint.Push endpoint) {
        Instant least = clock.instant().plus(LaneWidth.leastToSend(endpoint));
        Map<Boolean, List<SealedDelivery>> byTime = sealed.stream()
                .collect(Collectors.partitioningBy(
                        one -> !one.claim().leaseUntil().isBefore(least)));
        endUnsent(byTime.getOrDefault(false, List.of()), CALLED_OFF);
        return byTime.getOrDefault(true, List.of());
    }

    /**
     * Keeps what is about to be sent; while the ledger cannot be reached, for as long as enough of the claims is left to send. If
     * it fails for all together it is tried for each alone, so that only the culprit is parked.
     */
    private List<SealedDelivery> keep(List<SealedDelivery> sealed, Endpoint.Push endpoint) {
        if (sealed.isEmpty()) {
            return sealed;
        }
        Instant until = sealed.stream()
                .map(one -> one.claim().leaseUntil())
                .min(Comparator.naturalOrder())
                .orElseThrow()
                .minus(LaneWidth.leastToSend(endpoint));
        return Step.together(sealed, some -> patiently(until, () -> sealer.keep(some)), parking::park);
    }

    private void endUnsent(Collection<SealedDelivery> unsent, Conclusion.End end) {
        unsent.forEach(one -> files.letGo(one.claim()));
        if (!unsent.isEmpty()) {
            ledger.conclude(unsent.stream().map(one -> ended(one.claim(), end)).toList());
        }
    }

    private static Conclusion ended(ClaimedDelivery claim, Conclusion.End end) {
        return new Conclusion(claim.lane(), claim.id(), claim.token(), end);
    }

    /** What the answers mean; where it cannot be told, by a fault of ours, the delivery is parked. */
    List<Judged> judge(List<Attempted> attempts) {
        return attempts.stream().map(this::judge).toList();
    }

    private Judged judge(Attempted attempted) {
        try {
            return new Judged(
                    attempted.claim(),
                    judge.judge(
                            attempted.sent(),
                            attempted.endpoint(),
                            attempted.answer().join()));
        } catch (CompletionException fault) {
            return new Judged(
                    attempted.claim(), parking.end(attempted, fault.getCause() == null ? fault : fault.getCause()));
        } catch (RuntimeException | Error fault) {
            return new Judged(attempted.claim(), parking.end(attempted, fault));
        }
    }

    /**
     * Writes what the attempts came to; where a claim was lost meanwhile, what its new holder wrote stands. What the parties
     * answered is known here only: while the ledger cannot be reached it is held until the last claim ends.
     */
    List<Judged> conclude(List<Judged> judged) {
        judged.forEach(one -> files.letGo(one.claim()));
        Instant until = judged.stream()
                .map(one -> one.claim().leaseUntil())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Set<DeliveryId> concluded = patiently(
                until,
                () -> ledger.conclude(judged.stream().map(Judged::conclusion).toList()));
        for (Judged one : judged) {
            ClaimedDelivery claim = one.claim();
            if (!concluded.contains(claim.id())) {
                LOG.warn("{}: the claim was lost before its end was written", claim);
            } else if (one.end() instanceof Conclusion.Away || one.end() instanceof Conclusion.Unclear) {
                board.partyAway(claim.lane());
            }
            board.worked(claim.lane());
        }
        return judged;
    }

    private <T> T patiently(Instant until, Supplier<T> step) {
        while (true) {
            try {
                return step.get();
            } catch (LedgerUnavailable unavailable) {
                if (!clock.instant().isBefore(until) || !breath.taken(unavailable)) {
                    throw unavailable;
                }
            }
        }
    }

    private Optional<Endpoint.Push> push(PartyId lane) {
        return sites.current()
                .party(lane)
                .map(Party::endpoint)
                .filter(Endpoint.Push.class::isInstance)
                .map(Endpoint.Push.class::cast);
    }
}

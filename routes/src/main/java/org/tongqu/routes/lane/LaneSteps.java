package org.tongqu.routes.lane;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
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

/** The steps of a lane: hear the bells, claim, keep, send; and, once the party has answered, judge and conclude. Thread-safe, for all lanes. */
final class LaneSteps {
    private static final Logger LOG = LoggerFactory.getLogger(LaneSteps.class);

    private final Sites sites;
    private final DeliveryLedger ledger;
    private final DeliverySealer sealer;
    private final Flights flights;
    private final ReceiptJudge judge;
    private final Parking parking;
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
            LaneBoard board,
            Breath breath,
            Clock clock) {
        this.sites = sites;
        this.ledger = ledger;
        this.sealer = sealer;
        this.flights = flights;
        this.judge = judge;
        this.parking = parking;
        this.board = board;
        this.breath = breath;
        this.clock = clock;
    }

    /** The bells in a message; nothing if it holds anything else, and is then forgotten. */
    Optional<List<Bell>> hear(PartyId lane, String text) {
        board.worked(lane);
        try {
            return Optional.of(LaneNames.bells(lane, text));
        } catch (IllegalArgumentException foreign) {
            LOG.warn("Something that is no bell was in the queue of {}; forgotten", lane);
            return Optional.empty();
        }
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

    /** Keeps what is about to be sent; while the ledger cannot be reached, for as long as enough of the claims is left to send. */
    List<SealedDelivery> keep(List<SealedDelivery> sealed) {
        Duration left =
                push(sealed.get(0).claim().lane()).map(LaneWidth::leastToSend).orElse(Duration.ZERO);
        Instant until = sealed.stream()
                .map(one -> one.claim().leaseUntil())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return patiently(until.minus(left), () -> sealer.keep(sealed));
    }

    /** Sends one after the other as places become free, and does not wait for answers. Those that went out. */
    List<SealedDelivery> send(List<SealedDelivery> sealed) {
        Party party = sites.current().party(sealed.get(0).claim().lane()).orElse(null);
        List<SealedDelivery> sent = new ArrayList<>();
        List<Conclusion> calledOff = new ArrayList<>();
        for (SealedDelivery one : sealed) {
            ClaimedDelivery claim = one.claim();
            if (party == null || !(party.endpoint() instanceof Endpoint.Push endpoint)) {
                calledOff.add(ended(
                        claim,
                        Conclusion.Parked.unanswered(
                                "ENDPOINT_GONE", "The party's file names no endpoint to send to any more.")));
            } else if (flights.begin(one, party, endpoint)) {
                sent.add(one);
            } else {
                calledOff.add(ended(claim, new Conclusion.CalledOff("CALLED_OFF")));
            }
        }
        if (!calledOff.isEmpty()) {
            ledger.conclude(calledOff);
        }
        return sent;
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

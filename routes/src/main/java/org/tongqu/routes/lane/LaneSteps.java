package org.tongqu.routes.lane;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.Channel;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.routes.delivery.DeliverySealer;
import org.tongqu.routes.delivery.MappedDelivery;
import org.tongqu.routes.delivery.ReceiptJudge;
import org.tongqu.routes.delivery.SealedDelivery;
import org.tongqu.routes.delivery.Undeliverable;

/** The steps of a lane: hear the bell, claim, seal, send, conclude. Thread-safe, for all lanes. */
final class LaneSteps {
    private static final Logger LOG = LoggerFactory.getLogger(LaneSteps.class);
    private static final Duration TO_CONCLUDE = Duration.ofSeconds(30);

    private final Sites sites;
    private final DeliveryLedger ledger;
    private final Channel channel;
    private final ReceiptJudge judge;
    private final DeliverySealer sealer;
    private final LaneBoard board;
    private final Breath breath;
    private final Clock clock;

    LaneSteps(
            Sites sites,
            DeliveryLedger ledger,
            Channel channel,
            ReceiptJudge judge,
            DeliverySealer sealer,
            LaneBoard board,
            Breath breath,
            Clock clock) {
        this.sealer = sealer;
        this.breath = breath;
        this.clock = clock;
        this.sites = sites;
        this.ledger = ledger;
        this.channel = channel;
        this.judge = judge;
        this.board = board;
    }

    /** The bell in a message; nothing if it is no bell, which is then forgotten. */
    Optional<Bell> hear(PartyId lane, String text) {
        board.worked(lane);
        try {
            return Optional.of(LaneNames.bell(lane, text));
        } catch (IllegalArgumentException foreign) {
            LOG.warn("Something that is no bell was in the queue of {}; forgotten", lane);
            return Optional.empty();
        }
    }

    /** The delivery of a bell; nothing if the bell is stale or the party has no lane any more. */
    Optional<ClaimedDelivery> claim(Bell bell) {
        return push(bell.lane())
                .flatMap(endpoint -> ledger.claim(bell, endpoint.timeout().plus(TO_CONCLUDE)));
    }

    /** One attempt. */
    Attempted send(SealedDelivery sealed) {
        PartyId lane = sealed.claim().lane();
        Party party = sites.current().party(lane).orElseThrow(LaneSteps::noLane);
        Endpoint.Push endpoint = push(lane).orElseThrow(LaneSteps::noLane);
        return new Attempted(sealed, endpoint, channel.send(sealed.claim(), sealed.body(), party));
    }

    /**
     * Writes what the attempt came to; if the claim was lost meanwhile, what its new holder wrote stands. What the party
     * answered is known here only: while the ledger cannot be reached it is held until the claim ends.
     */
    Attempted conclude(Attempted attempted) {
        ClaimedDelivery claim = attempted.claim();
        Conclusion.End end = judge.judge(attempted.sent(), attempted.endpoint(), attempted.answer());
        Conclusion conclusion = new Conclusion(claim.lane(), claim.id(), claim.token(), end);
        if (!patiently(claim.leaseUntil(), () -> ledger.conclude(conclusion))) {
            LOG.warn("{}: the claim was lost before its end was written", claim);
        } else if (end instanceof Conclusion.Away || end instanceof Conclusion.Unclear) {
            board.partyAway(claim.lane());
        }
        board.worked(claim.lane());
        return attempted;
    }

    /** Seals and keeps; while the ledger cannot be reached, for as long as enough of the claim is left to send. */
    SealedDelivery seal(MappedDelivery mapped) {
        ClaimedDelivery claim = mapped.claim();
        Duration sending = push(claim.lane()).orElseThrow(LaneSteps::noLane).timeout();
        return patiently(claim.leaseUntil().minus(sending).minus(TO_CONCLUDE.dividedBy(2)), () -> sealer.seal(mapped));
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

    private static Undeliverable noLane() {
        return new Undeliverable("ENDPOINT_GONE", "The party's file names no endpoint to send to any more.");
    }
}

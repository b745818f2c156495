package org.tongqu.routes.lane;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.port.Channel;
import org.tongqu.record.port.DeliveryLedger;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.routes.delivery.ReceiptJudge;
import org.tongqu.routes.delivery.SealedDelivery;
import org.tongqu.routes.delivery.Undeliverable;

/** The steps that only a lane has: hear the bell, claim, send, conclude. Thread-safe, for all lanes. */
final class LaneSteps {
    private static final Logger LOG = LoggerFactory.getLogger(LaneSteps.class);
    private static final Duration TO_CONCLUDE = Duration.ofSeconds(30);

    private final Sites sites;
    private final DeliveryLedger ledger;
    private final Channel channel;
    private final ReceiptJudge judge;
    private final LaneBoard board;

    LaneSteps(Sites sites, DeliveryLedger ledger, Channel channel, ReceiptJudge judge, LaneBoard board) {
        this.sites = sites;
        this.ledger = ledger;
        this.channel = channel;
        this.judge = judge;
        this.board = board;
    }

    /** The bell in a message; nothing if it is no bell, which is then forgotten. */
    Optional<Bell> hear(PartyId lane, String text) {
        board.worked(lane);
        board.answered(lane);
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

    /** Writes what the attempt came to; if the claim was lost meanwhile, what its new holder wrote stands. */
    Attempted conclude(Attempted attempted) {
        ClaimedDelivery claim = attempted.claim();
        Conclusion.End end = judge.judge(attempted.sent(), attempted.endpoint(), attempted.answer());
        if (!ledger.conclude(new Conclusion(claim.lane(), claim.id(), claim.token(), end))) {
            LOG.warn("{}: the claim was lost before its end was written", claim);
        }
        if (end instanceof Conclusion.Away) {
            board.partyAway(claim.lane());
        }
        board.worked(claim.lane());
        return attempted;
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

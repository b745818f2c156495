package org.tongqu.routes.lane;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.DeliveryId;

/** The names on the broker's side: queues, routes, and bells as text, each {@code <delivery>:<dispatch>}, one to a line. */
final class LaneNames {
    private static final String QUEUE = "lane.";

    private LaneNames() {}

    static String queue(PartyId lane) {
        return QUEUE + lane;
    }

    /** Whose lane has this queue; empty if it is no lane's. */
    static Optional<PartyId> lane(String queue) {
        try {
            return queue.startsWith(QUEUE)
                    ? Optional.of(new PartyId(queue.substring(QUEUE.length())))
                    : Optional.empty();
        } catch (IllegalArgumentException noParty) {
            return Optional.empty();
        }
    }

    static String route(PartyId lane) {
        return "deliver-" + lane;
    }

    /** The text of a message with these bells. */
    static String text(List<Bell> bells) {
        return bells.stream().map(LaneNames::text).collect(Collectors.joining("\n"));
    }

    /**
     * What the broker recognises a repeated message by, under {@code _AMQ_DUPL_ID}: its first bell, since a bell is rung once
     * and travels in one message.
     */
    static String duplicateId(List<Bell> bells) {
        return text(bells.get(0));
    }

    /**
     * The bells of a message, at least one; empty if it holds anything else: it is forgotten then, and the ledger rings again
     * for what it meant.
     *
     * @param message as it came: the broker does not notice what its disk did to it, so reading it may fail in any way
     */
    static Optional<List<Bell>> bells(PartyId lane, Message message) {
        try {
            String text = message instanceof TextMessage written ? written.getText() : null;
            return text == null || text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(text.lines().map(line -> bell(lane, line)).toList());
        } catch (JMSException | RuntimeException noBell) {
            return Optional.empty();
        }
    }

    private static String text(Bell bell) {
        return bell.delivery() + ":" + bell.dispatch();
    }

    private static Bell bell(PartyId lane, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not a bell, expected <delivery>:<dispatch>");
        }
        int dispatch = Integer.parseInt(text.substring(colon + 1));
        if (dispatch < 1) {
            throw new IllegalArgumentException("not a bell, dispatches are counted from 1");
        }
        return new Bell(lane, new DeliveryId(text.substring(0, colon)), dispatch);
    }
}

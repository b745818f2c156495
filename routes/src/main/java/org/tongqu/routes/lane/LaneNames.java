package org.tongqu.routes.lane;

import java.util.List;
import java.util.stream.Collectors;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.DeliveryId;

/** The names on the broker's side: queues, routes, and bells as text, each {@code <delivery>:<dispatch>}, one to a line. */
final class LaneNames {
    private LaneNames() {}

    static String queue(PartyId lane) {
        return "lane." + lane;
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
     * The bells of a message.
     *
     * @throws IllegalArgumentException if there is anything else in the text
     */
    static List<Bell> bells(PartyId lane, String text) {
        return text.lines().map(line -> bell(lane, line)).toList();
    }

    private static String text(Bell bell) {
        return bell.delivery() + ":" + bell.dispatch();
    }

    private static Bell bell(PartyId lane, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not a bell, expected <delivery>:<dispatch>");
        }
        return new Bell(lane, new DeliveryId(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }
}

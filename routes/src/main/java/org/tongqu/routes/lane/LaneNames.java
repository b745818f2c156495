package org.tongqu.routes.lane;

import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.DeliveryId;

/** The names on the broker's side: queues, routes, and a bell as text, {@code <delivery>:<dispatch>}. */
final class LaneNames {
    private LaneNames() {}

    static String queue(PartyId lane) {
        return "lane." + lane;
    }

    static String route(PartyId lane) {
        return "deliver-" + lane;
    }

    /** The message's text and, under {@code _AMQ_DUPL_ID}, what the broker recognises a repeated bell by. */
    static String text(Bell bell) {
        return bell.delivery() + ":" + bell.dispatch();
    }

    /** @throws IllegalArgumentException if the text is no bell */
    static Bell bell(PartyId lane, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("not a bell, expected <delivery>:<dispatch>");
        }
        return new Bell(lane, new DeliveryId(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }
}

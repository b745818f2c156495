package org.tongqu.adapters.rest;

import java.util.List;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Inbox.Offer;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an inbox offers, as JSON. */
final class InboxJson {
    private InboxJson() {}

    static ObjectNode of(List<Offer> offers) {
        ObjectNode json = StrictJson.object();
        ArrayNode deliveries = json.putArray("deliveries");
        offers.forEach(offer -> deliveries.add(of(offer)));
        return json;
    }

    private static ObjectNode of(Offer offer) {
        SealedBody body = offer.body();
        ObjectNode json = StrictJson.object()
                .put("delivery", offer.delivery().value())
                .put("attempt", offer.attempt())
                .put("leaseUntil", WireTime.of(offer.leaseUntil()));
        json.set("content", new SealedText(body.text(), body.seal()).toJson());
        Seal senders = body.senderSeal();
        if (senders == null) {
            json.putNull("senderSeal");
        } else {
            json.putObject("senderSeal")
                    .put("protected", senders.protectedHeader())
                    .put("signature", senders.signature());
        }
        return json;
    }
}

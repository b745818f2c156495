package org.tongqu.adapters.rest;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.RecordLedger.DeliveryView;
import org.tongqu.record.port.RecordLedger.Event;
import org.tongqu.record.port.RecordLedger.Page;
import org.tongqu.record.port.RecordLedger.RecordView;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where records are, as JSON. Every member is always there; what is not known, or not for this viewer, is null. */
final class RecordJson {
    private RecordJson() {}

    static ObjectNode of(Page page) {
        ObjectNode json = StrictJson.object();
        ArrayNode records = json.putArray("records");
        page.records().forEach(view -> records.add(of(view)));
        return json.put("next", page.next());
    }

    static ObjectNode of(RecordView view) {
        ObjectNode json = StrictJson.object()
                .put("sender", view.record().sender().value())
                .put("id", view.record().id())
                .put("type", view.type().toString())
                .put("subject", view.key().subject())
                .put("sequence", view.sequence())
                .put("digest", digest(view))
                .put("acceptedAt", WireTime.of(view.acceptedAt()));
        putReceipt(json, view.receipt());
        ArrayNode deliveries = json.putArray("deliveries");
        view.deliveries().forEach(delivery -> deliveries.add(of(delivery)));
        return json;
    }

    /** The sender's only: who may see a part would guess the rest by a digest of the whole. What a party got, its seal says. */
    private static @Nullable String digest(RecordView view) {
        boolean isSenders = view.receipt() != null;
        return isSenders ? view.digest().value() : null;
    }

    private static ObjectNode of(DeliveryView view) {
        Instant nextAt = view.nextAt();
        ObjectNode json = StrictJson.object()
                .put("delivery", view.delivery().value())
                .put("recipient", view.recipient().value())
                .put("rule", view.rule())
                .put("state", view.state().name())
                .put("attempts", view.attempts())
                .put("nextAt", nextAt == null ? null : WireTime.of(nextAt))
                .put("code", view.code())
                .put("reason", view.words());
        putReceipt(json, view.receipt());
        addTimeline(json.putArray("timeline"), view.timeline());
        return json;
    }

    private static void addTimeline(ArrayNode timeline, List<Event> events) {
        for (Event event : events) {
            timeline.addObject()
                    .put("at", WireTime.of(event.at()))
                    .put("state", event.state().name())
                    .put("attempt", event.attempt())
                    .put("code", event.code());
        }
    }

    private static void putReceipt(ObjectNode json, @Nullable SealedText receipt) {
        if (receipt == null) {
            json.putNull("receipt");
        } else {
            json.set("receipt", receipt.toJson());
        }
    }
}

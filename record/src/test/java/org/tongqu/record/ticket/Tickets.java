package org.tongqu.record.ticket;

import java.util.Set;
import java.util.function.Consumer;
import org.tongqu.record.PartyId;
import org.tongqu.record.calendar.WorkdayCalendar;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.life.LifeStep;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.node.ObjectNode;

/** Records of one ticket: the examples of the schemas, from whom and with what is changed in them. */
final class Tickets {
    static final PartyId HOTLINE = new PartyId("990101.hotline");
    static final PartyId WATER = new PartyId("990101.water");
    static final PartyId CITY = new PartyId("990100.platform");
    static final PartyId LETTERS = new PartyId("990101.letters");

    private Tickets() {}

    static LifeStep step(String event, PartyId sender, Hotline hotline, Consumer<ObjectNode> change) {
        return TicketStep.of(record(event, sender, change), Set.of(WATER, CITY), hotline, WorkdayCalendar.shipped())
                .orElseThrow();
    }

    static BusinessRecord record(String event, PartyId sender, Consumer<ObjectNode> change) {
        ObjectNode data = (ObjectNode) Schemas.shipped()
                .find("ticket." + event)
                .orElseThrow()
                .example()
                .deepCopy();
        change.accept(data);
        ObjectNode envelope = StrictJson.object()
                .put("specversion", "1.0")
                .put("id", "t-1")
                .put("source", sender.source())
                .put("type", "ticket." + event)
                .put("subject", data.required("ticketNo").stringValue())
                .put("time", "2026-03-04T06:00:00.000Z");
        envelope.set("data", data);
        return EnvelopeReader.read(StrictJson.write(envelope));
    }
}

package org.tongqu.config.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tongqu.config.demo.Complaints.Told;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;

class ComplaintsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T16:00:07.250Z"), ZoneOffset.UTC);

    private final Complaints complaints = new Complaints(CLOCK);
    private final DemoRecords records = new DemoRecords(Schemas.shipped(), CLOCK, new Random(7));

    @Test
    void eachSideTellsWhatFollowsFromWhatItHeardUntilTheTicketIsClosed() {
        List<String> life = new ArrayList<>();
        List<Told> next = List.of(complaints.dispatched());
        while (!next.isEmpty()) {
            List<Told> then = new ArrayList<>();
            for (Told told : next) {
                life.add(told.sender() + " " + told.type());
                boolean isOfCentre = told.sender().equals(Complaints.CENTRE);
                then.addAll(isOfCentre ? complaints.bureauHears(record(told)) : complaints.centreHears(record(told)));
            }
            next = then;
        }
        assertThat(life)
                .containsExactly(
                        "990100.hotline ticket.dispatched",
                        "990101.urban ticket.signed",
                        "990101.urban ticket.returned",
                        "990100.hotline ticket.return-reviewed",
                        "990101.urban ticket.replied",
                        "990100.hotline ticket.redispatched",
                        "990101.urban ticket.signed",
                        "990101.urban ticket.replied",
                        "990100.hotline ticket.revisited",
                        "990100.hotline ticket.closed");
    }

    @Test
    void theNumberIsTheSecondInBeijing() {
        assertThat(complaints.dispatched().ticket()).isEqualTo("260303000007");
    }

    @Test
    void whatTheCentreHearsTwiceIsAnsweredOnce() {
        Told dispatched = complaints.dispatched();
        JsonNode returned = record(complaints.bureauHears(record(dispatched)).get(1));

        assertThat(complaints.centreHears(returned)).hasSize(1);
        assertThat(complaints.centreHears(returned)).isEmpty();
    }

    private JsonNode record(Told told) {
        JsonNode record = StrictJson.parse(records.told(told).octets());
        assertThat(Schemas.shipped().find(told.type()).orElseThrow().validate(record.required("data")))
                .as(told.type())
                .isEmpty();
        return record;
    }
}

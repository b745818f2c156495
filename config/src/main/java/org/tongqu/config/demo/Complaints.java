package org.tongqu.config.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tongqu.record.PartyId;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the hotline centre of the city and the county's bureau say to each other about a complaint: it is dispatched, signed for, handed
 * back, not taken back, answered, dispatched again, answered again, revisited and closed. Each side knows only what it has been told.
 * The centre's side is for one thread at a time.
 */
final class Complaints {
    /** The hotline centre of the city, which dispatches. */
    static final PartyId CENTRE = new PartyId("990100.hotline");
    /** The bureau of the county, which handles. */
    static final PartyId BUREAU = new PartyId("990101.urban");

    /** Twelve digits, as the exchange has them: the second at which it was dispatched. */
    private static final DateTimeFormatter NUMBER =
            DateTimeFormatter.ofPattern("uuMMddHHmmss").withZone(ZoneOffset.ofHours(8));

    /** To the second: the exchange knows nothing finer. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'.000Z'").withZone(ZoneOffset.UTC);

    private static final Duration TO_BE_HANDLED = Duration.ofDays(3);

    private final Clock clock;
    private final Set<String> heard = new HashSet<>();
    private final Set<String> answeredOnce = new HashSet<>();

    Complaints(Clock clock) {
        this.clock = clock;
    }

    /**
     * Something that one of them tells.
     *
     * @param sender who
     * @param type of the record
     * @param ticket the number of the ticket
     * @param data of the record
     */
    record Told(PartyId sender, String type, String ticket, ObjectNode data) {}

    /** A new complaint, dispatched by the centre. */
    Told dispatched() {
        Instant now = clock.instant();
        ObjectNode data = StrictJson.object()
                .put("title", "示范路路灯不亮")
                .put("content", "示范路1号门前路灯连续三日不亮。")
                .put("category", "3")
                .put("urgency", "1")
                .put("channel", "1")
                .put("acceptedAt", TIME.format(now))
                .put("opinion", "请按期办理")
                .put("dispatchedAt", TIME.format(now))
                .put("dueAt", TIME.format(now.plus(TO_BE_HANDLED)));
        data.putObject("caller").put("phone", "10000000003");
        data.putObject("place").put("address", "示范县示范路1号");
        return told(CENTRE, "ticket.dispatched", NUMBER.format(now), bureau(data));
    }

    /**
     * What the centre tells next. Told the same again, it tells nothing more.
     *
     * @param record that it heard
     */
    List<Told> centreHears(JsonNode record) {
        if (!heard.add(record.required("id").stringValue())) {
            return List.of();
        }
        String ticket = ticket(record);
        return switch (type(record)) {
            case "ticket.returned" ->
                List.of(told(
                        CENTRE,
                        "ticket.return-reviewed",
                        ticket,
                        centre(at("reviewedAt")).put("approved", false).put("opinion", "路灯维护属城市管理职责，不同意退单")));
            case "ticket.replied" ->
                answeredOnce.add(ticket)
                        ? List.of(told(CENTRE, "ticket.redispatched", ticket, again()))
                        : List.of(
                                told(
                                        CENTRE,
                                        "ticket.revisited",
                                        ticket,
                                        at("revisitedAt")
                                                .put("solved", true)
                                                .put("satisfaction", "2")
                                                .put("content", "来电人表示满意")),
                                told(
                                        CENTRE,
                                        "ticket.closed",
                                        ticket,
                                        centre(at("closedAt"))
                                                .put("solved", true)
                                                .put("summary", "诉求已解决")));
            default -> List.of();
        };
    }

    private ObjectNode again() {
        return at("dispatchedAt")
                .put("reason", "回访反映路灯仍不亮")
                .put("dueAt", TIME.format(clock.instant().plus(TO_BE_HANDLED)));
    }

    /**
     * What the bureau tells next.
     *
     * @param record that it fetched
     */
    List<Told> bureauHears(JsonNode record) {
        String ticket = ticket(record);
        return switch (type(record)) {
            case "ticket.dispatched" ->
                List.of(
                        signed(ticket),
                        told(
                                BUREAU,
                                "ticket.returned",
                                ticket,
                                bureau(at("returnedAt")).put("reason", "不属于本单位职责")));
            case "ticket.return-reviewed" -> List.of(replied(ticket, "路灯线路已修复。"));
            case "ticket.redispatched" -> List.of(signed(ticket), replied(ticket, "灯头已更换，路灯已亮。"));
            default -> List.of();
        };
    }

    private Told signed(String ticket) {
        return told(BUREAU, "ticket.signed", ticket, bureau(at("signedAt")));
    }

    private Told replied(String ticket, String reply) {
        return told(BUREAU, "ticket.replied", ticket, bureau(at("repliedAt")).put("reply", reply));
    }

    private static Told told(PartyId sender, String type, String ticket, ObjectNode data) {
        return new Told(sender, type, ticket, data.put("ticketNo", ticket));
    }

    private ObjectNode at(String member) {
        return StrictJson.object().put(member, TIME.format(clock.instant()));
    }

    private static ObjectNode centre(ObjectNode data) {
        return by("示范市12345热线受理中心", data);
    }

    private static ObjectNode bureau(ObjectNode data) {
        return by("示范县城市管理局", data);
    }

    private static ObjectNode by(String organization, ObjectNode data) {
        data.putObject("organization").put("name", organization);
        return data;
    }

    private static String type(JsonNode record) {
        return record.required("type").stringValue();
    }

    private static String ticket(JsonNode record) {
        return record.required("subject").stringValue();
    }
}

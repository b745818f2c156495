package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.load.Interference;
import org.tongqu.ittests.load.Submission;
import org.tongqu.ittests.load.TcpProxy;
import org.tongqu.ittests.platform.HotlinePlatform;
import org.tongqu.ittests.process.ListeningPort;
import org.tongqu.record.json.StrictJson;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/** The packaged gateway of a district and the hotline centre of its city, which knows SOAP alone: it calls it, and is called. */
@ExtendWith(SharedGateway.Extension.class)
class CityHotlineIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ORGANIZATION = "\"organization\":{\"name\":\"示范县供水有限公司\"}";
    private static final String SIGNED = "\"signedAt\":\"2026-03-04T06:00:00.000Z\"," + ORGANIZATION;
    private static final String REPLIED =
            "\"reply\":\"路灯已修复 <&> ]]>。\",\"repliedAt\":\"2026-03-04T07:00:00.000Z\"," + ORGANIZATION;

    private static final String RETURNED =
            "\"reason\":\"不属本单位职责\",\"returnedAt\":\"2026-03-06T07:00:00.000Z\"," + ORGANIZATION;
    private static final String REDISPATCH =
            """
            <BJTitle>示范路路灯不亮</BJTitle><AccTime>2026-03-02 09:00:00</AccTime><AcceptType>投诉</AcceptType>
            <Exigence>特急</Exigence><BJContent>示范路1号门前路灯连续三日不亮。</BJContent><MainEnt>示范县供水有限公司</MainEnt>
            <AgainReason>回访未解决</AgainReason><DisposalTime>2026-03-09 17:00:00</DisposalTime>
            <DispatchTime>2026-03-05 10:00:00</DispatchTime>""";
    private static final String REVIEW =
            "<AuditState>不同意</AuditState><AuditEnt>示范市受理中心</AuditEnt>" + "<AuditTime>2026-03-06 16:00:00</AuditTime>";
    private static final String REVISIT = "<Satisfaction>满意</Satisfaction><IsSolved>是</IsSolved>"
            + "<ReturnVisitTime>2026-03-07 09:00:00</ReturnVisitTime>";
    private static final String TO_REPORTS = "→ " + SharedGateway.REPORTS + " DELIVERED";
    private static final String TO_CITY = "→ " + SharedGateway.CITY_HOTLINE + " SENT";
    private static final String TO_HOTLINE = "→ " + SharedGateway.HOTLINE + " ACCEPTED";
    private static final List<String> WAY = List.of(
            "已结案",
            "ticket.dispatched",
            TO_REPORTS,
            "ticket.signed",
            TO_HOTLINE,
            "ticket.replied",
            TO_CITY,
            "ticket.redispatched",
            TO_REPORTS,
            "ticket.supplemented",
            TO_REPORTS,
            "ticket.signed",
            TO_HOTLINE,
            "ticket.returned",
            TO_CITY,
            "ticket.return-reviewed",
            TO_REPORTS,
            "ticket.replied",
            TO_CITY,
            "ticket.revisited",
            TO_REPORTS,
            "ticket.closed",
            TO_REPORTS);
    /** How long somebody waits for an answer that does not come. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final SharedGateway gateway;

    CityHotlineIT(SharedGateway gateway) {
        this.gateway = gateway;
    }

    /**
     * The department knows JSON and its inbox, the city SOAP and documents; each hears of the other in its own language. On the way, and all
     * of it to this one ticket: answers that are lost though the other side took what they answer, the department not fetching, the city not
     * there, and the gateway killed while one delivery is leased and another waits for the city.
     */
    @Test
    void aComplaintLivesItsWholeLifeThroughItsBadDays() throws Exception {
        HotlinePlatform city = gateway.platforms().hotline();
        String id = gateway.freshId();
        List<String> fetched = new ArrayList<>();
        try (TcpProxy deaf = new TcpProxy(ListeningPort.next(), gateway.site().port())) {
            deaf.interfere(Interference.LOSE_ANSWERS);
            city.sendUnheard(
                    address().replace(":" + gateway.site().port() + "/", ":" + deaf.port() + "/"),
                    dispatched(id, "请按期办理"),
                    "district",
                    SharedGateway.APP_SECRET,
                    PATIENCE);
            assertThat(deaf.interfered()).isPositive();
            assertThat(send(city, dispatched(id, "请按期办理")).status())
                    .as("it was taken the first time")
                    .isEqualTo("2");

            FetchingParty.Fetched leased = leased(number(id));
            takenAsOften(id, "ticket.signed", "s-1-" + id, SIGNED);
            int calls = city.unheard();
            city.beAway(true);
            String first = "a-1-" + id;
            assertThat(told(first, "ticket.replied", id, REPLIED).status()).isEqualTo(202);
            await().atMost(SOON).until(() -> city.unheard() > calls);

            gateway.process().kill();
            gateway.process().restart();
            gateway.process().awaitReady(Duration.ofSeconds(90));
            city.beAway(false);

            FetchingParty.Fetched again = leased(number(id));
            assertThat(again.delivery()).isEqualTo(leased.delivery());
            assertThat(again.attempt()).isGreaterThan(leased.attempt());
            fetched.add(type(again));
            try (FetchingParty unheard = new FetchingParty(
                    new HttpConnection(deaf.port(), PATIENCE),
                    gateway.sealer(SharedGateway.REPORTS),
                    Clock.systemUTC())) {
                assertThatIOException().isThrownBy(() -> unheard.confirm(List.of(again)));
            }
            confirm(again);
            awaitState(first, "SENT");

            assertThat(send(city, told("ATAF0107", id, REDISPATCH)).status()).isEqualTo("1");
            assertThat(send(
                                    city,
                                    told(
                                            "ATAF0203",
                                            id,
                                            field("BJContent", "路口的也不亮") + field("SupplyTime", "2026-03-05 11:00:00")))
                            .status())
                    .isEqualTo("1");
            fetched.add(fetched(number(id)).path("type").asString());
            fetched.add(fetched(number(id)).path("type").asString());
            takenAsOften(id, "ticket.signed", "s-2-" + id, SIGNED.replace("2026-03-04", "2026-03-06"));

            int lost = city.unheard();
            city.loseNextAnswer();
            String returned = "b-1-" + id;
            takenAsOften(id, "ticket.returned", returned, RETURNED);
            assertThat(told("b-2-" + id, "ticket.replied", id, REPLIED))
                    .satisfies(early -> assertThat(early.status()).isEqualTo(409))
                    .satisfies(early -> assertThat(early.text()).contains("STATE_CONFLICT", "ticket-state"));
            awaitState(returned, "SENT");
            assertThat(city.unheard())
                    .as("the city took it, and the gateway did not hear so")
                    .isEqualTo(lost + 1);

            assertThat(send(city, told("ATAF01182", id, REVIEW)).status()).isEqualTo("1");
            fetched.add(fetched(number(id)).path("type").asString());
            String second = "a-2-" + id;
            takenAsOften(
                    id, "ticket.replied", second, REPLIED.replace("已修复", "已更换").replace("2026-03-04", "2026-03-06"));
            awaitState(second, "SENT");
            assertThat(send(city, told("ATAF0105", id, REVISIT)).status()).isEqualTo("1");
            fetched.add(fetched(number(id)).path("type").asString());
            takenAsOften(id, "ticket.closed", "c-1-" + id, "\"closedAt\":\"2026-03-07T02:00:00.000Z\"");
            fetched.add(fetched(number(id)).path("type").asString());
            HotlinePlatform.Answer late = send(city, told("ATAF0105", id, REVISIT.replace("2026-03-07", "2026-03-08")));
            assertThat(late.status()).isEqualTo("0");
            assertThat(late.words()).contains("STATE_CONFLICT");
        }

        assertThat(fetched)
                .containsExactly(
                        "ticket.dispatched",
                        "ticket.redispatched",
                        "ticket.supplemented",
                        "ticket.return-reviewed",
                        "ticket.revisited",
                        "ticket.closed");
        assertThat(taken(id))
                .extracting(document -> HotlinePlatform.text(document, "Pstate") + " "
                        + HotlinePlatform.text(document, "Processprocedure"))
                .containsExactly("已处理 路灯已修复 <&> ]]>。", "退回 不属本单位职责", "已处理 路灯已更换 <&> ]]>。");
        assertThat(way(gateway.command("trace", number(id)))).containsExactlyElementsOf(WAY);
    }

    /** A record that is told twice, as whoever did not hear the first answer does. */
    private void takenAsOften(String ticket, String type, String id, String data) throws IOException {
        assertThat(told(id, type, ticket, data).status()).as(type).isEqualTo(202);
        assertThat(told(id, type, ticket, data).status()).as(type + " again").isEqualTo(200);
    }

    /** Of what {@code trace} says: where the ticket stands, the records in their order, who got each and how it ended. */
    private static List<String> way(String trace) {
        return Pattern.compile("(?m)^状态 state  \\S+  (\\S+)|─ \\d+\\. (\\S+)  来自|─ → (\\S+)  (\\S+)")
                .matcher(trace)
                .results()
                .map(found -> found.group(1) != null
                        ? found.group(1)
                        : found.group(2) != null ? found.group(2) : "→ " + found.group(3) + " " + found.group(4))
                .toList();
    }

    @Test
    void aReplyReachesTheCityAsADocumentInAParameter() throws IOException {
        String id = gateway.freshId();

        replied(id);

        awaitState(id, "SENT");
        Document document = taken(id).get(0);
        assertThat(HotlinePlatform.text(document, "MessageType")).isEqualTo("ATAF0101");
        assertThat(HotlinePlatform.text(document, "Pstate")).isEqualTo("已处理");
        assertThat(HotlinePlatform.text(document, "Processprocedure")).isEqualTo("路灯已修复 <&> ]]>。");
        assertThat(HotlinePlatform.text(document, "ProcessTime")).isEqualTo("2026-03-04 15:00:00");
        assertThat(HotlinePlatform.text(document, "ProcessEnt")).isEqualTo("示范县供水有限公司");
    }

    @Test
    void whatTheCityRefusesIsParkedWithItsWordsAndToldAnewOnceItIsMended() throws IOException, InterruptedException {
        String id = gateway.freshId();
        gateway.platforms().hotline().refuseNext("工单号不存在");

        replied(id);

        awaitState(id, "PARKED");
        JsonNode delivery = gateway.delivery(SharedGateway.REPORTS, id, SharedGateway.CITY_HOTLINE);
        assertThat(delivery.path("code").asString()).isEqualTo("PARTNER_REFUSED_200");
        assertThat(gateway.command("trace", number(id))).contains("工单号不存在");
        assertThat(taken(id)).isEmpty();

        String mended = gateway.freshId();
        assertThat(told(mended, "ticket.replied", id, REPLIED.replace("已修复", "已更换"))
                        .status())
                .isEqualTo(202);
        gateway.command(
                "close",
                "--lane",
                SharedGateway.CITY_HOTLINE,
                "--key",
                number(id),
                "--state",
                "PARKED",
                "--who",
                "operator",
                "--reason",
                "mended and told anew",
                "--yes");
        awaitState(mended, "SENT");
        assertThat(taken(id))
                .extracting(document -> HotlinePlatform.text(document, "Processprocedure"))
                .containsExactly("路灯已更换 <&> ]]>。");
    }

    @Test
    void aFaultOfTheServerWithStatus200IsNoConsentAndIsTriedAgain() throws IOException {
        String id = gateway.freshId();
        gateway.platforms().hotline().failNext();

        replied(id);

        awaitState(id, "SENT");
        assertThat(taken(id)).hasSize(1);
    }

    @Test
    void whatTheCityDispatchesBecomesATicketAndIsKnownWhenItComesAgain() throws IOException {
        HotlinePlatform city = gateway.platforms().hotline();
        String id = gateway.freshId();

        HotlinePlatform.Answer answer = send(city, dispatched(id, "请按期办理"));
        HotlinePlatform.Answer again = send(city, dispatched(id, "请按期办理"));
        HotlinePlatform.Answer other = send(city, dispatched(id, "请今日办结"));

        assertThat(answer).isEqualTo(new HotlinePlatform.Answer(200, "1", "接收成功"));
        assertThat(again.status()).isEqualTo("2");
        assertThat(other.status()).isEqualTo("0");
        assertThat(other.words()).contains("ID_REUSED");
        JsonNode event = fetched(number(id));
        assertThat(event.path("source").asString()).isEqualTo("/parties/990100.hotline");
        assertThat(event.path("type").asString()).isEqualTo("ticket.dispatched");
        assertThat(event.path("time").asString()).isEqualTo("2026-03-02T02:00:00.000Z");
        assertThat(event.at("/data/category").asString()).isEqualTo("3");
        assertThat(event.at("/data/urgency").asString()).isEqualTo("3");
        assertThat(event.at("/data/content").asString()).isEqualTo("示范路1号门前路灯连续三日不亮。");
        assertThat(event.at("/data/dueAt").asString()).isEqualTo("2026-03-05T09:00:00.000Z");
    }

    /** Their times have whole seconds, and what they say is personal: two of one second are two, and each is known when it comes again. */
    @Test
    void twoSupplementsAndTwoNotesOfOneSecondAreTwo() throws IOException {
        HotlinePlatform city = gateway.platforms().hotline();
        String id = gateway.freshId();
        assertThat(send(city, dispatched(id, "请按期办理")).status()).isEqualTo("1");
        assertThat(fetched(number(id)).path("type").asString()).isEqualTo("ticket.dispatched");

        for (String message : List.of("ATAF0203 BJContent SupplyTime", "ATAF0123 SuperviseOpinion OpinionTime")) {
            String[] names = message.split(" ");
            if (names[0].equals("ATAF0123")) {
                assertThat(send(
                                        city,
                                        told(
                                                "ATAF0122",
                                                id,
                                                "<SuperviseOpinion>请抓紧</SuperviseOpinion>"
                                                        + "<SuperviseTime>2026-03-02 12:00:00</SuperviseTime>"))
                                .status())
                        .isEqualTo("1");
                assertThat(fetched(number(id)).path("type").asString()).isEqualTo("ticket.supervised");
            }
            String lamp = field(names[1], "路灯仍不亮") + field(names[2], "2026-03-02 13:00:00");
            String street = lamp.replace("路灯仍不亮", "整条路都不亮");
            assertThat(List.of(lamp, street, lamp, street).stream()
                            .map(said -> send(city, told(names[0], id, said)).status()))
                    .as(message)
                    .containsExactly("1", "1", "2", "2");
            assertThat(List.of(fetched(number(id)), fetched(number(id))))
                    .extracting(event -> event.path("id").asString())
                    .doesNotHaveDuplicates()
                    .allMatch(own -> own.matches("[a-zA-Z.~:0-9-]+"));
        }
    }

    private static String field(String name, String value) {
        return "<" + name + ">" + value + "</" + name + ">";
    }

    @Test
    void whatCannotBeReadIsSaidInTheResultOrAsAFaultAndNothingIsTaken() {
        HotlinePlatform city = gateway.platforms().hotline();
        String id = gateway.freshId();
        String address = gateway.addressFor(SharedGateway.CITY_HOTLINE) + "/services/exchange";

        HotlinePlatform.Answer unknown = send(city, dispatched(id, "请按期办理").replace("投诉", "闲聊"));
        HotlinePlatform.Answer entity = send(
                city, "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><PantheonMessage>&e;</PantheonMessage>");
        HotlinePlatform.Answer stranger = city.send(address, dispatched(id, "请按期办理"), "district", "guess");
        HotlinePlatform.Answer noEnvelope = city.sendBody(address, "<html/>", "district", SharedGateway.APP_SECRET);

        assertThat(unknown.status()).isEqualTo("0");
        assertThat(unknown.words()).contains("AcceptType");
        assertThat(entity.status()).isEqualTo("0");
        assertThat(stranger.words()).contains("CHANNEL_NOT_AUTHENTIC");
        assertThat(noEnvelope.http()).isEqualTo(500);
        assertThat(noEnvelope.status()).isEqualTo("soap:Client");
        assertThat(send(city, dispatched(id, "请按期办理")).status()).isEqualTo("1");
    }

    @Test
    void theCityFindsTheDescriptionAtTheAddressOfTheService() {
        String address = gateway.addressFor(SharedGateway.CITY_HOTLINE) + "/services/exchange";

        Document description = gateway.platforms().hotline().description(address);

        assertThat(description
                        .getElementsByTagName("soap:address")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("location")
                        .getNodeValue())
                .isEqualTo(address);
        assertThat(description.getElementsByTagName("soap:operation").getLength())
                .isEqualTo(1);
    }

    private HotlinePlatform.Answer send(HotlinePlatform city, String document) {
        return city.send(address(), document, "district", SharedGateway.APP_SECRET);
    }

    private String address() {
        return gateway.addressFor(SharedGateway.CITY_HOTLINE) + "/services/exchange";
    }

    /** The department signs for what the city dispatched, and replies. */
    private void replied(String id) throws IOException {
        assertThat(send(gateway.platforms().hotline(), dispatched(id, "请按期办理")).status())
                .isEqualTo("1");
        assertThat(told(gateway.freshId(), "ticket.signed", id, SIGNED).status())
                .isEqualTo(202);
        assertThat(told(id, "ticket.replied", id, REPLIED).status()).isEqualTo(202);
    }

    private Submission.Outcome told(String id, String type, String ticket, String data) throws IOException {
        String record =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/%s","type":"%s","subject":"%s",
                 "time":"2026-03-04T07:00:00.000Z","data":{"ticketNo":"%s",%s}}
                """
                        .formatted(id, sender(type), type, number(ticket), number(ticket), data);
        return gateway.submit(sender(type), record.getBytes(StandardCharsets.UTF_8));
    }

    /** Who has no message for it in the exchange tells it as a record of its own. */
    private static String sender(String type) {
        return type.equals("ticket.closed") ? SharedGateway.CITY_HOTLINE : SharedGateway.REPORTS;
    }

    static String dispatched(String id, String opinion) {
        return told(
                "ATAF0001",
                id,
                """
                <BJTitle>示范路路灯不亮</BJTitle><AccTime>2026-03-02 09:00:00</AccTime><AcceptType>投诉</AcceptType>
                <Exigence>特急</Exigence><BJContent>示范路1号门前路灯连续三日不亮。</BJContent><MainEnt>示范县供水有限公司</MainEnt>
                <DispatchOpinion>%s</DispatchOpinion><DisposalTime>2026-03-05 17:00:00</DisposalTime>
                <DispatchTime>2026-03-02 10:00:00</DispatchTime>"""
                        .formatted(opinion));
    }

    private static String told(String message, String id, String fields) {
        return """
                <?xml version="1.0" encoding="gb2312"?>
                <PantheonMessage><PantheonMessageHeader><MessageType>%s</MessageType></PantheonMessageHeader>
                <PantheonMessageDocument><OpDigNumGather>%s</OpDigNumGather><OpSerialNumber>S-%s</OpSerialNumber>
                %s</PantheonMessageDocument></PantheonMessage>
                """
                .formatted(message, number(id), id, fields);
    }

    private static String number(String id) {
        return "T-" + id;
    }

    private List<Document> taken(String id) {
        return gateway.platforms().hotline().taken().stream()
                .filter(document ->
                        HotlinePlatform.text(document, "OpDigNumGather").equals(number(id)))
                .toList();
    }

    private void awaitState(String id, String state) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(SharedGateway.REPORTS, id, SharedGateway.CITY_HOTLINE))
                .isEqualTo(state));
    }

    private JsonNode fetched(String number) throws IOException {
        FetchingParty.Fetched found = leased(number);
        confirm(found);
        return StrictJson.parse(found.content().payload());
    }

    private static String type(FetchingParty.Fetched fetched) {
        return StrictJson.parse(fetched.content().payload()).path("type").asString();
    }

    private void confirm(FetchingParty.Fetched fetched) throws IOException {
        try (FetchingParty inbox = gateway.inbox(SharedGateway.REPORTS)) {
            assertThat(inbox.confirm(List.of(fetched))).containsExactly(200);
        }
    }

    /** Not confirmed: after ten seconds it comes again. */
    private FetchingParty.Fetched leased(String number) throws IOException {
        try (FetchingParty inbox = gateway.inbox(SharedGateway.REPORTS)) {
            long end = System.nanoTime() + SOON.toNanos();
            while (System.nanoTime() < end) {
                for (FetchingParty.Fetched fetched : inbox.fetch(100, 5, 10)) {
                    JsonNode event = StrictJson.parse(fetched.content().payload());
                    if (event.path("subject").asString().equals(number)) {
                        return fetched;
                    }
                }
            }
        }
        throw new AssertionError("ticket " + number + " did not come to the inbox");
    }
}

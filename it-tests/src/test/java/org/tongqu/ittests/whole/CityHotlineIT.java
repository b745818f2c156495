package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.ittests.load.Submission;
import org.tongqu.ittests.platform.HotlinePlatform;
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

    private final SharedGateway gateway;

    CityHotlineIT(SharedGateway gateway) {
        this.gateway = gateway;
    }

    /** The department knows JSON and its inbox, the city SOAP and documents; each hears of the other in its own language. */
    @Test
    void aComplaintGoesDownIsReturnedAnsweredTwiceRevisitedAndClosed() throws IOException {
        HotlinePlatform city = gateway.platforms().hotline();
        String id = gateway.freshId();

        assertThat(send(city, dispatched(id, "请按期办理")).status()).isEqualTo("1");
        assertThat(fetched(number(id)).path("type").asString()).isEqualTo("ticket.dispatched");

        String returned = gateway.freshId();
        assertThat(told(
                                returned,
                                "ticket.returned",
                                id,
                                "\"reason\":\"不属本单位职责\",\"returnedAt\":\"2026-03-02T03:00:00.000Z\"," + ORGANIZATION)
                        .status())
                .isEqualTo(202);
        awaitState(returned, "SENT");
        Submission.Outcome early = told(gateway.freshId(), "ticket.replied", id, REPLIED);
        assertThat(early.status()).as("the return is not reviewed yet").isEqualTo(409);
        assertThat(early.text()).contains("STATE_CONFLICT", "ticket-state");

        assertThat(send(
                                city,
                                told(
                                        "ATAF01182",
                                        id,
                                        "<AuditState>不同意</AuditState><AuditEnt>示范市受理中心</AuditEnt>"
                                                + "<AuditTime>2026-03-02 12:00:00</AuditTime>"))
                        .status())
                .isEqualTo("1");
        assertThat(fetched(number(id)).at("/data/approved").asBoolean(true)).isFalse();

        assertThat(told(gateway.freshId(), "ticket.signed", id, SIGNED).status())
                .isEqualTo(202);
        String first = gateway.freshId();
        assertThat(told(first, "ticket.replied", id, REPLIED).status()).isEqualTo(202);
        awaitState(first, "SENT");

        assertThat(send(
                                city,
                                told(
                                        "ATAF0107",
                                        id,
                                        """
                <BJTitle>示范路路灯不亮</BJTitle><AccTime>2026-03-02 09:00:00</AccTime><AcceptType>投诉</AcceptType>
                <Exigence>特急</Exigence><BJContent>示范路1号门前路灯连续三日不亮。</BJContent><MainEnt>示范县供水有限公司</MainEnt>
                <AgainReason>回访未解决</AgainReason><DisposalTime>2026-03-09 17:00:00</DisposalTime>
                <DispatchTime>2026-03-05 10:00:00</DispatchTime>"""))
                        .status())
                .isEqualTo("1");
        assertThat(fetched(number(id)).path("type").asString()).isEqualTo("ticket.redispatched");
        assertThat(told(gateway.freshId(), "ticket.signed", id, SIGNED.replace("2026-03-04", "2026-03-06"))
                        .status())
                .isEqualTo(202);
        String second = gateway.freshId();
        assertThat(told(
                                second,
                                "ticket.replied",
                                id,
                                REPLIED.replace("已修复", "已更换").replace("2026-03-04", "2026-03-06"))
                        .status())
                .isEqualTo(202);
        awaitState(second, "SENT");
        assertThat(taken(id))
                .extracting(document -> HotlinePlatform.text(document, "Pstate") + " "
                        + HotlinePlatform.text(document, "Processprocedure"))
                .containsExactly("退回 不属本单位职责", "已处理 路灯已修复 <&> ]]>。", "已处理 路灯已更换 <&> ]]>。");

        assertThat(send(
                                city,
                                told(
                                        "ATAF0105",
                                        id,
                                        "<Satisfaction>满意</Satisfaction><IsSolved>是</IsSolved>"
                                                + "<ReturnVisitTime>2026-03-07 09:00:00</ReturnVisitTime>"))
                        .status())
                .isEqualTo("1");
        assertThat(fetched(number(id)).at("/data/solved").asBoolean()).isTrue();
        assertThat(told(gateway.freshId(), "ticket.closed", id, "\"closedAt\":\"2026-03-07T02:00:00.000Z\"")
                        .status())
                .isEqualTo(202);
        assertThat(fetched(number(id)).path("type").asString()).isEqualTo("ticket.closed");
        HotlinePlatform.Answer late = send(
                city,
                told(
                        "ATAF0105",
                        id,
                        "<Satisfaction>满意</Satisfaction><IsSolved>是</IsSolved>"
                                + "<ReturnVisitTime>2026-03-08 09:00:00</ReturnVisitTime>"));
        assertThat(late.status()).isEqualTo("0");
        assertThat(late.words()).contains("STATE_CONFLICT");
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
        assertThat(description.getElementsByTagName("operation").getLength()).isEqualTo(2);
    }

    private HotlinePlatform.Answer send(HotlinePlatform city, String document) {
        return city.send(
                gateway.addressFor(SharedGateway.CITY_HOTLINE) + "/services/exchange",
                document,
                "district",
                SharedGateway.APP_SECRET);
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
        try (FetchingParty inbox = gateway.inbox(SharedGateway.REPORTS)) {
            long end = System.nanoTime() + SOON.toNanos();
            while (System.nanoTime() < end) {
                for (FetchingParty.Fetched fetched : inbox.fetch(100, 5, 10)) {
                    JsonNode event = StrictJson.parse(fetched.content().payload());
                    if (event.path("subject").asString().equals(number)) {
                        assertThat(inbox.confirm(List.of(fetched))).containsExactly(200);
                        return event;
                    }
                }
            }
        }
        throw new AssertionError("ticket " + number + " did not come to the inbox");
    }
}

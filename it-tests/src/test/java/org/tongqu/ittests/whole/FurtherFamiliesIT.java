package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.ittests.platform.JsonPlatform;
import org.tongqu.ittests.platform.Proof;
import org.tongqu.ittests.platform.Proofs;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * The packaged gateway and a registrar, the departments that follow its registrations, a water company, a gateway for text messages and the
 * hotline of a city, each in its own words: it calls them, and they call it.
 */
@ExtendWith(SharedGateway.Extension.class)
class FurtherFamiliesIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ENTERPRISE = "91990101XXXX0006XC";
    private static final String CHANGED = "91990100XXXX00027M";

    /** Others of its key wait for what a partner refused: these have keys of their own. */
    private static final String REFUSED = "12990100XXXX00035M";

    private static final String OTHER = "52990100XXXX00043C";

    private final SharedGateway gateway;
    private final FurtherPlatforms platforms;
    private final Heard heard;

    FurtherFamiliesIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.platforms = gateway.platforms().further();
        this.heard = new Heard(gateway, FurtherPlatforms.HEARD);
    }

    @ParameterizedTest
    @CsvSource({
        "990101.employers-insurance, 2, insuranceRegistered, social-insurance.registered",
        "990101.fund, 3, fundRegistered, provident-fund.registered",
        "990101.accounts, 5, '', ''",
        "990101.follower, 4, '', ''"
    })
    void whoFollowsTheRegistrarIsToldAndWhatItMakesOfItIsJoinedToTheEnterprise(
            String party, String target, String call, String type) throws IOException {
        String id = gateway.freshId();
        String address = gateway.addressFor(party);
        JsonPlatform follower = platforms.follower(party);

        assertThat(registered(id, ENTERPRISE).code()).isEqualTo("0");
        JsonNode told = only(awaited(follower, "enterpriseRegistered", "caseNo", "KB-" + id));
        String correlation = told.path("correlation").asString();
        JsonPlatform.Answer reported = follower.report(
                address,
                "fanOutReported",
                """
                {"messageNo":"P-%s","correlation":"%s","creditCode":"%s","change":"1","target":"%s","status":"4",
                 "organization":{"name":"示范县联办部门"},"reason":"缺少材料","reportedAt":"2026-03-05 10:00:00"}
                """
                        .formatted(id, correlation, ENTERPRISE, target));

        assertThat(told)
                .isEqualTo(StrictJson.parse(
                        """
                        {"messageNo":"%s","correlation":"%s","creditCode":"%s","name":"示范县示例商贸有限公司","typeCode":"1130",
                         "address":"示范省示范市示范县示范路2号","legalRepresentative":{"name":"示例申请人","idType":"111",
                         "idNo":"990101190001010018"},"capital":{"amount":"1000000.00","currency":"CNY"},
                         "establishedOn":"2026-03-04","scope":"日用百货销售","registrar":{"name":"示范县市场监督管理局"},
                         "state":"1","caseNo":"KB-%s","approvedAt":"2026-03-04 10:00:00"}
                        """
                                .formatted(told.path("messageNo").asString(), correlation, ENTERPRISE, id)));
        assertThat(told.path("messageNo").asString()).matches("[0-9a-f]{32}");
        assertThat(correlation).endsWith(id);
        assertThat(reported.code()).as(reported.words()).isEqualTo("0");
        JsonNode progress = heard.next("enterprise.fan-out-reported", ENTERPRISE);
        assertThat(progress.path("source").asString()).isEqualTo("/parties/" + party);
        assertThat(progress.path("correlation").asString()).isEqualTo(correlation);
        assertThat(progress.at("/data/target").asString()).isEqualTo(target);
        assertThat(progress.at("/data/reason").asString()).isEqualTo("缺少材料");
        if (!call.isEmpty()) {
            JsonPlatform.Answer done = follower.report(
                    address,
                    call,
                    """
                    {"messageNo":"R-%s","correlation":"%s","creditCode":"%s","name":"示范县示例商贸有限公司",
                     "organization":{"name":"示范县联办部门"},"unitNo":"U-%s","fromMonth":"2026-04",
                     "insurances":[{"kind":"1","fromMonth":"2026-04"}],"registeredAt":"2026-03-06 10:00:00"}
                    """
                            .formatted(id, correlation, ENTERPRISE, id));
            assertThat(done.code()).as(done.words()).isEqualTo("0");
            JsonNode event = heard.next(type, ENTERPRISE);
            assertThat(event.path("correlation").asString()).isEqualTo(correlation);
            assertThat(event.at("/data/unitNo").asString()).isEqualTo("U-" + id);
            assertThat(event.path("time").asString()).isEqualTo("2026-03-06T02:00:00.000Z");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "990101.employers-insurance, 2, 3",
        "990101.fund, 3, 5",
        "990101.accounts, 5, 2",
        "990101.follower, 1, 6"
    })
    void aDepartmentReportsOnceForItselfAloneAndSigned(String party, String own, String other) {
        String id = gateway.freshId();
        String address = gateway.addressFor(party);
        JsonPlatform follower = platforms.follower(party);
        String progress =
                """
                {"messageNo":"O-%s","correlation":"KB-%s","creditCode":"%s","change":"1","target":"%s","status":"2",
                 "organization":{"name":"示范县联办部门"},"reportedAt":"2026-03-05 10:00:00"}
                """
                        .formatted(id, id, OTHER, own);
        Proof guess = Proofs.hmac("990101", "guess", Clock.systemUTC());
        Proof late = Proofs.hmac(
                "990101", SharedGateway.APP_SECRET, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-6)));

        assertThat(follower.report(address, "fanOutReported", progress, guess).code())
                .isEqualTo("CHANNEL_NOT_AUTHENTIC");
        assertThat(follower.report(address, "fanOutReported", progress, late))
                .matches(answer -> answer.http() == 503 && answer.code().equals("2"));
        assertThat(follower.report(address, "fanOutReported", progress).code()).isEqualTo("0");
        assertThat(follower.report(address, "fanOutReported", progress).code()).isEqualTo("1");
        assertThat(follower.report(address, "fanOutReported", progress.replace("\"status\":\"2\"", "\"status\":\"3\""))
                        .code())
                .isEqualTo("ID_REUSED");
        assertThat(follower.report(
                                address,
                                "fanOutReported",
                                progress.replace("O-", "Q-")
                                        .replace("\"target\":\"" + own + "\"", "\"target\":\"" + other + "\""))
                        .code())
                .isEqualTo("UNTRANSLATABLE");
    }

    @Test
    void whatAFollowerRefusesIsParkedForItAlone() throws IOException, InterruptedException {
        String id = gateway.freshId();
        platforms.follower(FurtherPlatforms.FUND).refuseNext("单位已开户");

        assertThat(registered(id, REFUSED).code()).isEqualTo("0");

        awaited(platforms.follower(FurtherPlatforms.EMPLOYERS), "enterpriseRegistered", "caseNo", "KB-" + id);
        await().atMost(SOON).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> assertThat(
                        gateway.command("trace", REFUSED))
                .contains("单位已开户", "PARKED"));
        assertThat(platforms.follower(FurtherPlatforms.FUND).taken("enterpriseRegistered", "caseNo", "KB-" + id))
                .isEmpty();
    }

    @Test
    void aRegistrationIsTakenOnceAndByTheSecretThatWasGiven() throws IOException {
        String id = gateway.freshId();
        JsonPlatform registrar = platforms.registrar();
        String address = gateway.addressFor(FurtherPlatforms.REGISTRAR);
        String message = registration(id, OTHER, "示范县示例商贸有限公司");

        assertThat(registrar.report(address, "entRegister", message, platforms.signer()))
                .isEqualTo(new JsonPlatform.Answer(200, "E-106", "未授权"));
        Proof given = registrar.fetched(address, platforms.signer());
        assertThat(registrar.report(address, "entRegister", message, given))
                .isEqualTo(new JsonPlatform.Answer(200, "0", "成功"));
        assertThat(registrar.report(address, "entRegister", message, given))
                .isEqualTo(new JsonPlatform.Answer(200, "1", "已存在"));
        assertThat(registrar.report(address, "entAlter", message, given).code())
                .as("the same octets by another call are another message, here of a change that changes nothing")
                .isEqualTo("SCHEMA_VIOLATION");
        assertThat(registrar
                        .report(address, "entRegister", registration(id, OTHER, "示范县示例贸易有限公司"), given)
                        .code())
                .isEqualTo("ID_REUSED");
        assertThat(registrar
                        .report(
                                address,
                                "entRegister",
                                registration("x" + id, OTHER, "示例").replace("\"156\"", "\"999\""),
                                given)
                        .code())
                .isEqualTo("UNTRANSLATABLE");
    }

    @Test
    void aChangeReachesTheRegistrarInItsNamesBeforeAndAfterItChangedItsSecret() throws IOException {
        String before = gateway.freshId();
        String after = gateway.freshId();
        JsonPlatform registrar = platforms.registrar();
        changed(before, CHANGED);
        awaitState(before, FurtherPlatforms.REGISTRAR, "SENT");
        platforms.signer().changeSecret();

        changed(after, CHANGED);

        awaitState(after, FurtherPlatforms.REGISTRAR, "SENT");
        assertThat(registrar.said()).contains("E-106");
        assertThat(registrar.taken("entAlter", "caseno", "KB-" + before)).hasSize(1);
        JsonNode row = only(registrar.taken("entAlter", "caseno", "KB-" + after));
        assertThat(row)
                .isEqualTo(StrictJson.parse(
                        """
                        {"recid":"%s","uniscid":"91990100XXXX00027M","entname":"示范县供水有限公司","enttype":"1130",
                         "dom":"示范省示范市示范县示范路2号","name":"示例申请人","certype":"10","cerno":"990101190001010018",
                         "regcap":"100.5","regcapcur":"156","estdate":"2026-03-04","opscope":"供水",
                         "regorg":"示范县市场监督管理局","regorgareacode":"990101","nodenum":"990000","regstate":"1",
                         "altlist":[{"altitem":"住所","altbe":"示范路1号","altaf":"示范路2号"}],"caseno":"KB-%s",
                         "apprdate":"2026-06-02 10:00:00"}
                        """
                                .formatted(row.path("recid").asString(), after)));
        assertThat(row.path("recid").asString()).matches("[0-9a-f]{32}");
    }

    @Test
    void whatTheRegistrarRefusesIsParkedWithItsWords() throws IOException, InterruptedException {
        String id = gateway.freshId();
        platforms.registrar().refuseNext("主体不存在");

        changed(id, OTHER);

        awaitState(id, FurtherPlatforms.REGISTRAR, "PARKED");
        assertThat(gateway.command("trace", OTHER)).contains("主体不存在");
        assertThat(platforms.registrar().taken("entAlter", "caseno", "KB-" + id))
                .isEmpty();
    }

    @Test
    void anOpeningReachesTheWaterCompanyAndStateAndBillComeBack() throws IOException {
        String id = gateway.freshId();
        String address = gateway.addressFor(FurtherPlatforms.WATERWORKS);
        JsonPlatform water = platforms.waterworks();

        opening(id, "1");

        awaitState(id, FurtherPlatforms.WATERWORKS, "SENT");
        assertThat(only(water.taken("business", "APPLY_NO", "GS-" + id)))
                .isEqualTo(StrictJson.parse(
                        """
                        {"APPLY_NO":"GS-%s","WATER_KIND":"W","COMPANY_NAME":"示范县供水有限公司","BUSINESS_TYPE":"1",
                         "NEW_FAMILY_NAME":"示例申请人","ID_TYPE":"111","ID_CARD":"990101190001010018",
                         "WATER_ADDRESS":"示范省示范市示范县示范路1号1单元101室","WATER_TYPE":"居民",
                         "APPLY_TIME":"2026-03-02 09:00:00"}
                        """
                                .formatted(id)));
        assertThat(water.report(
                                address,
                                "state",
                                """
                {"APPLY_NO":"GS-%s","WATER_KIND":"W","COMPANY_NAME":"示范县供水有限公司","BUSINESS_TYPE":"1","STATE":"2",
                 "FAMILY_NUMBER":"01-%s","MANAGER_NAME":"示例经办人","HANDLE_TIME":"2026-03-04 10:00:00"}
                """
                                        .formatted(id, id))
                        .code())
                .isEqualTo("200");
        JsonNode handled = heard.next("utility.handled", "GS-" + id);
        assertThat(handled.at("/data/accountNo").asString()).isEqualTo("01-" + id);
        assertThat(handled.at("/data/state").asString()).isEqualTo("2");
        String bill =
                """
                {"FAMILY_NUMBER":"01-%s","WATER_KIND":"W","COMPANY_NAME":"示范县供水有限公司","BILL_NO":"ZD-%s",
                 "BILL_MONTH":"202602","LAST_ARRIVAL":"1000","THIS_ARRIVAL":"1010","CONSUMPTION":"10","WATER_RATES":"30",
                 "SEWAGE_CHARGE":"10.5","AMOUNT":"40.50","BILL_TIME":"2026-03-01 09:00:00"}
                """
                        .formatted(id, id);
        assertThat(water.report(address, "bill", bill).code()).isEqualTo("200");
        assertThat(water.report(address, "bill", bill)).isEqualTo(new JsonPlatform.Answer(200, "208", "已存在"));
        assertThat(water.report(address, "bill", bill.replace("40.50", "41.50")).code())
                .isEqualTo("ID_REUSED");
        JsonNode data = heard.next("utility.billed", "01-" + id).path("data");
        assertThat(data.path("period").asString()).isEqualTo("2026-02");
        assertThat(data.path("amount").asString()).isEqualTo("40.50");
        assertThat(data.path("charges"))
                .isEqualTo(StrictJson.parse(
                        "[{\"name\":\"水费\",\"amount\":\"30.00\"},{\"name\":\"污水处理费\",\"amount\":\"10.50\"}]"));
    }

    @Test
    void whatIsNoWaterIsNotToldRefusalsAreParkedAndStrangersAreRefused() throws IOException, InterruptedException {
        String heat = gateway.freshId();
        String far = gateway.freshId();
        opening(heat, "6");
        awaitState(heat, FurtherPlatforms.WATERWORKS, "PARKED");
        platforms.waterworks().refuseNext("超出供水范围");
        opening(far, "1");
        awaitState(far, FurtherPlatforms.WATERWORKS, "PARKED");

        assertThat(gateway.command("trace", "GS-" + heat)).contains("UNTRANSLATABLE");
        assertThat(gateway.command("trace", "GS-" + far)).contains("超出供水范围");
        assertThat(platforms.waterworks().taken("business", "APPLY_NO", "GS-" + heat))
                .isEmpty();
        assertThat(platforms
                        .waterworks()
                        .report(
                                gateway.addressFor(FurtherPlatforms.WATERWORKS),
                                "bill",
                                "{}",
                                Proofs.basic("990101", "guess"))
                        .code())
                .isEqualTo("CHANNEL_NOT_AUTHENTIC");
    }

    @Test
    void aTextIsSentOnceThoughTheGatewayForThemIsBusyOrItsAnswerIsLost() throws IOException {
        String busy = gateway.freshId();
        String lost = gateway.freshId();
        JsonPlatform texting = platforms.texting();
        texting.busyNext();
        texted(busy);
        awaitState(busy, FurtherPlatforms.TEXTING, "SENT");
        texting.loseNextAnswer();

        texted(lost);

        awaitState(lost, FurtherPlatforms.TEXTING, "SENT");
        assertThat(texting.said()).contains("99").last().isEqualTo("1");
        assertThat(texting.taken("send", "msgId", "DX-" + lost)).hasSize(1);
        assertThat(only(texting.taken("send", "msgId", "DX-" + busy)))
                .isEqualTo(StrictJson.parse(
                        """
                        {"msgId":"DX-%s","sender":"示范市行政审批服务局","mobiles":[{"mobile":"10000000001"}],
                         "content":"您申请的示范经营许可已办结，请到窗口领取。","sendTime":"20260309100000","priority":"1",
                         "requestTime":"20260309093000"}
                        """
                                .formatted(busy)));
    }

    @Test
    void whatBecameOfATextIsReportedSignedAndOnce() throws IOException {
        String id = gateway.freshId();
        String address = gateway.addressFor(FurtherPlatforms.TEXTING);
        JsonPlatform texting = platforms.texting();
        String report =
                """
                {"msgId":"DX-%s","reports":[{"mobile":"10000000001","stat":"REJECTD","doneTime":"20260309100005"}],
                 "platform":"示范短信平台","reportTime":"20260309100100"}
                """
                        .formatted(id);
        Proof guess = Proofs.md5("990101", "guess", Clock.systemUTC());
        Proof early =
                Proofs.md5("990101", SharedGateway.APP_SECRET, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6)));

        assertThat(texting.report(address, "report", report, guess))
                .matches(answer -> answer.code().equals("2") && answer.words().startsWith("CHANNEL_NOT_AUTHENTIC"));
        assertThat(texting.report(address, "report", report, early).code()).isEqualTo("99");
        assertThat(texting.report(address, "report", report).code()).isEqualTo("0");
        assertThat(texting.report(address, "report", report).code()).isEqualTo("1");
        assertThat(texting.report(address, "report", report.replace("REJECTD", "DELIVRD")))
                .matches(answer -> answer.code().equals("2") && answer.words().startsWith("ID_REUSED"));
        JsonNode event = heard.next("sms.reported", "DX-" + id);
        assertThat(event.at("/data/results/0/status").asString()).isEqualTo("3");
        assertThat(event.at("/data/results/0/at").asString()).isEqualTo("2026-03-09T02:00:05.000Z");
    }

    @Test
    void aTaskOfTheCityIsATicketAndItsAnswerGoesBackUnderBothNumbers() throws IOException {
        String id = gateway.freshId();
        String address = gateway.addressFor(FurtherPlatforms.TASKS);
        JsonPlatform city = platforms.tasks();
        String task =
                """
                {"cityTaskNum":"T-%s","sectionTaskNum":"Q-%s","eventSrcCode":"1","eventTypeCode":"3","districtCode":"990101",
                 "coordinateX":"100.5","coordinateY":"30.25","title":"示范路路灯不亮","eventdesc":"路灯连续三日不亮。",
                 "registTime":"2026-03-02 09:00:00","urgentLevel":"2","returnVisitFlag":"1","lockedFlag":"0",
                 "organizationName":"示范县供水有限公司","dispatchTime":"2026-03-02 10:00:00","deadlineDate":"2026-03-05 17:00:00"}
                """
                        .formatted(id, id);

        assertThat(city.report(address, "dispatchTask", task, Proofs.basic("990101", "guess")))
                .matches(answer -> answer.code().equals("1") && answer.words().startsWith("CHANNEL_NOT_AUTHENTIC"));
        assertThat(city.report(address, "dispatchTask", task)).isEqualTo(new JsonPlatform.Answer(200, "0", "成功"));
        assertThat(city.report(address, "dispatchTask", task).code()).isEqualTo("2");
        assertThat(city.report(address, "dispatchTask", task.replace("三日", "五日"))
                        .words())
                .startsWith("ID_REUSED");
        JsonNode event = heard.next("ticket.dispatched", "T-" + id);
        assertThat(event.at("/data/lowerNo").asString()).isEqualTo("Q-" + id);
        assertThat(event.at("/data/urgency").asString()).isEqualTo("3");
        assertThat(event.at("/data/revisitRequired").asBoolean()).isTrue();
        assertThat(event.at("/data/place/longitude").asString()).isEqualTo("100.5");
        assertThat(event.path("data").has("lockedFlag")).isFalse();

        ticket(id + "-s", "ticket.signed", id, "\"signedAt\":\"2026-03-02T03:00:00.000Z\"");
        city.refuseNext("答复过于简单");
        ticket(id + "-r", "ticket.replied", id, "\"reply\":\"已修。\",\"repliedAt\":\"2026-03-04T07:00:00.000Z\"");
        awaitState(FurtherPlatforms.HEARD, id + "-r", FurtherPlatforms.TASKS, "PARKED");
        assertThat(city.taken("replyTask", "cityTaskNum", "T-" + id)).isEmpty();
    }

    @Test
    void aReplyReachesTheCityUnderItsNumber() throws IOException {
        String id = gateway.freshId();
        String address = gateway.addressFor(FurtherPlatforms.TASKS);
        JsonPlatform city = platforms.tasks();
        assertThat(city.report(
                                address,
                                "dispatchTask",
                                """
                {"cityTaskNum":"T-%s","sectionTaskNum":"Q-%s","eventTypeCode":"2","title":"示范路路灯不亮",
                 "eventdesc":"路灯连续三日不亮。","registTime":"2026-03-02 09:00:00","urgentLevel":"0",
                 "organizationName":"示范县供水有限公司","dispatchTime":"2026-03-02 10:00:00","deadlineDate":"2026-03-05 17:00:00"}
                """
                                        .formatted(id, id))
                        .code())
                .isEqualTo("0");
        ticket(id + "-s", "ticket.signed", id, "\"signedAt\":\"2026-03-02T03:00:00.000Z\"");

        ticket(
                id + "-r",
                "ticket.replied",
                id,
                "\"lowerNo\":\"Q-" + id + "\",\"reply\":\"路灯已修复。\",\"repliedAt\":\"2026-03-04T07:00:00.000Z\"");

        awaitState(FurtherPlatforms.HEARD, id + "-r", FurtherPlatforms.TASKS, "SENT");
        assertThat(only(city.taken("replyTask", "cityTaskNum", "T-" + id)))
                .isEqualTo(StrictJson.parse(
                        """
                        {"cityTaskNum":"T-%s","sectionTaskNum":"Q-%s","replyContent":"路灯已修复。",
                         "organizationName":"示范县供水有限公司","replyTime":"2026-03-04 15:00:00"}
                        """
                                .formatted(id, id)));
    }

    private JsonPlatform.Answer registered(String id, String enterprise) {
        String address = gateway.addressFor(FurtherPlatforms.REGISTRAR);
        JsonPlatform registrar = platforms.registrar();
        return registrar.report(
                address,
                "entRegister",
                registration(id, enterprise, "示范县示例商贸有限公司"),
                registrar.fetched(address, platforms.signer()));
    }

    private static String registration(String id, String enterprise, String name) {
        return """
               {"recid":"%s","uniscid":"%s","entname":"%s","enttype":"1130","dom":"示范省示范市示范县示范路2号",
                "name":"示例申请人","certype":"10","cerno":"990101190001010018","regcap":"100","regcapcur":"156",
                "estdate":"2026-03-04","opscope":"日用百货销售","regorg":"示范县市场监督管理局","regstate":"1",
                "fanout":"2,3","caseno":"KB-%s","apprdate":"2026-03-04 10:00:00"}
               """
                .formatted(id, enterprise, name, id);
    }

    private void changed(String id, String enterprise) throws IOException {
        submit(
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.further-office","type":"enterprise.changed",
                 "subject":"%s","time":"2026-06-02T02:00:00.000Z","data":{"creditCode":"%s",
                 "name":"示范县供水有限公司","typeCode":"1130","address":"示范省示范市示范县示范路2号",
                 "legalRepresentative":{"name":"示例申请人","idType":"111","idNo":"990101190001010018"},
                 "capital":{"amount":"1005000.00","currency":"CNY"},"establishedOn":"2026-03-04","scope":"供水",
                 "registrar":{"name":"示范县市场监督管理局","areaCode":"990101000000"},"state":"1",
                 "changes":[{"matter":"住所","before":"示范路1号","after":"示范路2号"}],"caseNo":"KB-%s",
                 "approvedAt":"2026-06-02T02:00:00.000Z"}}
                """
                        .formatted(id, enterprise, enterprise, id));
    }

    private void opening(String id, String kind) throws IOException {
        submit(
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.further-office",
                 "type":"utility.opening-requested","subject":"GS-%s","time":"2026-03-02T01:00:00.000Z",
                 "data":{"requestNo":"GS-%s","kind":"%s","utility":{"name":"示范县供水有限公司"},
                 "holder":{"name":"示例申请人","idType":"111","idNo":"990101190001010018"},
                 "property":{"address":"示范省示范市示范县示范路1号1单元101室"},"usageClass":"居民",
                 "requestedAt":"2026-03-02T01:00:00.000Z"}}
                """
                        .formatted(id, id, id, kind));
    }

    private void texted(String id) throws IOException {
        submit(
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.further-office","type":"sms.requested",
                 "subject":"DX-%s","time":"2026-03-09T01:30:00.000Z","data":{"smsNo":"DX-%s",
                 "organization":{"name":"示范市行政审批服务局"},"recipients":[{"phone":"10000000001"}],
                 "content":"您申请的示范经营许可已办结，请到窗口领取。","sendAfter":"2026-03-09T02:00:00.000Z","urgency":"2",
                 "requestedAt":"2026-03-09T01:30:00.000Z"}}
                """
                        .formatted(id, id, id));
    }

    private void ticket(String id, String type, String number, String data) throws IOException {
        submit(
                FurtherPlatforms.HEARD,
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.further-heard","type":"%s","subject":"T-%s",
                 "time":"2026-03-04T07:00:00.000Z","data":{"ticketNo":"T-%s","organization":{"name":"示范县供水有限公司"},%s}}
                """
                        .formatted(id, type, number, number, data));
    }

    private void submit(String record) throws IOException {
        submit(FurtherPlatforms.OFFICE, record);
    }

    private void submit(String sender, String record) throws IOException {
        assertThat(gateway.submit(sender, record.getBytes(StandardCharsets.UTF_8)))
                .satisfies(outcome ->
                        assertThat(outcome.status()).as(outcome.text()).isEqualTo(202));
    }

    private static List<JsonNode> awaited(JsonPlatform platform, String call, String field, String value) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).until(() -> !platform.taken(call, field, value)
                .isEmpty());
        return platform.taken(call, field, value);
    }

    private static <T> T only(List<T> taken) {
        assertThat(taken).hasSize(1);
        return taken.get(0);
    }

    private void awaitState(String id, String party, String state) {
        awaitState(FurtherPlatforms.OFFICE, id, party, state);
    }

    private void awaitState(String sender, String id, String party, String state) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(sender, id, party))
                .isEqualTo(state));
    }
}

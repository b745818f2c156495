package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.platform.ApprovalPlatform;
import org.tongqu.ittests.platform.ApprovalXml;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealedText;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/** All calls of APPROVEDATAINFO, each from both its ends: the packaged gateway tells and asks a platform, and the platform tells and asks it. */
@ExtendWith(SharedGateway.Extension.class)
class ApprovalIT {
    private final SharedGateway gateway;
    private final ApprovalPlatform platform;
    private final CaseEvents events;
    private final String address;

    ApprovalIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.platform = gateway.platforms().approval();
        this.events = new CaseEvents(gateway, SharedGateway.APPROVAL);
        this.address = gateway.addressFor(SharedGateway.APPROVAL);
    }

    @ParameterizedTest
    @CsvSource({
        "case.noticed, EXPRESSTYPE, 1",
        "case.applied, EXPRESSTYPE, 3",
        "case.supplement-received, BZCLQD, 经营场所证明",
        "case.pre-reviewed, YWYSZT, 1",
        "case.accepted, YWSLZT, 1",
        "case.not-accepted, YWSLZT, 4",
        "case.step-done, SPHJDM, 2",
        "case.special-started, SUSPENDTYPE, 0",
        "case.special-ended, SUSPENDTYPE, 1",
        "case.completed, BJJGDM, 0"
    })
    void whatHappensToACaseIsToldByItsCallAndWhatThePlatformHadIsDone(String type, String field, String value)
            throws IOException {
        String id = gateway.freshId();
        String again = gateway.freshId();

        events.happened(type, id);
        events.awaitState(id, "SENT");
        events.happened(type, again, "CASE-" + id);
        events.awaitState(again, "SENT");

        List<Document> taken = platform.taken().stream()
                .filter(message -> ApprovalXml.text(message, "SBLSH").equals("CASE-" + id)
                        || ApprovalXml.text(message, "SBLSH_SHORT").equals("CASE-" + id))
                .toList();
        assertThat(taken).hasSize(1);
        assertThat(ApprovalXml.text(taken.get(0), field)).isEqualTo(value);
    }

    @Test
    void whatThePlatformDoesNotWantIsParkedWithItsWordsAndATokenIsRenewed() throws IOException, InterruptedException {
        String refused = gateway.freshId();
        String renewed = gateway.freshId();
        platform.refuseNext("该业务未处于特别程序申请状态");
        events.happened("case.special-ended", refused);
        events.awaitState(refused, "PARKED");
        platform.forgetTokens();

        events.happened("case.not-accepted", renewed);

        events.awaitState(renewed, "SENT");
        assertThat(gateway.command("trace", "CASE-" + refused)).contains("该业务未处于特别程序申请状态");
    }

    @Test
    void eachCallOfThePlatformIsARecordAndOneThatItRepeatsIsKnown() throws IOException {
        String number = "P-" + gateway.freshId();
        Instant before = Instant.now();
        List<Map.Entry<String, String>> calls = List.of(
                Map.entry("sendApplyNO", notice(number, "<EXPRESSTYPE>3</EXPRESSTYPE>")),
                Map.entry(
                        "sendApplyNO",
                        notice(
                                number,
                                "<EXPRESSTYPE>8</EXPRESSTYPE><BZSLBLRXM>示例经办人</BZSLBLRXM>"
                                        + "<BZCLQD>经营场所证明、申请表</BZCLQD><BZSJ>20260303090000</BZSJ>")),
                Map.entry(
                        "setApplyProjectInfo",
                        block(
                                "YUSHEN",
                                number,
                                "<YWYSSJ>20260302100000</YWYSSJ><YWYSZT>1</YWYSZT><YWYSBMMC>审批局</YWYSBMMC>")),
                Map.entry("setApplyProjectInfo", acceptance(number, "1")),
                Map.entry("receiveAccept", acceptance(number, "2")),
                Map.entry(
                        "receiveCourseInfo",
                        block(
                                "GDBSSPCL",
                                number,
                                "<SPHJDM>2</SPHJDM><SPHJMC>审核</SPHJMC><SPYJDM>1</SPYJDM><SPKSSJ>20260303110000</SPKSSJ>"
                                        + "<SPSJ>20260303140000</SPSJ><SPBMMC>审批局</SPBMMC><SPRXM>示例经办人</SPRXM>")),
                Map.entry(
                        "receiveSuspendInfo",
                        suspension(
                                "0",
                                "SPTEBIESHENQING",
                                number,
                                "<TBCXZLMC>现场检测</TBCXZLMC><TBCXKSRQ>2026-03-04</TBCXKSRQ><TBCXQDLY>需检测</TBCXQDLY>")),
                Map.entry(
                        "receiveSuspendInfo",
                        suspension("1", "SPTEBIEJIEGUO", number, "<TBCXJG>合格</TBCXJG><TBCXJSRQ>2026-03-06</TBCXJSRQ>")),
                Map.entry(
                        "receiveBusinessFinish",
                        block(
                                "SPBANJIE",
                                number,
                                "<BJBMMC>审批局</BJBMMC><BJJGDM>6</BJJGDM><BJSJ>20260309160000</BJSJ>")));
        String token = platform.token(address);

        for (Map.Entry<String, String> call : calls) {
            ApprovalPlatform.Answer taken = platform.report(address, call.getKey(), call.getValue(), token);
            ApprovalPlatform.Answer again = platform.report(address, call.getKey(), call.getValue(), token);
            assertThat(taken.status()).as(call.getKey() + " " + taken.words()).isEqualTo("200");
            assertThat(again.words()).as(call.getKey()).contains("当前业务已");
        }

        assertThat(platform.report(address, "receiveAccept", acceptance(number, "1"), token)
                        .words())
                .as("what was told by setApplyProjectInfo")
                .contains("当前业务已");
        assertThat(platform.report(
                                address,
                                "setApplyProjectInfo",
                                acceptance(number, "2").replace("><", "> <"),
                                token)
                        .words())
                .as("what was told by receiveAccept in other octets")
                .contains("当前业务已");

        Map<String, JsonNode> records = events.reported(number, calls.size());
        assertThat(records)
                .containsOnlyKeys(
                        "case.noticed",
                        "case.noticed+",
                        "case.pre-reviewed",
                        "case.accepted",
                        "case.not-accepted",
                        "case.step-done",
                        "case.special-started",
                        "case.special-ended",
                        "case.completed");
        assertThat(records.get("case.not-accepted").at("/data/result").asString())
                .isEqualTo("2");
        JsonNode waiting = only(records, "3");
        assertThat(Instant.parse(waiting.path("time").asString())).isBetween(before.minusSeconds(1), Instant.now());
        JsonNode supplemented = only(records, "4");
        assertThat(supplemented.at("/data/materials/1/name").asString()).isEqualTo("申请表");
        assertThat(supplemented.path("time").asString()).isEqualTo("2026-03-03T01:00:00.000Z");
    }

    private static JsonNode only(Map<String, JsonNode> records, String kind) {
        return records.values().stream()
                .filter(event -> event.at("/data/kind").asString("").equals(kind)
                        && event.path("type").asString().equals("case.noticed"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatCannotBeUnderstoodIsRefusedInItsFormNamingThePlace() {
        String token = platform.token(address);
        String number = "P-" + gateway.freshId();

        ApprovalPlatform.Answer code = platform.report(address, "receiveAccept", acceptance(number, "7"), token);
        ApprovalPlatform.Answer lacking = platform.report(
                address, "receiveAccept", acceptance(number, "1").replaceAll("<SXMC>.*</SXMC>", ""), token);
        ApprovalPlatform.Answer stranger = platform.report(address, "sendApplyNO", notice(number, ""), "t-0");

        assertThat(code.status()).isEqualTo("300");
        assertThat(code.words()).contains("UNTRANSLATABLE", "YWSLZT", "acceptResult@refused");
        assertThat(lacking.words()).contains("/APPROVEDATAINFO/SHOULI/SXMC").doesNotContain("YWSLZT");
        assertThat(stranger.words()).isEqualTo("接口令牌不存在");
    }

    @Test
    void manyCallsThatAreUnderWayWhenATokenRunsOutShutNobodyOut() throws GeneralSecurityException {
        String number = "P-" + gateway.freshId();
        String runOut = tokenUntil(Instant.now().minusSeconds(1));

        for (int call = 0; call < 25; call++) {
            assertThat(platform.report(address, "receiveAccept", acceptance(number, "1"), runOut)
                            .words())
                    .isEqualTo("接口令牌不存在");
        }

        assertThat(platform.report(address, "receiveAccept", acceptance(number, "1"), platform.token(address))
                        .status())
                .isEqualTo("200");
    }

    /** A token as the gateway gave it out half an hour before that time. */
    private static String tokenUntil(Instant end) throws GeneralSecurityException {
        String until = Long.toString(end.toEpochMilli());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SharedGateway.APP_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] proof = mac.doFinal(("token|990101|" + until).getBytes(StandardCharsets.UTF_8));
        return until + "." + HexFormat.of().formatHex(proof);
    }

    @Test
    void anApplicationIsFetchedFromThePlatformWithItsForm() throws IOException {
        String id = gateway.freshId();

        String found = results(id, "P-" + id);

        assertThat(found)
                .contains(
                        "\"caseNo\":\"P-" + id + "\"",
                        "\"channel\":\"3\"",
                        "\"appliedAt\":\"2026-03-02T01:00:00.000Z\"",
                        "\"limitText\":\"5\"",
                        "{\"name\":\"经营面积\",\"value\":\"120\"},{\"name\":\"备注\"}");
        assertThat(results(id + "-n", "N-" + id)).isEqualTo("{\"results\":[]}");
        platform.forgetTokens();
        assertThat(results(id + "-t", "P-" + id)).contains("P-" + id);
        platform.refuseNext("该办件已转出");
        HttpMessage refused = ask(id + "-r", "P-" + id);
        assertThat(refused.status()).as(refused.text()).isEqualTo(502);
        assertThat(refused.text()).contains("PROVIDER_REFUSED", "该办件已转出");
    }

    @Test
    void aPlatformFetchesAnApplicationFromWhomARuleNamesAndOnlyWhatItGrants() throws IOException {
        String number = "A-" + gateway.freshId();

        Document answer = platform.tell(address, "getApplyInfo", question(number), platform.token(address));

        assertThat(ApprovalXml.text(answer, "STATUS")).isEqualTo("200");
        assertThat(ApprovalXml.text(answer, "SBLSH")).isEqualTo(number);
        assertThat(ApprovalXml.text(answer, "SBLSH_SHORT")).isEqualTo(number);
        assertThat(ApprovalXml.text(answer, "SQRMC")).isEqualTo("示例申请人");
        assertThat(ApprovalXml.text(answer, "SQRLX")).isEqualTo("3");
        assertThat(ApprovalXml.text(answer, "SBSJ")).isEqualTo("2026-03-02 09:00:00");
        assertThat(ApprovalXml.text(answer, "XML_DATA"))
                .isEqualTo("<FORM><COLUMN><NAME>经营面积</NAME><VALUE>120</VALUE></COLUMN></FORM>");
        assertThat(ApprovalXml.text(answer, "SQRZJHM")).isEmpty();
        assertThat(gateway.platforms().agency().purposes()).contains("办理平台告知的申请");
        assertThat(Files.readString(gateway.log())).doesNotContain("经营面积");
    }

    @Test
    void nothingARefusalAndAStrangerAreSaidInItsForm() {
        String token = platform.token(address);

        Document nothing = platform.tell(address, "getApplyInfo", question("N-1"), token);
        Document refused = platform.tell(address, "getApplyInfo", question("S-1"), token);
        Document unreadable = platform.tell(address, "getApplyInfo", "<APPROVEDATAINFO><X/></APPROVEDATAINFO>", token);
        Document stranger = platform.tell(address, "getApplyInfo", question("A-1"), "t-0");

        assertThat(ApprovalXml.text(nothing, "STATUS")).isEqualTo("200");
        assertThat(nothing.getElementsByTagName("SPSHENQIN").getLength()).isZero();
        assertThat(ApprovalXml.text(refused, "DESC")).contains("PROVIDER_REFUSED");
        assertThat(ApprovalXml.text(unreadable, "DESC")).contains("/APPROVEDATAINFO/SBLSH_SHORT");
        assertThat(ApprovalXml.text(stranger, "DESC")).isEqualTo("接口令牌不存在");
    }

    private String results(String id, String number) throws IOException {
        HttpMessage answer = ask(id, number);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return SealedText.fromJson(StrictJson.parse(answer.body())).payload();
    }

    private HttpMessage ask(String id, String number) throws IOException {
        return gateway.ask(
                SharedGateway.DESK,
                "case.find",
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.desk","type":"case.find","subject":"%s",
                 "time":"2026-03-02T01:00:00.000Z","purpose":"办理 %s","data":{"caseNo":"%s"}}
                """
                        .formatted(id, number, id, number));
    }

    private static String question(String number) {
        return "<APPROVEDATAINFO><SBLSH_SHORT>" + number + "</SBLSH_SHORT></APPROVEDATAINFO>";
    }

    private static String notice(String number, String more) {
        return """
                <APPROVEDATAINFO><SBLSH_SHORT>%s</SBLSH_SHORT><SXBM>11990100XXXX0001933000199001000</SXBM>
                <XZQHDM>990101</XZQHDM>%s</APPROVEDATAINFO>
                """
                .formatted(number, more);
    }

    private static String acceptance(String number, String state) {
        return block(
                "SHOULI",
                number,
                "<SXBM>11990100XXXX0001933000199001000</SXBM><SXMC>示范经营许可</SXMC><BJLX>2</BJLX>"
                        + "<YWSLSJ>20260303100000</YWSLSJ><YWSLZT>" + state + "</YWSLZT><YWSLYJ>见告知书</YWSLYJ>"
                        + "<YWSLBMMC>示范市行政审批服务局</YWSLBMMC>");
    }

    private static String suspension(String type, String name, String number, String fields) {
        return "<APPROVEDATAINFO><SUSPENDTYPE>" + type + "</SUSPENDTYPE><" + name + "><SBLSH>" + number
                + "</SBLSH><XH>1</XH><TBCXZL>B</TBCXZL><SPBMMC>审批局</SPBMMC>" + fields + "</" + name
                + "></APPROVEDATAINFO>";
    }

    private static String block(String name, String number, String fields) {
        return "<APPROVEDATAINFO><" + name + "><SBLSH>" + number + "</SBLSH>" + fields + "</" + name
                + "></APPROVEDATAINFO>";
    }
}

package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.platform.ShaanxiPlatform;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.JsonNode;

/** The packaged gateway and a platform that takes APPROVEDATAINFO in JSON, signed: it calls it, and it calls us. */
@ExtendWith(SharedGateway.Extension.class)
class ShaanxiIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration RETRIES = Duration.ofSeconds(60);
    private static final String SENDER = SharedGateway.SHAANXI + "-sender";
    private static final String ACCEPT = "receiveAccept";

    private final SharedGateway gateway;
    private final ShaanxiPlatform platform;
    private final CaseEvents events;
    private final String address;

    ShaanxiIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.platform = gateway.platforms().shaanxi();
        this.events = new CaseEvents(gateway, SharedGateway.SHAANXI);
        this.address = gateway.addressFor(SharedGateway.SHAANXI);
    }

    @Test
    void anAcceptanceReachesThePlatformInItsOwnWords() throws IOException {
        String id = gateway.freshId();

        accepted(id);

        awaitState(id, "SENT");
        JsonNode body = platform.taken(ACCEPT).get("CASE-" + id);
        assertThat(body.path("sxbm").asString()).isEqualTo("11990100XXXX0001933000199001000");
        assertThat(body.at("/shouli/sxmc").asString()).isEqualTo("示范经营许可");
        assertThat(body.at("/shouli/bjlx").asString()).isEqualTo("2");
        assertThat(body.at("/shouli/ywslsj").asString()).isEqualTo("2026-03-03 10:00:00");
        assertThat(body.at("/shouli/ywslqhbm").asString()).isEqualTo("990100");
        assertThat(body.has("caseNo")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "case.noticed, sendApplyNO, /expresstype, 1",
        "case.applied, sendApplyNO, /expresstype, 3",
        "case.supplement-received, sendApplyNO, /bzclqd, 经营场所证明",
        "case.pre-reviewed, setApplyProjectInfo, /yushen/ywyszt, 1",
        "case.accepted, receiveAccept, /shouli/ywslzt, 1",
        "case.not-accepted, receiveAccept, /shouli/ywslzt, 4",
        "case.step-done, receiveCourseInfo, /gdbsspcl/sphjdm, 2",
        "case.special-started, receiveSuspendInfo, /suspendtype, 0",
        "case.special-ended, receiveSuspendInfo, /suspendtype, 1",
        "case.completed, receiveBusinessFinish, /spbanjie/bjjgdm, 0"
    })
    void whatHappensToACaseIsToldByItsCall(String type, String call, String pointer, String value) throws IOException {
        String id = gateway.freshId();

        events.happened(type, id);

        events.awaitState(id, "SENT");
        assertThat(platform.taken(call).get("CASE-" + id).at(pointer).asString())
                .isEqualTo(value);
    }

    @Test
    void eachCallOfThePlatformIsARecordAndOneThatItRepeatsIsKnown() throws IOException {
        String number = "X-" + gateway.freshId();
        List<Map.Entry<String, String>> calls = List.of(
                Map.entry("sendApplyNO", "\"expresstype\":\"2\""),
                Map.entry("sendApplyNO", "\"expresstype\":\"8\",\"bzsj\":\"2026-03-03 09:00:00\",\"bzclqd\":\"申请表\""),
                Map.entry(
                        "setApplyProjectInfo",
                        "\"yushen\":{\"ywyssj\":\"20260302100000\",\"ywyszt\":\"1\",\"ywysbmmc\":\"审批局\"}"),
                Map.entry(
                        ACCEPT,
                        "\"shouli\":{\"ywslsj\":\"20260303100000\",\"ywslzt\":\"4\",\"ywslyj\":\"无权\",\"ywslbmmc\":\"审批局\"}"),
                Map.entry(
                        "receiveCourseInfo",
                        "\"gdbsspcl\":{\"sphjdm\":\"2\",\"sphjmc\":\"审核\",\"spyjdm\":\"1\",\"spkssj\":\"20260303110000\","
                                + "\"spsj\":\"20260303140000\",\"spbmmc\":\"审批局\",\"sprxm\":\"示例经办人\"}"),
                Map.entry(
                        "receiveSuspendInfo",
                        "\"suspendtype\":\"0\",\"sptebieshenqing\":{\"xh\":\"1\",\"tbcxzl\":\"B\",\"tbcxzlmc\":\"检测\","
                                + "\"tbcxksrq\":\"20260304\",\"tbcxqdly\":\"需检测\",\"spbmmc\":\"审批局\"}"),
                Map.entry(
                        "receiveSuspendInfo",
                        "\"suspendtype\":\"1\",\"sptebiejieguo\":{\"xh\":\"1\",\"tbcxzl\":\"B\",\"tbcxjg\":\"合格\","
                                + "\"tbcxjsrq\":\"20260306\",\"spbmmc\":\"审批局\"}"),
                Map.entry(
                        "receiveBusinessFinish",
                        "\"spbanjie\":{\"bjbmmc\":\"审批局\",\"bjjgdm\":\"6\",\"bjsj\":\"20260309160000\"}"));

        for (Map.Entry<String, String> call : calls) {
            for (int time = 1; time <= 2; time++) {
                // Its serial is another each time that it tells the same.
                String message = "{\"txnCommCom\":{\"serial\":\"" + time + "\"},\"txnBodyCom\":{\"sblshShort\":\""
                        + number + "\"," + call.getValue() + "}}";
                JsonNode answer = platform.report(address, call.getKey(), message, SharedGateway.APP_SECRET, 0);
                assertThat(code(answer)).as(answer.toString()).isEqualTo("00");
            }
        }

        assertThat(events.reported(number, calls.size()))
                .containsOnlyKeys(
                        "case.noticed",
                        "case.noticed+",
                        "case.pre-reviewed",
                        "case.not-accepted",
                        "case.step-done",
                        "case.special-started",
                        "case.special-ended",
                        "case.completed");
    }

    @Test
    void theFileOfAResultIsInTheMessageBothWays() throws Exception {
        String id = gateway.freshId();
        String file = Base64.getEncoder().encodeToString(("material of " + id).getBytes(StandardCharsets.UTF_8));
        events.materialCame(id);
        events.awaitState(id, "SENT");

        JsonNode answer = platform.report(
                address,
                "receiveResultFileInfo",
                """
                {"txnBodyCom":{"sblshShort":"X-%s","spshenpijieguo":{"zzmc":"示范经营许可证","attachName":"许可证.pdf","attachId":"X-%s",
                 "attachType":"pdf","attachBody":"%s","saveType":"3","createTime":"2026-03-09 16:05:00"}}}
                """
                        .formatted(id, id, file),
                SharedGateway.APP_SECRET,
                0);

        assertThat(platform.taken("receiveResultFileInfo")
                        .get("CASE-" + id)
                        .at("/spshenpijieguo/attachBody")
                        .asString())
                .isEqualTo(file);
        assertThat(code(answer)).as(answer.toString()).isEqualTo("00");
    }

    @Test
    void applicationsAreFetchedBothWays() throws IOException {
        String id = gateway.freshId();

        HttpMessage answer = gateway.ask(
                SENDER,
                "case.find",
                """
                {"specversion":"1.0","id":"%s","source":"/parties/%s","type":"case.find","subject":"X-1",
                 "time":"2026-03-02T01:00:00.000Z","purpose":"办理 %s","data":{"caseNo":"X-1"}}
                """
                        .formatted(id, SENDER, id));
        JsonNode asked = platform.report(
                address, "getApplyInfo", "{\"txnBodyCom\":{\"sblshShort\":\"A-1\"}}", SharedGateway.APP_SECRET, 0);
        JsonNode nothing = platform.report(
                address, "getApplyInfo", "{\"txnBodyCom\":{\"sblshShort\":\"N-1\"}}", SharedGateway.APP_SECRET, 0);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(SealedText.fromJson(StrictJson.parse(answer.body())).payload())
                .contains("\"form\":[{\"name\":\"经营面积\",\"value\":\"120\"}]");
        assertThat(asked.at("/data/spshenqin/sblshShort").asString())
                .as(asked.toString())
                .isEqualTo("A-1");
        assertThat(asked.at("/data/spshenqin/xmlData").asString()).contains("<NAME>经营面积</NAME>");
        assertThat(asked.at("/data/spshenqin").has("sqrzjhm")).isFalse();
        assertThat(code(nothing)).isEqualTo("00");
        assertThat(nothing.has("data")).isFalse();
    }

    @Test
    void whatThePlatformRefusesIsParkedWithItsWords() throws IOException, InterruptedException {
        String id = gateway.freshId();
        platform.refuseNext("该事项未入库");

        accepted(id);

        awaitState(id, "PARKED");
        assertThat(gateway.command("trace", "CASE-" + id)).contains("该事项未入库");
        assertThat(platform.taken(ACCEPT)).doesNotContainKey("CASE-" + id);
    }

    @Test
    void consentWithoutItsHeaderIsNoneAndTheMessageIsToldAgain() throws IOException {
        String id = gateway.freshId();
        int before = platform.said().size();
        platform.leaveOutTheHeaderNext();

        accepted(id);

        await().atMost(RETRIES).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(SENDER, id, SharedGateway.SHAANXI))
                .isEqualTo("SENT"));
        assertThat(platform.said().subList(before, platform.said().size()))
                .as("taken, and then known")
                .containsExactly("00", "05");
    }

    @Test
    void whatThePlatformHadAlreadyIsDone() throws IOException {
        String id = gateway.freshId();
        int before = platform.said().size();
        platform.loginPageAfterTheNext();

        accepted(id);

        await().atMost(RETRIES).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(SENDER, id, SharedGateway.SHAANXI))
                .isEqualTo("SENT"));
        assertThat(platform.said().subList(before, platform.said().size()))
                .as("taken, and then known")
                .containsExactly("05");
        assertThat(platform.taken(ACCEPT)).containsKey("CASE-" + id);
    }

    @Test
    void whatItReportsIsTakenOnceAndRepeatsAreKnown() throws IOException {
        String number = "X-" + gateway.freshId();

        JsonNode answer = platform.report(address, ACCEPT, message(number, "示范经营许可"), SharedGateway.APP_SECRET, 0);
        JsonNode again = platform.report(address, ACCEPT, message(number, "示范经营许可"), SharedGateway.APP_SECRET, 0);
        JsonNode other = platform.report(address, ACCEPT, message(number, "示范卫生许可"), SharedGateway.APP_SECRET, 0);

        assertThat(answer.path("code").asString()).as(answer.toString()).isEqualTo("00");
        assertThat(again.path("code").asString()).isEqualTo("00");
        assertThat(other.path("code").asString()).isEqualTo("ID_REUSED");
        JsonNode event = StrictJson.parse(new MaterialClient(gateway)
                .fetched(SharedGateway.REPORTS, ":" + number)
                .content()
                .payload());
        assertThat(event.path("type").asString()).isEqualTo("case.accepted");
        assertThat(event.at("/data/acceptedAt").asString()).isEqualTo("2026-03-03T02:00:00.000Z");
        assertThat(event.at("/data/organization/areaCode").asString()).isEqualTo("990100000000");
    }

    @Test
    void whoSignsWithAnotherSecretOrAtAnotherTimeOrASignatureAgainIsRefused() throws IOException {
        String number = "X-" + gateway.freshId();
        String message = message(number, "示范经营许可");
        Map<String, String> used = platform.headers(message);

        assertThat(code(platform.report(address, ACCEPT, message, "guessed-secret", 0)))
                .isEqualTo("CHANNEL_NOT_AUTHENTIC");
        assertThat(code(platform.report(address, ACCEPT, message, SharedGateway.APP_SECRET, 301_000)))
                .isEqualTo("CHANNEL_NOT_AUTHENTIC");
        assertThat(code(platform.report(address, ACCEPT, message, SharedGateway.APP_SECRET, -301_000)))
                .isEqualTo("CHANNEL_NOT_AUTHENTIC");
        assertThat(code(platform.post(address, ACCEPT, message, used))).isEqualTo("00");
        assertThat(code(platform.post(address, ACCEPT, message, used))).isEqualTo("00");
        assertThat(code(platform.post(address, ACCEPT, message("X-other", "示范经营许可"), used)))
                .isEqualTo("CHANNEL_NOT_AUTHENTIC");
        assertThat(Files.readString(gateway.log())).doesNotContain("guessed-secret", SharedGateway.APP_SECRET);
    }

    @Test
    void whatCannotBeTranslatedIsRefusedWithThePlace() {
        String message = message("X-" + gateway.freshId(), "示范经营许可").replace("\"bjlx\":\"2\"", "\"bjlx\":\"7\"");

        JsonNode answer = platform.report(address, ACCEPT, message, SharedGateway.APP_SECRET, 0);

        assertThat(code(answer)).isEqualTo("UNTRANSLATABLE");
        assertThat(answer.path("msg").asString()).contains("/txnBodyCom/shouli/bjlx");
    }

    private static String code(JsonNode answer) {
        return answer.path("code").asString();
    }

    private void accepted(String id) throws IOException {
        String record =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/%s","type":"case.accepted","subject":"CASE-%s",
                 "time":"2026-03-03T02:00:00.000Z","data":{"caseNo":"CASE-%s",
                 "item":{"implCode":"11990100XXXX0001933000199001000","name":"示范经营许可"},"caseType":"2",
                 "acceptedAt":"2026-03-03T02:00:00.000Z",
                 "organization":{"areaCode":"990100000000","name":"示范市行政审批服务局"}}}
                """
                        .formatted(id, SENDER, id, id);
        assertThat(gateway.submit(SENDER, record.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(202);
    }

    private void awaitState(String id, String state) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(SENDER, id, SharedGateway.SHAANXI))
                .isEqualTo(state));
    }

    private static String message(String number, String item) {
        return """
                {"txnCommCom":{},"txnBodyCom":{"sxbm":"11990100XXXX0001933000199001000","sblshShort":"%s",
                 "shouli":{"sxmc":"%s","bjlx":"2","ywslsj":"2026-03-03 10:00:00","ywslzt":"1","ywslqhbm":"990100",
                 "ywslbmmc":"示范市行政审批服务局"}}}
                """
                .formatted(number, item);
    }
}

package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.ittests.platform.EvaluationPlatform;
import org.tongqu.ittests.platform.NationalPlatform;
import org.tongqu.ittests.platform.ShandongPlatform;
import org.tongqu.ittests.platform.Sm2Keys;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;

/** The packaged gateway and the platforms whose messages are encrypted, or whose secrets change: it calls them, and they call it. */
@ExtendWith(SharedGateway.Extension.class)
class MoreDialectsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration RETRIES = Duration.ofSeconds(60);
    private static final String BASIC_INFO = "receiveBasicInfo";

    private final SharedGateway gateway;

    MoreDialectsIT(SharedGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void aCaseReachesTheCaseLibraryAndIsReadWithItsOwnKey() throws IOException {
        String id = gateway.freshId();

        applied(id);

        awaitState(id, SharedGateway.SHANDONG, "SENT");
        assertThat(takenByShandong(id)).hasSize(1);
        JsonNode info = takenByShandong(id).get(0);
        assertThat(info.path("taskcode").asString()).isEqualTo("11990100XXXX0001933000199001000");
        assertThat(info.path("regionid").asString()).isEqualTo("990101000000");
        assertThat(info.path("applicant").asString()).isEqualTo("示例申请人");
        assertThat(info.path("applyertype").asString()).isEqualTo("1");
        assertThat(info.path("applyerpagetype").asString()).isEqualTo("111");
        assertThat(info.path("applyerpagecode").asString()).isEqualTo("990101190001010018");
        assertThat(info.path("applydate").asString()).isEqualTo("2026-03-02 09:00:00");
        assertThat(info.path("datasources").asString()).isEqualTo("2");
        assertThat(info.has("caseNo")).isFalse();
    }

    @Test
    void aTokenThatTheCaseLibraryForgotIsFetchedAnew() throws IOException {
        String first = gateway.freshId();
        applied(first);
        awaitState(first, SharedGateway.SHANDONG, "SENT");
        gateway.platforms().shandong().forgetTokens();
        String second = gateway.freshId();

        applied(second);

        awaitState(second, SharedGateway.SHANDONG, "SENT");
        assertThat(gateway.platforms().shandong().said()).contains("401");
        assertThat(takenByShandong(second)).hasSize(1);
    }

    @Test
    void whatTheCaseLibraryRefusesIsParkedWithItsWords() throws IOException, InterruptedException {
        String id = gateway.freshId();
        gateway.platforms().shandong().refuseNext("事项编码不存在");

        applied(id);

        awaitState(id, SharedGateway.SHANDONG, "PARKED");
        JsonNode delivery = gateway.delivery(SharedGateway.PORTAL, id, SharedGateway.SHANDONG);
        assertThat(delivery.path("code").asString()).isEqualTo("PARTNER_REFUSED_200");
        assertThat(gateway.command("trace", "CASE-" + id)).contains("事项编码不存在");
        assertThat(takenByShandong(id)).isEmpty();
    }

    @Test
    void whatTheCaseLibraryReportsIsReadWithOurKeyAndKnownWhenItComesAgain() throws IOException {
        ShandongPlatform platform = gateway.platforms().shandong();
        String address = gateway.addressFor(SharedGateway.SHANDONG);
        String number = "S-" + gateway.freshId();
        String token = platform.token(address);

        JsonNode answer = platform.report(address, BASIC_INFO, basicInfo(number, "示范路经营许可"), token);
        JsonNode again = platform.report(address, BASIC_INFO, basicInfo(number, "示范路经营许可"), token);
        JsonNode other = platform.report(address, BASIC_INFO, basicInfo(number, "示范街经营许可"), token);

        assertThat(answer.path("code").asString()).isEqualTo("200");
        assertThat(again).isEqualTo(answer);
        assertThat(other.path("code").asString()).isEqualTo("ID_REUSED");
        JsonNode event = fetched("receiveBasicInfo:" + number);
        assertThat(event.path("source").asString()).isEqualTo("/parties/990101.shandong");
        assertThat(event.path("type").asString()).isEqualTo("case.applied");
        assertThat(event.path("subject").asString()).isEqualTo(number);
        assertThat(event.path("time").asString()).isEqualTo("2026-03-02T01:00:00.000Z");
        assertThat(event.at("/data/title").asString()).isEqualTo("示范路经营许可");
        assertThat(event.at("/data/applicant/idNo").asString()).isEqualTo("990101190001010018");
        assertThat(event.at("/data/channel").asString()).isEqualTo("1");
    }

    @Test
    void aMessageEncryptedUnderAnotherKeyOrWithAStrangeTokenIsRefused() {
        ShandongPlatform platform = gateway.platforms().shandong();
        String address = gateway.addressFor(SharedGateway.SHANDONG);
        String info = basicInfo("S-" + gateway.freshId(), "示范经营许可");
        String token = platform.token(address);

        JsonNode otherKey = platform.report(
                address, BASIC_INFO, info, token, Sm2Keys.fresh().publicKey());
        JsonNode stranger = platform.report(address, BASIC_INFO, info, "s-1");

        assertThat(otherKey.path("code").asString()).isEqualTo("CHANNEL_NOT_AUTHENTIC");
        assertThat(stranger.path("code").asString()).isEqualTo("401");
        assertThat(platform.report(address, BASIC_INFO, info, token)
                        .path("code")
                        .asString())
                .isEqualTo("200");
    }

    @Test
    void anAcceptanceReachesTheNationalPlatformBeforeAndAfterItChangedItsSecret() throws IOException {
        String first = gateway.freshId();
        accepted(first);
        awaitState(first, SharedGateway.NATIONAL, "SENT");
        gateway.platforms().national().changeSecret();
        String second = gateway.freshId();

        accepted(second);

        awaitState(second, SharedGateway.NATIONAL, "SENT");
        assertThat(gateway.platforms().national().said()).contains("E-106");
        assertThat(takenByNational(first)).hasSize(1);
        assertThat(takenByNational(second)).hasSize(1);
        JsonNode row = takenByNational(second).get(0);
        assertThat(row.path("catalog_code").asString()).isEqualTo("000199001000");
        assertThat(row.path("task_code").asString()).isEqualTo("11990100XXXX0001933000199001000");
        assertThat(row.path("task_version").asInt()).isEqualTo(3);
        assertThat(row.path("org_code").asString()).isEqualTo("11990100XXXX000193");
        assertThat(row.path("accept_date").asString()).isEqualTo("2026-03-03 10:00:00");
        assertThat(row.path("project_type").asString()).isEqualTo("2");
        assertThat(row.path("applyer_page_code").asString()).isEqualTo("990101190001010018");
        assertThat(row.path("apply_date").asString()).isEqualTo("2026-03-02 09:00:00");
        assertThat(row.path("cd_operation").asString()).isEqualTo("I");
        assertThat(row.path("row_guid").asString()).matches("[0-9a-f]{32}");
        assertThat(row.path("cd_batch").asString()).matches("[0-9a-f]{32}");
    }

    /** It tells no repeat from the first: its consent is the same, and it has one row. */
    @Test
    void aRowThatTheNationalPlatformHadAlreadyIsDone() throws IOException {
        String id = gateway.freshId();
        int before = gateway.platforms().national().repeats();
        gateway.platforms().national().loginPageAfterTheNext();

        accepted(id);

        awaitState(id, SharedGateway.NATIONAL, "SENT", RETRIES);
        assertThat(gateway.platforms().national().repeats()).isEqualTo(before + 1);
        assertThat(takenByNational(id)).hasSize(1);
    }

    @Test
    void whatTheCaseLibraryHadAlreadyIsDone() throws IOException {
        String id = gateway.freshId();
        int before = gateway.platforms().shandong().repeats();
        gateway.platforms().shandong().loginPageAfterTheNext();

        applied(id);

        awaitState(id, SharedGateway.SHANDONG, "SENT", RETRIES);
        assertThat(gateway.platforms().shandong().repeats()).isEqualTo(before + 1);
        assertThat(takenByShandong(id)).hasSize(1);
    }

    @Test
    void theNationalPlatformFetchesOurSecretAndReports() throws IOException {
        NationalPlatform platform = gateway.platforms().national();
        String address = gateway.addressFor(SharedGateway.NATIONAL);
        String number = "N-" + gateway.freshId();
        String secret = platform.secret(address);

        JsonNode answer = platform.report(address, "up_pro_accept", acceptance(number), secret);
        JsonNode again = platform.report(address, "up_pro_accept", acceptance(number), secret);

        assertThat(answer.path("code").asString()).isEqualTo("0");
        assertThat(again).isEqualTo(answer);
        JsonNode event = fetched("up_pro_accept:G-" + number + ":B-1:I");
        assertThat(event.path("source").asString()).isEqualTo("/parties/990101.national");
        assertThat(event.path("type").asString()).isEqualTo("case.accepted");
        assertThat(event.path("time").asString()).isEqualTo("2026-03-03T02:00:00.000Z");
        assertThat(event.at("/data/item/basicCode").asString()).isEqualTo("000199001000");
        assertThat(event.at("/data/applicant/name").asString()).isEqualTo("示例申请人");
        assertThat(event.at("/data/organization/creditCode").asString()).isEqualTo("11990100XXXX000193");
    }

    @Test
    void aCallThatIsSignedWithAnotherSecretIsRefusedInTheFormOfTheNationalPlatform() {
        NationalPlatform platform = gateway.platforms().national();
        String address = gateway.addressFor(SharedGateway.NATIONAL);
        String number = "N-" + gateway.freshId();

        JsonNode guessed = platform.report(address, "up_pro_accept", acceptance(number), "guess");

        assertThat(guessed.path("code").asString()).isEqualTo("E-106");
        assertThat(platform.report(address, "up_pro_accept", acceptance(number), platform.secret(address))
                        .path("code")
                        .asString())
                .isEqualTo("0");
    }

    @Test
    void anEvaluationReachesItsPlatformOnTheScaleThatIsTurnedRound() throws IOException {
        String id = gateway.freshId();
        String record =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.portal","type":"case.evaluated","subject":"CASE-%s",
                 "time":"2026-03-12T02:00:00.000Z","data":{"caseNo":"CASE-%s","evaluationNo":2,"channel":"2",
                 "item":{"implCode":"11990100XXXX0001933000199001000","name":"示范经营许可"},"stage":"3",
                 "evaluatorKind":"1","evaluatorIdType":"111","evaluatorIdNo":"990101190001010018",
                 "acceptedAt":"2026-03-03T02:00:00.000Z",
                 "satisfaction":"5","text":"窗口无人值守","evaluatedAt":"2026-03-12T02:00:00.000Z"}}
                """
                        .formatted(id, id, id);

        submit(record);

        awaitState(id, SharedGateway.EVALUATIONS, "SENT");
        JsonNode evaluation = gateway.platforms().evaluations().taken().stream()
                .filter(one -> one.path("projectNo").asString().equals("CASE-" + id))
                .findFirst()
                .orElseThrow();
        assertThat(evaluation.path("satisfaction").asString()).isEqualTo("1");
        assertThat(evaluation.path("pf").asString()).isEqualTo("2");
        assertThat(evaluation.path("assessNumber").asInt()).isEqualTo(2);
        assertThat(evaluation.path("assessTime").asString()).isEqualTo("2026-03-12 10:00:00");
        assertThat(evaluation.path("writingEvaluation").asString()).isEqualTo("窗口无人值守");
        assertThat(evaluation.path("taskCode").asString()).isEqualTo("11990100XXXX0001933000199001000");
        assertThat(evaluation.path("proStatus").asString()).isEqualTo("3");
        assertThat(evaluation.path("certKey").asString()).isEqualTo("990101190001010018");
        assertThat(evaluation.path("acceptDate").asString()).isEqualTo("2026-03-03 10:00:00");
    }

    /** What shows who calls is made anew once, and the evaluation told again by the same attempt. */
    @Test
    void anEvaluationWhoseSignHasExpiredIsSignedAnewAndTakenOnce() throws IOException {
        String id = gateway.freshId();
        EvaluationPlatform platform = gateway.platforms().evaluations();
        int before = platform.said().size();
        platform.expireNext();

        submit(evaluated(id, id));

        awaitState(id, SharedGateway.EVALUATIONS, "SENT");
        assertThat(platform.said().subList(before, platform.said().size())).containsExactly("令牌已失效", "上报成功");
        assertThat(platform.taken())
                .filteredOn(one -> one.path("projectNo").asString().equals("CASE-" + id))
                .hasSize(1);
        assertThat(gateway.delivery(SharedGateway.PORTAL, id, SharedGateway.EVALUATIONS)
                        .path("attempts")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void whatTheEvaluationPlatformHadAlreadyIsDoneAndWhatItRefusesIsParkedWithItsWords()
            throws IOException, InterruptedException {
        String first = gateway.freshId();
        String twin = gateway.freshId();
        String third = gateway.freshId();
        submit(evaluated(first, first));
        awaitState(first, SharedGateway.EVALUATIONS, "SENT");

        submit(evaluated(twin, first));

        awaitState(twin, SharedGateway.EVALUATIONS, "SENT");
        assertThat(gateway.platforms().evaluations().said()).contains("该评价已存在");
        gateway.platforms().evaluations().refuseNext("办件不存在");
        submit(evaluated(third, third));
        awaitState(third, SharedGateway.EVALUATIONS, "PARKED");
        assertThat(gateway.command("trace", "CASE-" + third)).contains("办件不存在");
    }

    @Test
    void whatTheNationalPlatformRefusesIsParkedWithItsWords() throws IOException, InterruptedException {
        String id = gateway.freshId();
        gateway.platforms().national().refuseNext("办件编号重复");

        accepted(id);

        awaitState(id, SharedGateway.NATIONAL, "PARKED");
        assertThat(gateway.command("trace", "CASE-" + id)).contains("办件编号重复");
        assertThat(takenByNational(id)).isEmpty();
    }

    private static String evaluated(String id, String number) {
        return """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.portal","type":"case.evaluated","subject":"CASE-%s",
                 "time":"2026-03-12T02:00:00.000Z","data":{"caseNo":"CASE-%s","evaluationNo":1,"channel":"2",
                 "satisfaction":"1","evaluatedAt":"2026-03-12T02:00:00.000Z"}}
                """
                .formatted(id, number, number);
    }

    @Test
    void theEvaluationPlatformReportsWithASignThatCountsOnce() throws IOException {
        EvaluationPlatform platform = gateway.platforms().evaluations();
        String address = gateway.addressFor(SharedGateway.EVALUATIONS);
        String number = "E-" + gateway.freshId();
        String query = platform.query();

        assertThat(platform.report(address, evaluation(number, 1), query)
                        .path("message")
                        .asString())
                .isEqualTo("上报成功");
        assertThat(platform.report(address, evaluation(number, 1))
                        .path("message")
                        .asString())
                .isEqualTo("该评价已存在");
        String again = query.replace("sign=04", "sign=");
        assertThat(platform.report(address, evaluation(number, 2), again)
                        .path("code")
                        .asString())
                .isEqualTo("CHANNEL_NOT_AUTHENTIC");
        JsonNode event = fetched("evaluation:" + number + ":1");
        assertThat(event.path("source").asString()).isEqualTo("/parties/990101.evaluations");
        assertThat(event.path("type").asString()).isEqualTo("case.evaluated");
        assertThat(event.at("/data/satisfaction").asString()).isEqualTo("1");
        assertThat(event.at("/data/item/name").asString()).isEqualTo("示范经营许可");
        assertThat(event.at("/data/promisedAt").asString()).isEqualTo("2026-03-10T09:30:00.000Z");
    }

    @Test
    void whoDoesNotKnowTheWordOrComesLateIsRefusedInTheFormOfTheEvaluationPlatform() {
        EvaluationPlatform platform = gateway.platforms().evaluations();
        String address = gateway.addressFor(SharedGateway.EVALUATIONS);
        String evaluation = evaluation("E-" + gateway.freshId(), 1);
        Instant now = Instant.now();

        for (String query : List.of(
                platform.query("guess", now),
                platform.query(SharedGateway.APP_SECRET, now.minus(Duration.ofMinutes(6))),
                platform.query().replace("appMark=990101", "appMark=990102"),
                platform.query().replaceAll("&sign=.*", ""))) {
            assertThat(platform.report(address, evaluation, query).path("code").asString())
                    .as(query.replaceAll("sign=.*", ""))
                    .isEqualTo("CHANNEL_NOT_AUTHENTIC");
        }
    }

    private static String evaluation(String number, int assessment) {
        return """
                {"projectNo":"%s","assessNumber":%d,"pf":"4","satisfaction":"5","assessTime":"2026-03-12 10:00:00",
                 "taskCode":"11990100XXXX0001933000199001000","taskName":"示范经营许可","userProp":"1",
                 "promisetime":"2026-03-10 17:30:00"}
                """
                .formatted(number, assessment);
    }

    private void submit(String record) throws IOException {
        assertThat(gateway.submit(SharedGateway.PORTAL, record.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(202);
    }

    private void applied(String id) throws IOException {
        byte[] body = gateway.body(SharedGateway.PORTAL, id, "CASE-" + id);
        assertThat(gateway.submit(SharedGateway.PORTAL, body).status()).isEqualTo(202);
    }

    private void accepted(String id) throws IOException {
        String record =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.portal","type":"case.accepted","subject":"CASE-%s",
                 "time":"2026-03-03T02:00:00.000Z","data":{"caseNo":"CASE-%s",
                 "item":{"basicCode":"000199001000","implCode":"11990100XXXX0001933000199001000","name":"示范经营许可",
                 "version":3},"caseType":"2","acceptedAt":"2026-03-03T02:00:00.000Z",
                 "applicant":{"kind":"1","name":"示例申请人","idType":"111","idNo":"990101190001010018"},
                 "appliedAt":"2026-03-02T01:00:00.000Z","channel":"1",
                 "actor":{"name":"示例经办人","number":"0017"},
                 "organization":{"areaCode":"990100000000","name":"示范市行政审批服务局",
                 "creditCode":"11990100XXXX000193"}}}
                """
                        .formatted(id, id, id);
        submit(record);
    }

    private List<JsonNode> takenByShandong(String id) {
        return gateway.platforms().shandong().taken(BASIC_INFO, "CASE-" + id);
    }

    private List<JsonNode> takenByNational(String id) {
        return gateway.platforms().national().taken("up_pro_accept").stream()
                .filter(row -> row.path("project_no").asString().equals("CASE-" + id))
                .toList();
    }

    private void awaitState(String id, String party, String state) {
        awaitState(id, party, state, SOON);
    }

    private void awaitState(String id, String party, String state, Duration most) {
        await().atMost(most).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(SharedGateway.PORTAL, id, party))
                .isEqualTo(state));
    }

    private JsonNode fetched(String id) throws IOException {
        try (FetchingParty inbox = gateway.inbox(SharedGateway.REPORTS)) {
            long end = System.nanoTime() + SOON.toNanos();
            while (System.nanoTime() < end) {
                for (FetchingParty.Fetched fetched : inbox.fetch(100, 5, 10)) {
                    if (fetched.record().endsWith("/" + id)) {
                        assertThat(inbox.confirm(List.of(fetched))).containsExactly(200);
                        return StrictJson.parse(fetched.content().payload());
                    }
                }
            }
        }
        throw new AssertionError("record " + id + " did not come to the inbox");
    }

    private static String basicInfo(String number, String title) {
        return """
                {"projid":"%s","itemno":"SF-JYXK-01","catalogcode":"000199001000",
                 "taskcode":"11990100XXXX0001933000199001000","itemname":"示范经营许可","itemversion":3,"itemtype":"01",
                 "regionid":"990101000000","projectname":"%s","approvaltype":"2","applicant":"示例申请人",
                 "applyertype":"1","applyerpagetype":"111","applyerpagecode":"990101190001010018",
                 "applydate":"2026-03-02 09:00:00","acceptdeptname":"示范市行政审批服务局",
                 "acceptdeptcode":"11990100XXXX000193","datasources":"2"}
                """
                .formatted(number, title);
    }

    private static String acceptance(String number) {
        return """
                {"project_no":"%s","catalog_code":"000199001000","task_code":"11990100XXXX0001933000199001000",
                 "task_name":"示范经营许可","task_version":3,"org_name":"示范市行政审批服务局","org_code":"11990100XXXX000193",
                 "handle_user_name":"示例经办人","accept_date":"2026-03-03 10:00:00","project_type":"2",
                 "applyer_name":"示例申请人","applyer_type":"1","applyer_page_type":"111",
                 "applyer_page_code":"990101190001010018","apply_date":"2026-03-02 09:00:00","apply_type":"1",
                 "cd_operation":"I","row_guid":"G-%s","cd_batch":"B-1","cd_time":"2026-03-03 10:05:00","data_source":"370"}
                """
                .formatted(number, number);
    }
}

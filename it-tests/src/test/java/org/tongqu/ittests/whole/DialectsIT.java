package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.tongqu.ittests.load.FetchingParty;
import org.tongqu.ittests.load.HttpConnection;
import org.tongqu.ittests.platform.ApprovalPlatform;
import org.tongqu.ittests.platform.ApprovalXml;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealHeader;
import tools.jackson.databind.JsonNode;

/** The packaged gateway and platforms that speak their own languages only: it calls them, and they call it. */
@ExtendWith(SharedGateway.Extension.class)
class DialectsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration RETRIES = Duration.ofSeconds(60);

    private final SharedGateway gateway;

    DialectsIT(SharedGateway gateway) {
        this.gateway = gateway;
    }

    @Test
    void aCaseReachesAPlatformUnderTheNationalNames() throws IOException {
        String id = gateway.freshId();

        applied(id);

        awaitState(id, SharedGateway.GUIZHOU, "SENT", SOON);
        JsonNode info = taken(id).orElseThrow();
        assertThat(info.path("taskName").asString()).isNotBlank();
        assertThat(info.path("applyerPageType").asString()).isEqualTo("111");
        assertThat(info.path("applyDate").asString()).matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}");
        assertThat(info.path("cdOperation").asString()).isEqualTo("I");
        assertThat(info.has("caseNo")).isFalse();
    }

    @Test
    void whatAPlatformRefusesIsParkedWithItsWordsAndReplayed() throws IOException, InterruptedException {
        String id = gateway.freshId();
        gateway.platforms().guizhou().refuseNext("行政区划不存在");

        applied(id);

        awaitState(id, SharedGateway.GUIZHOU, "PARKED", SOON);
        JsonNode delivery = gateway.delivery(SharedGateway.DESK, id, SharedGateway.GUIZHOU);
        assertThat(delivery.path("code").asString()).isEqualTo("PARTNER_REFUSED_200");
        assertThat(gateway.command("trace", "CASE-" + id)).contains("行政区划不存在");
        String[] which = {"--lane", SharedGateway.GUIZHOU, "--who", "张三", "--reason", "对方已修复", "--yes"};
        assertThat(gateway.command("replay", which)).contains("1/1");
        awaitState(id, SharedGateway.GUIZHOU, "SENT", SOON);
        assertThat(taken(id)).isPresent();
    }

    @Test
    void aTokenThatThePlatformForgotIsFetchedAnewAndTheMessageToldOnce() throws IOException {
        String first = gateway.freshId();
        accepted(first);
        awaitState(first, SharedGateway.APPROVAL, "SENT", SOON);
        gateway.platforms().approval().forgetTokens();
        String second = gateway.freshId();

        accepted(second);

        awaitState(second, SharedGateway.APPROVAL, "SENT", SOON);
        assertThat(gateway.platforms().approval().said()).contains("接口令牌不存在");
        assertThat(takenByApproval(second)).hasSize(1);
    }

    @Test
    void aLoginPageIsNoConsentAndWhatThePlatformHadAlreadyIsDone() throws IOException {
        String id = gateway.freshId();
        gateway.platforms().approval().loginPageAfterTheNext();

        accepted(id);

        awaitState(id, SharedGateway.APPROVAL, "SENT", RETRIES);
        assertThat(takenByApproval(id)).hasSize(1);
        assertThat(gateway.platforms().approval().said()).contains("当前业务已受理，请勿重复提交");
    }

    @Test
    void whatACollectionHadAlreadyIsDone() throws IOException {
        String id = gateway.freshId();
        int before = gateway.platforms().guizhou().repeats();
        gateway.platforms().guizhou().loginPageAfterTheNext();

        applied(id);

        awaitState(id, SharedGateway.GUIZHOU, "SENT", RETRIES);
        assertThat(gateway.platforms().guizhou().repeats()).isEqualTo(before + 1);
        assertThat(taken(id)).isPresent();
    }

    @Test
    void whatAPlatformReportsIsARecordLikeAnyOther() throws IOException {
        String number = "P-" + gateway.freshId();

        JsonNode answer = gateway.platforms().guizhou().report(address(SharedGateway.GUIZHOU), baseInfo(number, "111"));
        JsonNode again = gateway.platforms().guizhou().report(address(SharedGateway.GUIZHOU), baseInfo(number, "111"));
        JsonNode other = gateway.platforms()
                .guizhou()
                .report(address(SharedGateway.GUIZHOU), baseInfo(number, "111").replace("示范路1号", "示范路2号"));

        assertThat(answer.at("/head/code").asString()).isEqualTo("200");
        assertThat(answer.at("/result/projectNo").asString()).isEqualTo(number);
        assertThat(again).isEqualTo(answer);
        assertThat(other.at("/head/code").asString()).isEqualTo("ID_REUSED");
        try (FetchingParty inbox = gateway.inbox(SharedGateway.REPORTS)) {
            FetchingParty.Fetched fetched = fetch(inbox, "baseInfo:" + number);
            JsonNode event = StrictJson.parse(fetched.content().payload());
            assertThat(event.path("source").asString()).isEqualTo("/parties/990101.guizhou");
            assertThat(event.path("type").asString()).isEqualTo("case.applied");
            assertThat(event.path("subject").asString()).isEqualTo(number);
            assertThat(event.path("time").asString()).isEqualTo("2026-03-02T01:00:00.000Z");
            assertThat(event.at("/data/areaCode").asString()).isEqualTo("990101000000");
            assertThat(event.at("/data/applicant/idType").asString()).isEqualTo("111");
            assertThat(event.at("/data/promisedLimit/length").asInt()).isEqualTo(5);
            assertThat(event.at("/data/promisedLimit/unit").asString()).isEqualTo("G");
            assertThat(fetched.sealOfSender()).isFalse();
            assertThat(SealHeader.read(fetched.content().seal()).att()).isEqualTo("channel");
            assertThat(inbox.confirm(List.of(fetched))).containsExactly(200);
        }
    }

    @Test
    void aPlatformThatDoesNotKnowTheSecretIsToldSoInItsOwnForm() {
        JsonNode answer = gateway.platforms()
                .guizhou()
                .report(address(SharedGateway.GUIZHOU), baseInfo("P-" + gateway.freshId(), "111"), "guess");

        assertThat(answer.at("/head/code").asString()).isEqualTo("CHANNEL_NOT_AUTHENTIC");
    }

    @Test
    void aSignOfAnotherDayIsNoneOfToday() {
        JsonNode answer = gateway.platforms()
                .guizhou()
                .report(
                        address(SharedGateway.GUIZHOU),
                        baseInfo("P-" + gateway.freshId(), "111"),
                        SharedGateway.APP_SECRET,
                        2);

        assertThat(answer.at("/head/code").asString()).isEqualTo("CHANNEL_NOT_AUTHENTIC");
    }

    @Test
    void whatTheApprovalPlatformRefusesIsParkedWithItsWords() throws IOException, InterruptedException {
        String id = gateway.freshId();
        gateway.platforms().approval().refuseNext("该业务未处于特别程序申请状态");

        accepted(id);

        awaitState(id, SharedGateway.APPROVAL, "PARKED", SOON);
        assertThat(gateway.command("trace", "CASE-" + id)).contains("该业务未处于特别程序申请状态");
        assertThat(takenByApproval(id)).isEmpty();
    }

    @Test
    void aCodeWithoutAMappingIsRefusedNamingTableAndPlaceAndListed() throws IOException, InterruptedException {
        String number = "P-" + gateway.freshId();

        JsonNode answer = gateway.platforms().guizhou().report(address(SharedGateway.GUIZHOU), baseInfo(number, "51"));

        assertThat(answer.at("/head/code").asString()).isEqualTo("UNTRANSLATABLE");
        assertThat(answer.at("/head/message").asString()).contains("/param/baseInfo/0/applyerPageType", "idType", "51");
        assertThat(gateway.command("dialect", "unmapped")).contains("←  990101.guizhou  guizhou-rest  idType/51  ");
        JsonNode mended = gateway.platforms().guizhou().report(address(SharedGateway.GUIZHOU), baseInfo(number, "111"));
        assertThat(mended.at("/head/code").asString()).isEqualTo("200");
    }

    @Test
    void aPlatformFetchesATokenReportsAndIsToldWhatIsKnownAlready() {
        String address = address(SharedGateway.APPROVAL);
        ApprovalPlatform platform = gateway.platforms().approval();
        String number = "A-" + gateway.freshId();
        String token = platform.token(address);

        assertThat(platform.report(address, "receiveAccept", accept(number), token)
                        .status())
                .isEqualTo("200");
        ApprovalPlatform.Answer again = platform.report(address, "receiveAccept", accept(number), token);
        assertThat(again.words()).contains("当前业务已");
        ApprovalPlatform.Answer stranger = platform.report(address, "receiveAccept", accept(number), "t-1");
        assertThat(stranger.words()).isEqualTo("接口令牌不存在");
        ApprovalPlatform.Answer refused =
                platform.report(address, "receiveAccept", "<APPROVEDATAINFO/>", platform.token(address));
        assertThat(refused.status()).isEqualTo("300");
        assertThat(refused.words()).contains("UNTRANSLATABLE", "/APPROVEDATAINFO/SHOULI");
    }

    @Test
    void whatAChangedTableWouldDoIsToldOfRealRecordsByPlacesOnly(@TempDir Path changed)
            throws IOException, InterruptedException {
        String id = gateway.freshId();
        applied(id);
        awaitState(id, SharedGateway.GUIZHOU, "SENT", SOON);
        String number = "P-" + id;
        gateway.platforms().guizhou().report(address(SharedGateway.GUIZHOU), baseInfo(number, "111"));
        FileSystemUtils.copyRecursively(Path.of("../config/dialects/guizhou-rest"), changed.resolve("guizhou-rest"));
        Path table = changed.resolve("guizhou-rest/case.applied.yml");
        Files.writeString(table, Files.readString(table).replace("partner: address,", "partner: addr,"));

        String said = gateway.command("dialect", "diff", "guizhou-rest", "--dialects", changed.toString());

        assertThat(said)
                .contains("→ 990101.desk/" + id
                        + "  told → told  /baseInfo/param/baseInfo/0/addr /baseInfo/param/baseInfo/0/address")
                .contains("← 990101.guizhou/baseInfo:" + number + "  told → told  /data/applicant/address")
                .doesNotContain("示例申请人", "示范路");
    }

    @Test
    void whereNoPartyOfThisSiteCallsThereIsNothing() throws IOException {
        for (String target : List.of(
                "/v1/parties/990101.nobody/baseInfo",
                "/v1/parties/990101.tax/baseInfo",
                "/v1/parties/990101.guizhou/other",
                "/v1/parties/../keys")) {
            try (HttpConnection connection = new HttpConnection(gateway.site().port(), SOON)) {
                assertThat(connection
                                .exchange("POST", target, Map.of(), "{}".getBytes(StandardCharsets.UTF_8))
                                .status())
                        .as(target)
                        .isIn(400, 404, 405);
            }
        }
    }

    @Test
    void secretsAndPersonalDataAreInNoLog() throws IOException {
        String id = gateway.freshId();
        applied(id);
        awaitState(id, SharedGateway.GUIZHOU, "SENT", SOON);
        gateway.platforms().guizhou().report(address(SharedGateway.GUIZHOU), baseInfo("P-" + id, "51"));

        String[] weIssue = {
            gateway.platforms().approval().token(address(SharedGateway.APPROVAL)),
            gateway.platforms().shandong().token(address(SharedGateway.SHANDONG)),
            gateway.platforms().certificates().token(address(SharedGateway.LIBRARY)),
            gateway.platforms().national().secret(address(SharedGateway.NATIONAL))
        };
        String log = Files.readString(gateway.log());

        assertThat(weIssue).allSatisfy(issued -> assertThat(issued).hasSizeGreaterThan(10));
        assertThat(log)
                .doesNotContain(SharedGateway.APP_SECRET, SharedGateway.API_KEY, "990101190001010018", "示例申请人")
                .doesNotContain(weIssue);
    }

    /** Tokens and secrets that platforms gave us, each of which begins as its platform's do. */
    @Test
    void whatPlatformsGaveUsToShowIsInNoLog() throws IOException {
        String id = gateway.freshId();
        accepted(id);
        awaitState(id, SharedGateway.APPROVAL, "SENT", SOON);
        byte[] toTheLibrary = gateway.body(SharedGateway.PORTAL, id, "CASE-" + id);
        assertThat(gateway.submit(SharedGateway.PORTAL, toTheLibrary).status()).isEqualTo(202);
        await().atMost(SOON).until(() -> gateway.state(SharedGateway.PORTAL, id, SharedGateway.SHANDONG)
                .equals("SENT"));
        assertThat(asked("certificate.find", id, "{\"qrCode\":\"CERT:7f3a9c\"}"))
                .isEqualTo(200);
        assertThat(asked("enterprise.find", id + "-e", "{\"creditCode\":\"91990100XXXX00027M\"}"))
                .isEqualTo(200);

        assertThat(Files.readString(gateway.log()))
                .doesNotContain("approval-token-", "library-token-", "certificate-token-", "national-secret-");
    }

    private int asked(String type, String id, String data) throws IOException {
        String question =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.desk","type":"%s","subject":"CASE-%s",
                 "time":"2026-03-02T01:00:00.000Z","purpose":"办理 %s","data":%s}
                """
                        .formatted(id, type, id, id, data);
        return gateway.ask(SharedGateway.DESK, type, question).status();
    }

    private void applied(String id) throws IOException {
        byte[] body = gateway.body(SharedGateway.DESK, id, "CASE-" + id);
        assertThat(gateway.submit(SharedGateway.DESK, body).status()).isEqualTo(202);
    }

    private void accepted(String id) throws IOException {
        String record =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/990101.desk","type":"case.accepted","subject":"CASE-%s",
                 "time":"2026-03-03T02:00:00.000Z","data":{"caseNo":"CASE-%s",
                 "item":{"implCode":"11990100XXXX0001933000199001000","name":"示范经营许可"},"caseType":"2",
                 "acceptedAt":"2026-03-03T02:00:00.000Z","actor":{"name":"示例经办人","number":"0017"},
                 "organization":{"areaCode":"990100000000","name":"示范市行政审批服务局",
                 "creditCode":"11990100XXXX000193"}}}
                """
                        .formatted(id, id, id);
        assertThat(gateway.submit(SharedGateway.DESK, record.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(202);
    }

    private Optional<JsonNode> taken(String id) {
        return gateway.platforms().guizhou().taken().stream()
                .filter(info -> info.path("projectNo").asString().equals("CASE-" + id))
                .findFirst();
    }

    private List<String> takenByApproval(String id) {
        return gateway.platforms().approval().taken().stream()
                .map(message -> ApprovalXml.text(message, "SBLSH"))
                .filter(("CASE-" + id)::equals)
                .toList();
    }

    private String address(String party) {
        return gateway.addressFor(party);
    }

    private void awaitState(String id, String party, String state, Duration most) {
        await().atMost(most).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(SharedGateway.DESK, id, party))
                .isEqualTo(state));
    }

    private static String baseInfo(String number, String idType) {
        return """
                {"projectNo":"%s","taskCode":"11990100XXXX0001933000199001000","taskName":"示范经营许可",
                 "projectName":"示例申请人申请示范经营许可","projectType":"2","applyerName":"示例申请人","applyerType":"1",
                 "applyerPageType":"%s","applyerPageCode":"990101190001010018","address":"示范省示范市示范县示范路1号",
                 "promisetimeLimit":5,"promisetimeLimitUnit":"G","acceptPersonId":"0017","applyChannel":"1","applyDate":"2026-03-02 09:00:00","itemRegionCode":"990101",
                 "orgName":"示范市行政审批服务局","orgCode":"11990100XXXX000193","cdOperation":"I"}
                """
                .formatted(number, idType);
    }

    private static String accept(String number) {
        return """
                <?xml version="1.0" encoding="UTF-8"?><APPROVEDATAINFO><SHOULI><SBLSH>%s</SBLSH>
                <SXBM>11990100XXXX0001933000199001000</SXBM><SXMC>示范经营许可</SXMC><BJLX>2</BJLX>
                <YWSLSJ>20260303100000</YWSLSJ><YWSLBMMC>示范市行政审批服务局</YWSLBMMC></SHOULI></APPROVEDATAINFO>
                """
                .formatted(number);
    }

    private static FetchingParty.Fetched fetch(FetchingParty inbox, String id) throws IOException {
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            for (FetchingParty.Fetched fetched : inbox.fetch(100, 5, 10)) {
                if (fetched.record().endsWith("/" + id)) {
                    return fetched;
                }
            }
        }
        throw new AssertionError("record " + id + " did not come to the inbox");
    }
}

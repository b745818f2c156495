package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.platform.DocumentPlatform;
import org.tongqu.record.Digest;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealedText;
import org.tongqu.security.digest.Sm3;
import tools.jackson.databind.JsonNode;

/** The packaged gateway and two platforms that exchange documents of {@code EX_GDBS_*} over SOAP, each in its form: it calls them, and they call it. */
@ExtendWith(SharedGateway.Extension.class)
class DocumentsIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DOCUMENTS = FurtherPlatforms.DOCUMENTS;
    private static final String ASMX = FurtherPlatforms.ASMX;

    private final SharedGateway gateway;

    DocumentsIT(SharedGateway gateway) {
        this.gateway = gateway;
    }

    @ParameterizedTest
    @ValueSource(strings = {DOCUMENTS, ASMX})
    void anAcceptanceIsHeardAsADocumentOfItsTable(String party) throws IOException {
        String id = gateway.freshId();

        accepted(party, id, "示范经营许可 <&> ]]>");

        awaitState(party, id, "SENT");
        assertThat(platform(party).taken("EX_GDBS_SL", "A-" + id))
                .containsExactly(Map.of(
                        "SBLSH",
                        "A-" + id,
                        "SXBM",
                        "11990100XXXX0001933000199001000",
                        "SXMC",
                        "示范经营许可 <&> ]]>",
                        "BJLX",
                        "2",
                        "SLBMMC",
                        "示范县行政审批服务局",
                        "SLZTDM",
                        "1",
                        "SLSJ",
                        "2026-03-03 10:00:00",
                        "XZQHDM",
                        "990101",
                        "VERSION",
                        "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {DOCUMENTS, ASMX})
    void aCaseThatEndsIsToldInItsOrderInTheCodesOfTheTables(String party) throws IOException {
        String id = gateway.freshId();

        accepted(party, id, "示范经营许可");
        submit(
                party,
                id + "-s",
                "case.step-done",
                id,
                """
                "step":{"code":"3","name":"批准"},"action":"9","actor":{"name":"示例经办人"},
                "startedAt":"2026-03-03T03:00:00.000Z","endedAt":"2026-03-03T06:00:00.000Z",
                "organization":{"name":"示范县行政审批服务局"}""");
        submit(
                party,
                id + "-p",
                "case.special-started",
                id,
                """
                "procedureNo":"1","kind":"1","name":"延长审批","reason":"案情复杂","limit":{"length":10,"unit":"G"},
                "startedAt":"2026-03-04T01:00:00.000Z","organization":{"name":"示范县行政审批服务局"}""");
        submit(
                party,
                id + "-c",
                "case.completed",
                id,
                """
                "result":"0","completedAt":"2026-03-09T08:00:00.000Z","organization":{"name":"示范县行政审批服务局"}""");

        awaitState(party, id + "-c", "SENT");
        assertThat(platform(party).taken("EX_GDBS_SL", "A-" + id)).hasSize(1);
        assertThat(platform(party).taken("EX_GDBS_SPCL", "A-" + id))
                .singleElement()
                .satisfies(step -> assertThat(step)
                        .contains(entry("SPHJDM", "3"), entry("SPYJDM", "3"), entry("SPSJ", "2026-03-03 14:00:00")));
        assertThat(platform(party).taken("EX_GDBS_TBCXSQ", "A-" + id))
                .singleElement()
                .satisfies(special -> assertThat(special)
                        .contains(entry("TBCXZL", "A"), entry("TBCXSX", "10"), entry("TBCXSXDW", "G")));
        assertThat(platform(party).taken("EX_GDBS_BJ", "A-" + id))
                .singleElement()
                .satisfies(end -> assertThat(end).contains(entry("BJJGDM", "0"), entry("BJSJ", "2026-03-09 16:00:00")));
    }

    @ParameterizedTest
    @ValueSource(strings = {DOCUMENTS, ASMX})
    void aFaultIsTriedAgainAndADocumentWhoseAnswerWasLostIsKnown(String party) throws IOException {
        String failed = gateway.freshId();
        String lost = gateway.freshId();
        platform(party).failNext();
        accepted(party, failed, "示范经营许可");
        awaitState(party, failed, "SENT");
        platform(party).loseNextAnswer();

        accepted(party, lost, "示范经营许可");

        awaitState(party, lost, "SENT");
        assertThat(platform(party).said()).last().isEqualTo("2");
        assertThat(platform(party).taken("EX_GDBS_SL", "A-" + failed)).hasSize(1);
        assertThat(platform(party).taken("EX_GDBS_SL", "A-" + lost)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {DOCUMENTS, ASMX})
    void whatIsRefusedIsParkedWithItsWords(String party) throws IOException, InterruptedException {
        String id = gateway.freshId();
        platform(party).refuseNext("事项编码未入库");

        accepted(party, id, "示范经营许可");

        awaitState(party, id, "PARKED");
        assertThat(gateway.command("trace", "A-" + id)).contains("事项编码未入库", "PARTNER_REFUSED_200");
        assertThat(platform(party).taken("EX_GDBS_SL", "A-" + id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {DOCUMENTS, ASMX})
    void whatItTellsBecomesACaseOnce(String party) throws IOException {
        String number = "B-" + gateway.freshId();

        DocumentPlatform.Answer answer = tell(party, application(number, "示范路经营许可"));
        DocumentPlatform.Answer again = tell(party, application(number, "示范路经营许可"));
        DocumentPlatform.Answer other = tell(party, application(number, "示范街经营许可"));

        assertThat(answer).isEqualTo(new DocumentPlatform.Answer(200, "1", "成功"));
        assertThat(again.status()).isEqualTo("2");
        assertThat(other.status()).isEqualTo("0");
        assertThat(other.words()).startsWith("ID_REUSED");
        JsonNode event = new Heard(gateway, FurtherPlatforms.HEARD).next("case.applied", number);
        assertThat(event.path("source").asString()).isEqualTo("/parties/" + party);
        assertThat(event.path("time").asString()).isEqualTo("2026-03-02T01:00:00.000Z");
        assertThat(event.at("/data/title").asString()).isEqualTo("示范路经营许可");
        assertThat(event.at("/data/channel").asString()).isEqualTo("3");
        assertThat(event.at("/data/applicant/kind").asString()).isEqualTo("6");
        assertThat(event.at("/data/areaCode").asString()).isEqualTo("990101000000");
        assertThat(event.path("data").has("SBLSH")).isFalse();
        assertThat(tell(party, application(number, "示范街经营许可").replace("<VERSION>1", "<VERSION>2"))
                        .status())
                .isEqualTo("1");
        JsonNode next = new Heard(gateway, FurtherPlatforms.HEARD).next("case.applied", number);
        assertThat(next.at("/data/title").asString()).isEqualTo("示范街经营许可");
        assertThat(next.at("/data/origin/version").asString()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {DOCUMENTS, ASMX})
    void filesOfAnApplicationAndOfItsResultAreMaterials(String party) throws Exception {
        String id = gateway.freshId();
        MaterialClient materials = new MaterialClient(gateway);
        byte[] file = ("material of " + id).getBytes(StandardCharsets.UTF_8);
        String text = Base64.getEncoder().encodeToString(file);
        Digest digest = new Sm3().sm3(file);
        materials.put(party + "-sender", digest, new ByteArrayInputStream(file), file.length);
        String record =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/%s-sender","type":"material.registered",
                 "subject":"M-%s","time":"2026-03-03T02:00:00.000Z","data":{"materialId":"M-%s","caseNo":"A-%s",
                 "sequence":2,"form":"2","copyKind":"2","quantity":1,"catalogueName":"场地证明","fileName":"证明.pdf",
                 "mediaType":"application/pdf","size":%d,"digest":"%s","takenAt":"2026-03-03T02:00:00.000Z"}}
                """
                        .formatted(id, party, id, id, id, file.length, digest.value());
        assertThat(gateway.submit(party + "-sender", record.getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(202);

        DocumentPlatform.Answer answer = platform(party)
                .tell(
                        gateway.addressFor(party),
                        "EX_GDBS_SPJG",
                        """
                        <EX_GDBS_SPJG><SBLSH>A-%s</SBLSH><WJLX>1</WJLX><CLMC>示范经营许可证</CLMC><ATTACH_NAME>许可证.pdf</ATTACH_NAME>
                        <ATTACH_ID>R-%s</ATTACH_ID><ATTACH_TYPE>pdf</ATTACH_TYPE><ATTACH_BODY>%s</ATTACH_BODY>
                        <SAVE_TYPE>3</SAVE_TYPE><CREATE_TIME>2026-03-09 16:05:00</CREATE_TIME><VERSION>1</VERSION></EX_GDBS_SPJG>
                        """
                                .formatted(id, id, text)
                                .strip());

        awaitState(party, id, "SENT");
        assertThat(platform(party).taken("EX_GDBS_SBCL", "A-" + id))
                .singleElement()
                .satisfies(told -> assertThat(told)
                        .contains(
                                entry("ATTACH_BODY", text),
                                entry("SEQ", "2"),
                                entry("WJLX", "1"),
                                entry("SAVE_TYPE", "3"),
                                entry("ATTACH_TYPE", "pdf")));
        assertThat(answer.status()).as(answer.words()).isEqualTo("1");
        JsonNode event = new Heard(gateway, FurtherPlatforms.HEARD).next("material.registered", "R-" + id);
        assertThat(event.at("/data/digest").asString()).isEqualTo(digest.value());
        assertThat(materials
                        .get(FurtherPlatforms.HEARD, digest, BodyHandlers.ofByteArray())
                        .body())
                .isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {DOCUMENTS, ASMX})
    void aStrangerAndWhatCannotBeReadAreToldSoAndNothingIsTaken(String party) {
        String number = "B-" + gateway.freshId();
        String application = application(number, "示范经营许可");
        Map<String, String> guess =
                party.equals(DOCUMENTS) ? Map.of("sIdentify", "guess") : Map.of("ValidateData", "guess");

        DocumentPlatform.Answer stranger =
                platform(party).tell(gateway.addressFor(party), "EX_GDBS_SB", application, guess);
        DocumentPlatform.Answer unknown = tell(party, application.replace("<SQRLX>3</SQRLX>", "<SQRLX>7</SQRLX>"));
        DocumentPlatform.Answer noDocument = tell(party, "<EX_GDBS_SB><SBLSH>");
        DocumentPlatform.Answer noEnvelope = platform(party).sent(gateway.addressFor(party), "<html/>");

        assertThat(stranger.status()).isEqualTo("0");
        assertThat(stranger.words()).contains("CHANNEL_NOT_AUTHENTIC");
        assertThat(unknown.status()).isEqualTo("0");
        assertThat(unknown.words()).contains("UNTRANSLATABLE", "SQRLX");
        assertThat(noDocument.status()).isIn("0", "soap:Client");
        assertThat(noEnvelope.status()).isEqualTo("soap:Client");
        assertThat(tell(party, application).status()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {DOCUMENTS, ASMX})
    void anApplicationIsAskedForByItsNumber(String party) throws IOException {
        String id = gateway.freshId();
        String columns = application("C-" + id, "示范经营许可申请").replaceAll("</?EX_GDBS_SB>", "");
        platform(party).has("C-" + id, columns);

        assertThat(results(party, id, "C-" + id))
                .isEqualTo("{\"results\":[{\"caseNo\":\"C-" + id
                        + "\",\"title\":\"示范经营许可申请\",\"applicant\":{\"name\":\"示例申请人\"},"
                        + "\"appliedAt\":\"2026-03-02T01:00:00.000Z\"}]}");
        assertThat(results(party, id + "-n", "N-" + id)).isEqualTo("{\"results\":[]}");
    }

    private DocumentPlatform platform(String party) {
        FurtherPlatforms platforms = gateway.platforms().further();
        return party.equals(DOCUMENTS) ? platforms.documents() : platforms.asmx();
    }

    private DocumentPlatform.Answer tell(String party, String document) {
        return platform(party).tell(gateway.addressFor(party), "EX_GDBS_SB", document);
    }

    static String application(String number, String title) {
        return """
               <EX_GDBS_SB><SBLSH>%s</SBLSH><SXBM>11990100XXXX0001933000199001000</SXBM><SXMC>示范经营许可</SXMC>
               <SBXMMC>%s</SBXMMC><BJLX>2</BJLX><SQRLX>3</SQRLX><SQRMC>示例申请人</SQRMC><SQRZJLX>111</SQRZJLX>
               <SQRZJHM>990101190001010018</SQRZJHM><WSSBQD>4</WSSBQD><XZQHDM>990101</XZQHDM>
               <SLBMMC>示范县行政审批服务局</SLBMMC><SBSJ>2026-03-02 09:00:00</SBSJ><VERSION>1</VERSION></EX_GDBS_SB>
               """
                .formatted(number, title)
                .strip();
    }

    private void accepted(String party, String id, String item) throws IOException {
        submit(
                party,
                id,
                "case.accepted",
                id,
                """
                "item":{"implCode":"11990100XXXX0001933000199001000","name":"%s"},"caseType":"2",
                "acceptedAt":"2026-03-03T02:00:00.000Z",
                "organization":{"name":"示范县行政审批服务局","areaCode":"990101000000"}"""
                        .formatted(item));
    }

    private void submit(String party, String id, String type, String number, String data) throws IOException {
        String record =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/%s-sender","type":"%s","subject":"A-%s",
                 "time":"2026-03-03T02:00:00.000Z","data":{"caseNo":"A-%s",%s}}
                """
                        .formatted(id, party, type, number, number, data);
        assertThat(gateway.submit(party + "-sender", record.getBytes(StandardCharsets.UTF_8)))
                .satisfies(outcome ->
                        assertThat(outcome.status()).as(outcome.text()).isEqualTo(202));
    }

    private String results(String party, String id, String number) throws IOException {
        String question =
                """
                {"specversion":"1.0","id":"%s","source":"/parties/%s-sender","type":"case.find","subject":"%s",
                 "time":"2026-03-02T01:00:00.000Z","purpose":"办理 %s","data":{"caseNo":"%s"}}
                """
                        .formatted(id, party, number, id, number);
        HttpMessage answer = gateway.ask(party + "-sender", "case.find", question);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return SealedText.fromJson(StrictJson.parse(answer.body())).payload();
    }

    private void awaitState(String party, String id, String state) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        gateway.state(party + "-sender", id, party))
                .isEqualTo(state));
    }
}

package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.ittests.load.HttpMessage;
import org.tongqu.ittests.platform.ApprovalXml;
import org.tongqu.ittests.platform.JiningPlatform;
import org.tongqu.ittests.platform.Sm4Key;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealedText;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/** The packaged gateway and a middle platform that takes APPROVEDATAINFO enciphered and signed, some of it by other names. */
@ExtendWith(SharedGateway.Extension.class)
class JiningIT {
    private final SharedGateway gateway;
    private final JiningPlatform platform;
    private final CaseEvents events;
    private final String address;

    JiningIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.platform = gateway.platforms().jining();
        this.events = new CaseEvents(gateway, SharedGateway.JINING);
        this.address = gateway.addressFor(SharedGateway.JINING);
    }

    @ParameterizedTest
    @CsvSource({
        "case.noticed, EXPRESSTYPE, 1",
        "case.accepted, YWSLZT, 1",
        "case.special-started, TBCXZL, B",
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

        assertThat(platform.taken().stream()
                        .filter(message -> ApprovalXml.text(message, "SBLSH").equals("CASE-" + id)
                                || ApprovalXml.text(message, "SBLSH_SHORT").equals("CASE-" + id))
                        .map(message -> ApprovalXml.text(message, field)))
                .containsExactly(value);
    }

    @Test
    void whatThePlatformDoesNotWantIsParkedWithItsWords() throws IOException, InterruptedException {
        String id = gateway.freshId();
        platform.refuseNext("该业务未处于特别程序申请状态");

        events.happened("case.special-ended", id);

        events.awaitState(id, "PARKED");
        assertThat(gateway.command("trace", "CASE-" + id)).contains("该业务未处于特别程序申请状态");
    }

    @Test
    void whatThePlatformTellsIsTakenOnceByEitherName() throws IOException {
        String number = "J-" + gateway.freshId();
        String completion = completion(number);

        Document taken = platform.tell(address, "receiveFinishInfo", completion);
        Document again = platform.tell(address, "receiveFinishInfo", completion);
        Document suspended = platform.tell(
                address,
                "getSuspendInfo",
                """
                <APPROVEDATAINFO><SUSPENDTYPE>1</SUSPENDTYPE><SPTEBIEJIEGUO><SBLSH>%s</SBLSH><XH>1</XH><TBCXZL>A</TBCXZL>
                <TBCXJG>同意</TBCXJG><TBCXJSRQ>20260306090000</TBCXJSRQ><SPBMMC>审批局</SPBMMC></SPTEBIEJIEGUO></APPROVEDATAINFO>
                """
                        .formatted(number));

        assertThat(ApprovalXml.text(taken, "STATUS"))
                .as(ApprovalXml.text(taken, "DESC"))
                .isEqualTo("200");
        assertThat(ApprovalXml.text(again, "DESC")).contains("当前业务已");
        assertThat(ApprovalXml.text(suspended, "STATUS")).isEqualTo("200");
        JsonNode ended = events.reported(number, 2).get("case.special-ended");
        assertThat(ended.at("/data/kind").asString()).isEqualTo("1");
    }

    @Test
    void whoSignsOrEnciphersOtherwiseIsRefused() throws IOException {
        String completion = completion("J-" + gateway.freshId());

        Document signed = platform.tellSignedBy("guessed-secret", address, "receiveFinishInfo", completion);
        Document enciphered = platform.tell(address, "receiveFinishInfo", completion, Sm4Key.fresh());

        assertThat(ApprovalXml.text(signed, "DESC")).contains("CHANNEL_NOT_AUTHENTIC");
        assertThat(ApprovalXml.text(enciphered, "DESC")).contains("CHANNEL_NOT_AUTHENTIC");
        assertThat(Files.readString(gateway.log())).doesNotContain("guessed-secret", SharedGateway.APP_SECRET);
    }

    @Test
    void applicationsAreFetchedBothWays() throws IOException {
        String id = gateway.freshId();

        HttpMessage answer = gateway.ask(
                SharedGateway.JINING + "-sender",
                "case.find",
                """
                {"specversion":"1.0","id":"%s","source":"/parties/%s-sender","type":"case.find","subject":"J-1",
                 "time":"2026-03-02T01:00:00.000Z","purpose":"办理 %s","data":{"caseNo":"J-1"}}
                """
                        .formatted(id, SharedGateway.JINING, id));
        Document asked = platform.tell(
                address, "getOnlineApply", "<APPROVEDATAINFO><SBLSH_SHORT>A-1</SBLSH_SHORT></APPROVEDATAINFO>");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(SealedText.fromJson(StrictJson.parse(answer.body())).payload())
                .contains("\"title\":\"示例申请人申请示范经营许可\"");
        assertThat(ApprovalXml.text(asked, "SBXMMC"))
                .as(ApprovalXml.text(asked, "DESC"))
                .isEqualTo("示例企业申请示范经营许可");
    }

    private static String completion(String number) {
        return """
                <APPROVEDATAINFO><SPBANJIE><SBLSH>%s</SBLSH><BJBMMC>审批局</BJBMMC><BJJGDM>6</BJJGDM>
                <BJSJ>20260309160000</BJSJ></SPBANJIE></APPROVEDATAINFO>
                """
                .formatted(number);
    }
}

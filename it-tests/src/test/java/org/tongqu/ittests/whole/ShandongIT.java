package org.tongqu.ittests.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.ittests.platform.ShandongPlatform;
import tools.jackson.databind.JsonNode;

/** The five calls of Shandong's case library, from both ends, with completions in codes that the site gave. */
@ExtendWith(SharedGateway.Extension.class)
class ShandongIT {
    private final SharedGateway gateway;
    private final ShandongPlatform platform;
    private final CaseEvents events;
    private final String address;

    ShandongIT(SharedGateway gateway) {
        this.gateway = gateway;
        this.platform = gateway.platforms().shandong();
        this.events = new CaseEvents(gateway, SharedGateway.SHANDONG);
        this.address = gateway.addressFor(SharedGateway.SHANDONG);
    }

    @ParameterizedTest
    @CsvSource({
        "case.applied, receiveBasicInfo, itemtype, 01",
        "case.accepted, receiveProc, noderesult, 4",
        "case.not-accepted, receiveProc, noderesult, 3",
        "case.supplement-requested, receiveProc, noderesult, 5",
        "case.step-done, receiveProc, noderesult, 1",
        "case.special-started, receiveSpecialnode, specialnodetype, 0",
        "case.special-ended, receiveSpecialnode, specialnodetype, 1",
        "case.completed, receiveDone, doneresult, 1"
    })
    void whatHappensToACaseIsToldByItsCall(String type, String call, String field, String value) throws IOException {
        String id = gateway.freshId();

        events.happened(type, id);

        events.awaitState(id, "SENT");
        List<JsonNode> taken = platform.taken(call, "CASE-" + id);
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).path(field).asString()).isEqualTo(value);
    }

    @Test
    void aMaterialIsToldByItsCall() throws Exception {
        String id = gateway.freshId();

        events.materialCame(id);

        events.awaitState(id, "SENT");
        assertThat(platform.taken("receiveApplyFile", "CASE-" + id))
                .singleElement()
                .satisfies(taken -> assertThat(taken.path("attrid").asString()).isEqualTo("M-" + id));
    }

    @Test
    void whatTheLibraryDoesNotWantIsParkedWithItsWordsAndATokenIsRenewed() throws IOException, InterruptedException {
        String refused = gateway.freshId();
        String renewed = gateway.freshId();
        platform.refuseNext("办件不在特别程序中");
        events.happened("case.special-ended", refused);
        events.awaitState(refused, "PARKED");
        platform.forgetTokens();

        events.happened("case.completed", renewed);

        events.awaitState(renewed, "SENT");
        assertThat(gateway.command("trace", "CASE-" + refused)).contains("办件不在特别程序中");
        assertThat(platform.taken("receiveDone", "CASE-" + renewed)).hasSize(1);
    }

    @Test
    void eachCallOfTheLibraryIsARecordAndOneThatItRepeatsIsKnown() throws IOException {
        String number = "L-" + gateway.freshId();
        String node =
                """
                {"projid":"%s","nodename":"审核","nodetype":"2","noderesult":"%s","nodeprocername":"示例经办人",
                 "procunitname":"审批局","nodestarttime":"2026-03-03 11:00:00","nodeendtime":"2026-03-03 14:00:00","nodeadv":"见意见"}
                """;
        String special =
                """
                {"projid":"%s","specialtype":"1","specialnodetype":"%s","nodename":"延长","nodeprocadv":"情况复杂",
                 "result":"同意","nodetime":"2026-03-04 09:00:00"}
                """;
        List<Map.Entry<String, String>> calls = List.of(
                Map.entry("receiveProc", node.formatted(number, "1")),
                Map.entry("receiveProc", node.formatted(number, "2")),
                Map.entry("receiveProc", node.formatted(number, "4")),
                Map.entry("receiveProc", node.formatted(number, "5")),
                Map.entry(
                        "receiveApplyFile",
                        """
                        {"projid":"%1$s","attrid":"%1$s","attrname":"经营场所证明","gettype":"1","amount":1,
                         "taketime":"2026-03-02 09:15:00"}
                        """
                                .formatted(number)),
                Map.entry("receiveSpecialnode", special.formatted(number, "0")),
                Map.entry("receiveSpecialnode", special.formatted(number, "1")),
                Map.entry(
                        "receiveDone",
                        """
                        {"projid":"%s","doneresult":"7","occurtime":"2026-03-09 16:00:00","resulttype":"99"}
                        """
                                .formatted(number)));
        String token = platform.token(address);

        for (Map.Entry<String, String> call : calls) {
            for (int i = 0; i < 2; i++) {
                JsonNode answer = platform.report(address, call.getKey(), call.getValue(), token);
                assertThat(answer.path("code").asString()).as(answer.toString()).isEqualTo("200");
            }
        }

        Map<String, JsonNode> records = events.reported(number, calls.size());
        assertThat(records)
                .containsOnlyKeys(
                        "case.step-done",
                        "case.not-accepted",
                        "case.accepted",
                        "case.supplement-requested",
                        "material.registered",
                        "case.special-started",
                        "case.special-ended",
                        "case.completed");
        assertThat(records.get("case.completed").at("/data/result").asString()).isEqualTo("1");
        assertThat(records.get("case.completed").at("/data/organization/name").asString())
                .isEqualTo("未报办理单位");
        assertThat(records.get("case.special-ended").at("/data/procedureNo"))
                .isEqualTo(records.get("case.special-started").at("/data/procedureNo"));
        assertThat(records.get("case.supplement-requested").at("/data/reason").asString())
                .isEqualTo("见意见");
        assertThat(records.get("material.registered").at("/data/materialId").asString())
                .isEqualTo(number);
    }

    @Test
    void whatComesWithACodeThatNobodyMappedIsRefusedNamingIt() {
        JsonNode answer = platform.report(
                address,
                "receiveDone",
                """
                {"projid":"L-0","doneresult":"9","occurtime":"2026-03-09 16:00:00","procunitname":"审批局","resulttype":"99"}
                """,
                platform.token(address));
        JsonNode stranger = platform.report(address, "receiveDone", "{\"projid\":\"L-0\"}", "s-0");

        assertThat(answer.path("code").asString()).isEqualTo("UNTRANSLATABLE");
        assertThat(answer.path("message").asString()).contains("/doneresult", "finishResult");
        assertThat(stranger.path("code").asString()).isEqualTo("401");
    }
}

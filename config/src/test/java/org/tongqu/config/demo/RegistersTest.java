package org.tongqu.config.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.PartnerQuestion;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.node.ObjectNode;

class RegistersTest {
    private final Registers registers = new Registers(Schemas.shipped());

    @Test
    void whatTheGuideAsksAboutIsOnFileFromTheStart() {
        assertThat(asked(
                        "case.progress",
                        Schemas.shipped()
                                .query("case.progress")
                                .orElseThrow()
                                .question()
                                .example()
                                .toString()))
                .hasSize(1);
        assertThat(asked("certificate.find", "{\"holderCode\":\"91990100XXXX00027M\",\"holderCodeType\":\"001\"}"))
                .hasSize(1);
    }

    @Test
    void aCaseIsFollowedAsItsRecordsTellIt() {
        assertThat(progress("C-1", "123456")).isEmpty();
        note("case.applied", "{\"caseNo\":\"C-1\",\"queryPassword\":\"123456\",\"item\":{\"name\":\"示范许可\"}}");
        assertThat(progress("C-1", "123456")).singleElement().satisfies(one -> {
            assertThat(one.path("itemName").asString()).isEqualTo("示范许可");
            assertThat(one.path("stateText").asString()).isEqualTo("已申请，待受理");
        });
        note("case.step-done", "{\"caseNo\":\"C-1\",\"step\":{\"name\":\"审核\"}}");
        note("case.completed", "{\"caseNo\":\"C-1\",\"result\":\"0\",\"completedAt\":\"2026-03-09T08:00:00.000Z\"}");

        assertThat(progress("C-1", "123456")).singleElement().satisfies(one -> assertThat(one.toString())
                .contains("已办结", "审核", "\"finishResult\":\"0\"", "2026-03-09T08:00:00.000Z")
                .doesNotContain("123456"));
        assertThat(progress("C-1", "123457")).isEmpty();
    }

    @Test
    void theOldestIsForgotten() {
        for (int i = 0; i <= 1000; i++) {
            note("case.applied", "{\"caseNo\":\"C-" + i + "\",\"queryPassword\":\"1\",\"item\":{}}");
        }

        assertThat(progress("C-0", "1")).isEmpty();
        assertThat(progress("C-1", "1")).hasSize(1);
    }

    private void note(String type, String data) {
        registers.note(type, StrictJson.parse(data));
    }

    private List<ObjectNode> progress(String caseNo, String password) {
        return asked("case.progress", "{\"caseNo\":\"" + caseNo + "\",\"queryPassword\":\"" + password + "\"}");
    }

    private List<ObjectNode> asked(String type, String data) {
        return registers.asked(
                new PartnerQuestion(RecordType.parse(type), "答复来电人", (ObjectNode) StrictJson.parse(data)));
    }
}

package org.tongqu.record.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.envelope.EnvelopeReader;
import org.tongqu.record.expression.Expressions;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.ticket.DispatchCatalogue;
import tools.jackson.databind.node.ObjectNode;

class SharingRulesTest {
    private static final PartyId WINDOW = new PartyId("990101.window");
    private static final PartyId TAX = new PartyId("990101.tax");
    private static final PartyId WATER = new PartyId("990101.water");
    private static final PartyId HOUSING = new PartyId("990101.housing");
    private static final RuleFailures UNHEARD = (rule, reason) -> {};

    @Test
    void whatNoRuleNamesGoesToNobody() {
        assertThat(new SharingRules(List.of()).recipients(record(""), UNHEARD)).isEmpty();
    }

    @Test
    void anUndirectedRecordGoesToEverybodyARuleGivesItTo() {
        SharingRules rules = new SharingRules(List.of(rule("b", Set.of(WATER, TAX), null, new Grant.Whole())));
        assertThat(rules.recipients(record(""), UNHEARD))
                .extracting(Recipient::party)
                .containsExactly(TAX, WATER);
    }

    @Test
    void aDirectedRecordGoesOnlyToThoseItNamesAndOnlyByARule() {
        SharingRules rules = new SharingRules(List.of(rule("b", Set.of(TAX), null, new Grant.Whole())));
        assertThat(rules.recipients(record("\"to\":\"990101.tax 990101.water\","), UNHEARD))
                .extracting(Recipient::party)
                .containsExactly(TAX);
    }

    @Test
    void theSenderNeverGetsItsOwnRecordBack() {
        SharingRules rules = new SharingRules(List.of(rule("b", Set.of(TAX, WINDOW), null, new Grant.Whole())));
        assertThat(rules.recipients(record(""), UNHEARD))
                .extracting(Recipient::party)
                .containsExactly(TAX);
    }

    @Test
    void aConditionThatFailsOrErrsGrantsNothing() {
        for (String when : List.of("data.caseNo == 'other'", "data.absent == 'x'", "data.caseNo + 1 == 2")) {
            SharingRules rules = new SharingRules(List.of(rule("b", Set.of(TAX), when, new Grant.Whole())));
            assertThat(rules.recipients(record(""), UNHEARD)).as(when).isEmpty();
        }
        SharingRules rules =
                new SharingRules(List.of(rule("b", Set.of(TAX), "data.caseNo == 'C-1'", new Grant.Whole())));
        assertThat(rules.recipients(record(""), UNHEARD)).hasSize(1);
    }

    @Test
    void ofTheReceiversARuleNamesOnlyTheOneInTheCatalogueGetsIt() {
        DispatchCatalogue catalogue = new DispatchCatalogue(List.of(
                new DispatchCatalogue.Entry("0301", null, WATER), new DispatchCatalogue.Entry("0302", null, HOUSING)));
        SharingRules rules = new SharingRules(List.of(new SharingRule(
                "b",
                Set.of(RecordType.parse("case.applied")),
                Set.of(WINDOW),
                Set.of(TAX, WATER),
                Optional.of(catalogue),
                Optional.empty(),
                new Grant.Whole(),
                "办理",
                "行政许可法",
                Set.of())));

        assertThat(rules.recipients(about("0301"), UNHEARD))
                .extracting(Recipient::party)
                .containsExactly(WATER);
        assertThat(rules.recipients(about("0302"), UNHEARD)).isEmpty();
        assertThat(rules.recipients(about("0399"), UNHEARD)).isEmpty();
        assertThat(rules.ruleFor(about("0301"), WATER, UNHEARD)).isPresent();
        assertThat(rules.ruleFor(about("0301"), TAX, UNHEARD)).isEmpty();
    }

    private static BusinessRecord about(String topic) {
        return EnvelopeReader.read(("{\"specversion\":\"1.0\",\"id\":\"r1\",\"source\":\"/parties/990101.window\","
                        + "\"type\":\"case.applied\",\"subject\":\"C-1\",\"time\":\"2026-03-01T09:30:00.000Z\","
                        + "\"data\":{\"caseNo\":\"C-1\",\"topicCode\":\"" + topic + "\"}}")
                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aConditionThatErrsIsToldAndOneThatIsFalseIsNot() {
        List<String> told = new ArrayList<>();
        SharingRules rules = new SharingRules(List.of(
                rule("absent", Set.of(TAX), "data.absent == 'x'", new Grant.Whole()),
                rule("false", Set.of(TAX), "data.caseNo == 'other'", new Grant.Whole()),
                rule("true", Set.of(TAX), "data.caseNo == 'C-1'", new Grant.Whole())));

        assertThat(rules.recipients(record(""), (rule, reason) -> told.add(rule + " " + reason)))
                .extracting(recipient -> recipient.rule().name())
                .containsExactly("true");
        assertThat(rules.ruleFor(record(""), TAX, (rule, reason) -> told.add(rule + " " + reason)))
                .isPresent();

        assertThat(told).containsExactly("absent absent-field", "absent absent-field");
    }

    @Test
    void aWholeGrantComesBeforeOneOfFieldsThenTheNameDecides() {
        Grant fields = new Grant.Fields(List.of(new Grant.Field("/caseNo", Optional.empty())));
        SharingRules rules = new SharingRules(List.of(
                rule("a", Set.of(TAX), null, fields),
                rule("c", Set.of(TAX), null, new Grant.Whole()),
                rule("b", Set.of(TAX), null, new Grant.Whole())));
        assertThat(rules.recipients(record(""), UNHEARD).get(0).rule().name()).isEqualTo("b");
    }

    @Test
    void aProjectionGivesExactlyWhatIsGranted() {
        ObjectNode data = (ObjectNode)
                StrictJson.parse(
                        """
                {"caseNo":"C-1","applicant":{"name":"张三丰","idNo":"990101199001010018","phone":"13900000000"},
                 "materials":[{"name":"A","digest":"x"},{"name":"B","digest":"y"}],"amount":12.50,"secret":"no"}""");
        Projection projection = Projection.of(new Grant.Fields(List.of(
                new Grant.Field("/caseNo", Optional.empty()),
                new Grant.Field("/applicant/name", Optional.of(Mask.NAME)),
                new Grant.Field("/applicant/idNo", Optional.of(Mask.IDENTITY)),
                new Grant.Field("/materials/*/name", Optional.empty()),
                new Grant.Field("/amount", Optional.of(Mask.ALL)),
                new Grant.Field("/notThere", Optional.empty()))));
        assertThat(StrictJson.writeText(projection.apply(data)))
                .isEqualTo("{\"caseNo\":\"C-1\",\"applicant\":{\"name\":\"张**\",\"idNo\":\"9901************18\"},"
                        + "\"materials\":[{\"name\":\"A\"},{\"name\":\"B\"}],\"amount\":\"***\"}");
        assertThat(data.get("secret").stringValue()).isEqualTo("no");
    }

    @Test
    void aMaskedObjectIsMaskedToItsLeaves() {
        ObjectNode data = (ObjectNode) StrictJson.parse("{\"a\":{\"b\":[\"13900000000\",5]}}");
        Projection projection =
                Projection.of(new Grant.Fields(List.of(new Grant.Field("/a", Optional.of(Mask.PHONE)))));
        assertThat(StrictJson.writeText(projection.apply(data))).isEqualTo("{\"a\":{\"b\":[\"139****0000\",\"***\"]}}");
    }

    @Test
    void aTextTooShortForItsMaskIsMaskedWhole() {
        assertThat(Mask.PHONE.apply("1390000")).isEqualTo("*******");
        assertThat(Mask.NAME.apply("张")).isEqualTo("*");
        assertThat(Mask.NAME.apply("")).isEmpty();
        assertThat(Mask.NAME.apply("𠮷田")).isEqualTo("𠮷*");
    }

    private static SharingRule rule(String name, Set<PartyId> to, String when, Grant grant) {
        return new SharingRule(
                name,
                Set.of(RecordType.parse("case.applied")),
                Set.of(WINDOW),
                to,
                Optional.ofNullable(when).map(Expressions::compile),
                grant,
                "办理",
                "行政许可法",
                Set.of());
    }

    private static BusinessRecord record(String more) {
        return EnvelopeReader.read(
                ("{\"specversion\":\"1.0\",\"id\":\"a-1\",\"source\":\"/parties/990101.window\",\"type\":\"case.applied\","
                                + more
                                + "\"subject\":\"C-1\",\"time\":\"2026-03-01T09:30:00.000Z\",\"data\":{\"caseNo\":\"C-1\"}}")
                        .getBytes(StandardCharsets.UTF_8));
    }
}

package org.tongqu.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.failure.UnmappedCode;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.query.Answered;
import org.tongqu.record.query.Query;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.sharing.Grant;
import tools.jackson.databind.node.ObjectNode;

class QueriesTest {
    private static final Query.Said SAID = new Query.Said("soap query", "<query/>".getBytes(StandardCharsets.UTF_8));
    private static final String TYPE = "case.progress";
    private static final PartyId CITY = new PartyId("990100.city");
    private static final String RESULT =
            "{\"caseNo\":\"A-1\",\"stateText\":\"办理中\",\"itemName\":\"示范经营许可\",\"stepName\":\"审查\"}";

    private final TestSite site = new TestSite()
            .answering(CITY)
            .mayAsk(
                    TYPE,
                    TestSite.WINDOW,
                    CITY,
                    new Grant.Fields(List.of(
                            new Grant.Field("/caseNo", Optional.empty()),
                            new Grant.Field("/stateText", Optional.empty()))));
    private final List<String> asked = new ArrayList<>();
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = TestGateway.withoutLanes(site);
        answers(new Answered.Results(List.of(result())));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void theAskerGetsTheGrantedFieldsSealed() {
        SealedText answer = ask(question("q-1"));

        assertThat(answer.payload()).isEqualTo("{\"results\":[{\"caseNo\":\"A-1\",\"stateText\":\"办理中\"}]}");
        SealHeader header = SealHeader.read(answer.seal());
        assertThat(header.typ()).isEqualTo(SealType.ANSWER);
        assertThat(header.aud()).isEqualTo(TestSite.WINDOW.value());
    }

    @Test
    void aQuestionThatAChannelAttestsMustBeThatPartys() {
        byte[] question = question("q-1").getBytes(StandardCharsets.UTF_8);

        assertThat(refused(() -> gateway.routes.queries().askAttested(TestSite.TAX, TYPE, question, SAID))
                        .code())
                .isEqualTo(ProblemCode.PARTY_MISMATCH);
        assertThat(gateway.routes
                        .queries()
                        .askAttested(TestSite.WINDOW, TYPE, question, SAID)
                        .payload())
                .contains("办理中");
    }

    @Test
    void itIsKeptWithItsSealAndAMarkUnderAKey() {
        byte[] octets = question("q-1").getBytes(StandardCharsets.UTF_8);
        ask(question("q-1"));

        Query kept = gateway.queries.kept.values().iterator().next().query;
        assertThat(kept.seal()).isEqualTo(TestSeals.by(TestSite.WINDOW, SealType.QUERY, octets));
        assertThat(kept.question().octets()).isEqualTo(octets);
        assertThat(kept.said()).isNull();
        assertThat(kept.mark())
                .isEqualTo(Digest.of(gateway.seals.mark("query", question("q-1"))))
                .isNotEqualTo(gateway.seals.sm3(octets));
    }

    @Test
    void nothingFoundIsAnAnswer() {
        answers(new Answered.Results(List.of()));

        assertThat(ask(question("q-1")).payload()).isEqualTo("{\"results\":[]}");
    }

    @Test
    void theSameQuestionGetsTheSameAnswerAndTheProviderIsAskedOnce() {
        SealedText first = ask(question("q-1"));
        answers(new Answered.Results(List.of()));

        assertThat(ask(question("q-1"))).isEqualTo(first);
        assertThat(asked).hasSize(1);
        assertThat(refused(() -> ask(question("q-1").replace("A-1", "A-2"))).code())
                .isEqualTo(ProblemCode.ID_REUSED);
    }

    @Test
    void aProviderThatIsAwayMayBeAskedAgainUnderTheSameId() {
        answers(new Answered.Away("PROVIDER_AWAY_503", "HTTP 503"));
        assertThat(refused(() -> ask(question("q-1"))).code()).isEqualTo(ProblemCode.PROVIDER_AWAY);
        answers(new Answered.Results(List.of(result())));

        assertThat(ask(question("q-1")).payload()).contains("办理中");
    }

    @Test
    void aProviderThatRefusesMayBeAskedAgainUnderTheSameId() {
        site.mayAsk("payment.status", TestSite.WINDOW, CITY, new Grant.Whole());
        answers(new Answered.Refused("PROVIDER_REFUSED", "没有权限"));

        Rejection refused = refused(() -> askForPayment("q-1"));

        assertThat(refused.code()).isEqualTo(ProblemCode.PROVIDER_REFUSED);
        assertThat(refused.detail()).contains("没有权限");
        answers(new Answered.Results(List.of()));
        assertThat(askForPayment("q-1").payload()).isEqualTo("{\"results\":[]}");
    }

    /** Whether there is no such case, or the password is another one's, sounds the same. */
    @Test
    void aWrongPasswordIsToldAsNothingFound() {
        answers(new Answered.Refused("PROVIDER_REFUSED", "密码错误"));
        SealedText wrong = ask(question("q-1"));
        answers(new Answered.Results(List.of()));

        assertThat(wrong.payload()).isEqualTo(ask(question("q-2")).payload());
    }

    @Test
    void aPasswordIsNotFoundByTryingWhateverTheNameOfTheQuestion() {
        answers(new Answered.Refused("PROVIDER_REFUSED", "密码错误"));
        List<String> spelt = List.of("A-1", "a-1", " A-1", "Ａ-1", "A-1 ");
        for (int i = 0; i < 5; i++) {
            ask(guess("q-" + i, spelt.get(i), i));
        }
        answers(new Answered.Results(List.of(result())));

        Rejection refused = refused(() -> ask(guess("q-6", "A -1", 6)));

        assertThat(refused.code()).isEqualTo(ProblemCode.TOO_FAST);
        assertThat(refused.retryAfter())
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15)));
        assertThat(refused.detail()).doesNotContain("A-1");
        assertThat(asked).hasSize(5);
        assertThat(ask(guess("q-7", "A-2", 6)).payload()).contains("办理中");
    }

    @Test
    void whoKnowsThePasswordMayAskAsOftenAsItIs() {
        for (int i = 0; i < 12; i++) {
            answers(i % 4 == 3 ? new Answered.Results(List.of(result())) : new Answered.Results(List.of()));
            ask(question("q-" + i));
        }

        assertThat(asked).hasSize(12);
    }

    @Test
    void aProviderThatNeverAnswersIsAwayAfterItsTime() {
        gateway.providerAnswers((query, files) -> new CompletableFuture<>());

        assertThat(refused(() -> ask(question("q-1"))).detail()).contains("PROVIDER_TIMEOUT");
    }

    @Test
    void aProviderThatIsAwayIsNotAskedEveryTime() {
        answers(new Answered.Away("PROVIDER_AWAY_503", "HTTP 503"));
        for (int i = 0; i < 20; i++) {
            String id = "q-" + i;
            assertThat(refused(() -> ask(question(id))).code()).isEqualTo(ProblemCode.PROVIDER_AWAY);
        }

        assertThat(asked).hasSizeLessThan(15);
    }

    @Test
    void whatWeCouldNotAskSaysNothingAboutTheProvider() {
        gateway.providerAnswers((query, files) -> {
            throw new Rejection(ProblemCode.TOO_FAST, "Too many files are asked about.");
        });
        for (int i = 0; i < 20; i++) {
            String id = "q-" + i;
            assertThat(refused(() -> ask(question(id))).code()).isEqualTo(ProblemCode.TOO_FAST);
        }
        answers(new Answered.Results(List.of()));

        assertThat(ask(question("q-20")).payload()).isEqualTo("{\"results\":[]}");
    }

    @Test
    void afterAFaultOfOursItMayBeAskedAgainAtOnce() {
        gateway.providerAnswers((query, files) -> {
            throw new IllegalStateException("broken");
        });
        assertThat(refused(() -> ask(question("q-1"))).code()).isEqualTo(ProblemCode.INTERNAL);
        answers(new Answered.Results(List.of()));

        assertThat(ask(question("q-1")).payload()).isEqualTo("{\"results\":[]}");
    }

    @Test
    void whatWasSaidToTheProviderIsKeptWhetherItAnsweredOrNot() {
        answers(new Answered.Away("PROVIDER_AWAY_503", "HTTP 503"));
        refused(() -> ask(question("q-1")));
        answers(new Answered.Results(List.of()));
        ask(question("q-2"));

        assertThat(gateway.queries.kept.values())
                .extracting(kept -> kept.spoken)
                .hasSize(2)
                .allSatisfy(spoken -> assertThat(spoken).hasToString("test ask"));
    }

    @Test
    void whatIsNotAsTheSchemaHasItIsGivenToNobody() {
        ObjectNode odd = result().put("secret", "x");
        answers(new Answered.Results(List.of(result(), odd)));

        Rejection refused = refused(() -> ask(question("q-1")));

        assertThat(refused.code()).isEqualTo(ProblemCode.PROVIDER_REFUSED);
        assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/results/1/secret");
    }

    @ParameterizedTest
    @CsvSource({"false, for, QUESTION_UNTRANSLATABLE", "true, from, PROVIDER_ANSWER_UNTRANSLATABLE"})
    void whatADialectLacksIsToldAndListedForTheOperator(boolean isHeard, String way, String code) {
        FieldError error = new FieldError("/state", "code:state", "补充", "add it", new UnmappedCode("state", "9"));
        answers(new Answered.Untranslatable(isHeard, "guizhou-rest", List.of(error)));

        Rejection refused = refused(() -> ask(question("q-1")));

        assertThat(refused.code()).isEqualTo(ProblemCode.PROVIDER_REFUSED);
        assertThat(refused.detail()).startsWith(code);
        assertThat(refused.errors()).containsExactly(error);
        assertThat(gateway.unmapped).containsExactly(way + " " + CITY + " guizhou-rest " + error.unmapped());
    }

    @Test
    void withoutARuleOrAPurposeNobodyIsAsked() {
        assertThat(refused(() -> ask(question("q-1").replace("990101.window", "990101.tax"), TestSite.TAX))
                        .code())
                .isEqualTo(ProblemCode.NO_RULE);
        assertThat(refused(() -> ask(question("q-1").replace("\"purpose\":\"查进度\",", "")))
                        .errors())
                .extracting(FieldError::pointer)
                .containsExactly("/purpose");
        assertThat(refused(() -> ask(question("q-1").replace("\"caseNo\":\"A-1\"", "\"caseNo\":7")))
                        .code())
                .isEqualTo(ProblemCode.SCHEMA_VIOLATION);
        assertThat(refused(() -> gateway.routes.queries().ask("case.gossip", new byte[0], seal(new byte[0])))
                        .code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(asked).isEmpty();
        assertThat(gateway.queries.kept).isEmpty();
    }

    @Test
    void whereSeveralAnswerOneIsToBeNamed() {
        PartyId province = new PartyId("990000.province");
        site.answering(province).mayAsk(TYPE, TestSite.WINDOW, province, new Grant.Whole());

        assertThat(refused(() -> ask(question("q-1"))).errors())
                .extracting(FieldError::en)
                .containsExactly("name one of: 990000.province 990100.city");
        assertThat(ask(question("q-2").replace("\"purpose\"", "\"to\":\"990000.province\",\"purpose\""))
                        .payload())
                .contains("审查");
    }

    @Test
    void aSealForARecordIsNoneForAQuestion() {
        byte[] octets = question("q-1").getBytes(StandardCharsets.UTF_8);

        assertThat(refused(() -> gateway.routes
                                .queries()
                                .ask(TYPE, octets, TestSeals.by(TestSite.WINDOW, SealType.RECORD, octets)))
                        .code())
                .isEqualTo(ProblemCode.SEAL_INVALID);
    }

    private void answers(Answered answered) {
        gateway.providerAnswers((query, files) -> {
            asked.add(query.toString());
            return CompletableFuture.completedFuture(answered);
        });
    }

    private SealedText askForPayment(String id) {
        byte[] octets = question(id)
                .replace(TYPE, "payment.status")
                .replace("\"caseNo\":\"A-1\",\"queryPassword\":\"000000\"", "\"noticeNo\":\"99010126000000000001\"")
                .getBytes(StandardCharsets.UTF_8);
        return gateway.routes
                .queries()
                .ask("payment.status", octets, TestSeals.by(TestSite.WINDOW, SealType.QUERY, octets));
    }

    private static String guess(String id, String caseNo, int password) {
        return question(id)
                .replace("\"caseNo\":\"A-1\"", "\"caseNo\":\"" + caseNo + "\"")
                .replace("000000", "00000" + password);
    }

    private SealedText ask(String question) {
        return ask(question, TestSite.WINDOW);
    }

    private SealedText ask(String question, PartyId asker) {
        byte[] octets = question.getBytes(StandardCharsets.UTF_8);
        return gateway.routes.queries().ask(TYPE, octets, TestSeals.by(asker, SealType.QUERY, octets));
    }

    private static Seal seal(byte[] octets) {
        return TestSeals.by(TestSite.WINDOW, SealType.QUERY, octets);
    }

    private static String question(String id) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/parties/990101.window\","
                + "\"type\":\"case.progress\",\"subject\":\"A-1\",\"time\":\"2026-03-02T01:00:00.000Z\","
                + "\"purpose\":\"查进度\",\"data\":{\"caseNo\":\"A-1\",\"queryPassword\":\"000000\"}}";
    }

    private static ObjectNode result() {
        return (ObjectNode) StrictJson.parse(RESULT);
    }

    private static Rejection refused(Runnable step) {
        return catchThrowableOfType(Rejection.class, step::run);
    }
}

package org.tongqu.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.tongqu.routes.TestRecords.accepted;
import static org.tongqu.routes.TestSite.TAX;
import static org.tongqu.routes.TestSite.WATER;
import static org.tongqu.routes.TestSite.WINDOW;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.DeliveryLedger.OwedNotice;
import org.tongqu.record.port.Intake.ItemResult;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.routes.delivery.NoticeRecord;
import tools.jackson.databind.node.ObjectNode;

class IntakeTest {
    private final TestSite site = new TestSite().party(TAX, new Endpoint.Pull()).party(WATER, new Endpoint.Pull());
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        gateway = TestGateway.withoutLanes(site);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aRecordIsAcceptedForWhomTheRulesNameAndToldOnce() {
        site.whole(TAX).whole(WATER);
        Receipt receipt = gateway.submit(accepted("r1", "C-1"));

        assertThat(receipt.repeat()).isFalse();
        assertThat(StrictJson.parse(receipt.sealed().payload()).propertyNames())
                .containsExactly("sender", "id", "digest", "acceptedAt", "sequence", "recipients");
        assertThat(receipt.sealed().payload())
                .contains("\"sequence\":1,\"recipients\":[\"990101.tax\",\"990101.water\"]")
                .containsPattern("\"acceptedAt\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"");
        gateway.seals.verify(receipt.sealed().seal(), receipt.sealed().octets(), SealType.RECEIPT);
        assertThat(gateway.told).containsExactly("accepted r1 for 2");
        assertThat(gateway.ledger.admission("r1").plainIndex()).containsEntry("/caseNo", "C-1");
    }

    @Test
    void theSealComesBeforeEverythingElse() {
        Seal ofOtherBytes = TestSeals.by(WINDOW, SealType.RECORD, "other".getBytes(StandardCharsets.UTF_8));
        Rejection rejection = refusal(
                () -> gateway.routes.intake().submit("not even JSON".getBytes(StandardCharsets.UTF_8), ofOtherBytes));
        assertThat(rejection.code()).isEqualTo(ProblemCode.SEAL_INVALID);
        assertThat(gateway.told).containsExactly("refused SEAL_INVALID of 990101.window#k1");
    }

    @Test
    void aSealForAnotherPurposeIsRefused() {
        byte[] octets = accepted("r1", "C-1");
        assertThat(refusal(() -> gateway.routes.intake().submit(octets, TestSeals.by(WINDOW, SealType.ACK, octets)))
                        .code())
                .isEqualTo(ProblemCode.SEAL_INVALID);
    }

    @Test
    void aRecordMayReferOnlyToMaterialsThatItsSenderHas() {
        site.whole(TAX);
        Digest known = gateway.seals.sm3(new byte[] {1});
        Digest unknown = gateway.seals.sm3(new byte[] {2});
        gateway.materials.add(known);
        byte[] octets = TestRecords.supplemented("r1", "C-1", known);

        Rejection rejection =
                refusal(() -> gateway.submit(TestRecords.supplemented("r2", "C-1", known, unknown, unknown)));
        Receipt receipt = gateway.submit(octets);

        assertThat(rejection.code()).isEqualTo(ProblemCode.MATERIAL_UNKNOWN);
        assertThat(rejection.errors())
                .extracting(FieldError::pointer)
                .containsExactly("/data/materials/1/digest", "/data/materials/2/digest");
        assertThat(gateway.ledger.admission("r1").materials()).containsExactly(known);
        gateway.materials.forget();
        assertThat(gateway.submit(octets).sealed()).isEqualTo(receipt.sealed());
    }

    @Test
    void sourceAndKeyMustNameOneParty() {
        site.whole(TAX);
        byte[] octets = accepted("r1", "C-1");
        assertThat(refusal(() -> gateway.routes.intake().submit(octets, TestSeals.by(TAX, SealType.RECORD, octets)))
                        .code())
                .isEqualTo(ProblemCode.PARTY_MISMATCH);
    }

    @Test
    void whatWasAcceptedStaysAcceptedWhateverTheRulesSayNow() {
        site.whole(TAX);
        byte[] octets = accepted("r1", "C-1");
        Receipt first = gateway.submit(octets);
        site.withoutRules();

        Receipt second = gateway.submit(octets);
        assertThat(second.repeat()).isTrue();
        assertThat(second.sealed()).isEqualTo(first.sealed());
        assertThat(gateway.told).containsExactly("accepted r1 for 1");
    }

    @Test
    void aRepeatWithABadSealIsStill401() {
        site.whole(TAX);
        byte[] octets = accepted("r1", "C-1");
        gateway.submit(octets);
        Seal bad = TestSeals.by(WINDOW, SealType.RECORD, new byte[] {1});
        assertThat(refusal(() -> gateway.routes.intake().submit(octets, bad)).code())
                .isEqualTo(ProblemCode.SEAL_INVALID);
    }

    @Test
    void otherBytesUnderAUsedIdAreRefusedBeforeRulesAndSchema() {
        site.whole(TAX);
        gateway.submit(accepted("r1", "C-1"));
        site.withoutRules();
        assertThat(refusal(() -> gateway.submit(accepted("r1", "C-2"))).code()).isEqualTo(ProblemCode.ID_REUSED);
    }

    @Test
    void withoutAnyRuleForTypeAndSenderItIsForbidden() {
        assertThat(refusal(() -> gateway.submit(accepted("r1", "C-1"))).code()).isEqualTo(ProblemCode.NO_RULE);
    }

    @Test
    void aRuleWhoseConditionFailsGrantsNothingAndIsTold() {
        site.when(TAX, "data.absent == 'x'");

        gateway.submit(accepted("r1", "C-1"));

        assertThat(gateway.told).containsExactly("rule failed when-tax absent-field", "accepted r1 for 0");
    }

    @Test
    void anUndirectedRecordThatNobodyGetsIsAcceptedWithNoRecipients() {
        site.when(TAX, "subject == 'C-other'");
        assertThat(gateway.submit(accepted("r1", "C-1")).sealed().payload()).contains("\"recipients\":[]");
    }

    @Test
    void aDirectedRecordNeedsARuleForEveryPartyAndNamesWhichHasNone() {
        site.whole(TAX);
        Rejection rejection = refusal(
                () -> gateway.submit(accepted("r1", "C-1", event -> event.put("to", "990101.tax 990101.water"))));
        assertThat(rejection.code()).isEqualTo(ProblemCode.NO_RULE);
        assertThat(rejection.detail()).contains("990101.water").doesNotContain("990101.tax");
        assertThat(rejection.errors()).extracting(FieldError::pointer).containsExactly("/to");
        assertThat(gateway.ledger.rows()).isEmpty();
    }

    @Test
    void aDirectedRecordGoesToWhomItNamesOnly() {
        site.whole(TAX).whole(WATER);
        assertThat(gateway.submit(accepted("r1", "C-1", event -> event.put("to", "990101.tax")))
                        .sealed()
                        .payload())
                .contains("\"recipients\":[\"990101.tax\"]");
    }

    @Test
    void whatTheSchemaRefusesIsNamedByPointerFromTheTop() {
        site.whole(TAX);
        Rejection rejection = refusal(() -> gateway.submit(accepted("r1", "C-1", event -> {
            ((ObjectNode) event.get("data")).remove("acceptedAt");
            event.put("subject", "C-2");
        })));
        assertThat(rejection.code()).isEqualTo(ProblemCode.SCHEMA_VIOLATION);
        assertThat(rejection.errors())
                .extracting(error -> error.pointer() + " " + error.rule())
                .containsExactlyInAnyOrder("/data/acceptedAt required", "/subject x-subject");
    }

    @Test
    void aRecordLargerThanItsPartyMaySendIsTooLarge() {
        site.whole(TAX).party(WINDOW, new Endpoint.None(), 100);
        assertThat(refusal(() -> gateway.submit(accepted("r1", "C-1"))).code()).isEqualTo(ProblemCode.TOO_LARGE);
        site.party(WINDOW, new Endpoint.None(), Party.DEFAULT_MAX_RECORD_SIZE);
        assertThat(gateway.submit(accepted("r1", "C-1")).repeat()).isFalse();
    }

    @Test
    void theDeadlineIsTheSendersUnlessTheSitesIsEarlier() {
        site.whole(TAX);
        Instant soon = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        gateway.submit(accepted(
                "r1", "C-1", event -> event.put("deadline", soon.toString().replace("Z", ".000Z"))));
        gateway.submit(accepted("r2", "C-2", event -> event.put("deadline", "2999-01-01T00:00:00.000Z")));
        assertThat(gateway.ledger.admission("r1").deadline()).isEqualTo(soon);
        assertThat(gateway.ledger.admission("r2").deadline())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(30)));
    }

    @Test
    void anUnreachableLedgerIs503WithRetryAfter() {
        site.whole(TAX);
        gateway.ledger.away(true);
        Rejection rejection = refusal(() -> gateway.submit(accepted("r1", "C-1")));
        assertThat(rejection.code()).isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(rejection.retryAfter()).contains(Duration.ofSeconds(5));
    }

    @Test
    void anUnforeseenFailureIsAnIncidentThatTellsNothingElse() {
        site.whole(TAX);
        gateway.ledger.broken(true);
        Rejection rejection = refusal(() -> gateway.submit(accepted("r1", "C-1")));
        assertThat(rejection.code()).isEqualTo(ProblemCode.INTERNAL);
        assertThat(rejection.detail()).containsPattern("Incident incident").doesNotContain("13800000000");
    }

    @Test
    void aBatchIsAnsweredItemByItemInItsOrder() {
        site.whole(TAX);
        List<SealedText> items = IntStream.range(0, 100)
                .mapToObj(i -> TestRecords.sealed(accepted("r" + i, "C-" + i % 7)))
                .toList();
        List<ItemResult> results = gateway.routes.intake().submitBatch(items);

        assertThat(results).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(((ItemResult.Taken) results.get(i)).receipt().sealed().payload())
                    .contains("\"id\":\"r" + i + "\"")
                    .contains("\"sequence\":" + (i / 7 + 1) + ",");
        }
        assertThat(gateway.told).hasSize(100);
    }

    @Test
    void afterARefusedItemLaterOnesOfItsKeyAreRefusedAndOthersGoOn() {
        site.whole(TAX);
        gateway.submit(accepted("before", "C-1"));
        gateway.ledger.refuse(new RecordId(WINDOW, "refused-at-commit"));
        SealedText unsealed = new SealedText(
                TestRecords.sealed(accepted("x", "C-1")).payload(),
                TestSeals.by(WINDOW, SealType.RECORD, new byte[] {1}));
        List<SealedText> items = new ArrayList<>();
        items.add(unsealed);
        items.add(TestRecords.sealed(accepted("a", "C-1")));
        items.add(TestRecords.sealed(accepted("b", "C-1", event -> event.put("to", "990101.water"))));
        items.add(TestRecords.sealed(accepted("c", "C-1")));
        items.add(TestRecords.sealed(accepted("before", "C-1")));
        items.add(TestRecords.sealed(accepted("d", "C-2")));
        items.add(TestRecords.sealed(accepted("refused-at-commit", "C-2")));
        items.add(TestRecords.sealed(accepted("e", "C-2")));

        assertThat(gateway.routes.intake().submitBatch(items).stream().map(IntakeTest::words))
                .containsExactly(
                        "SEAL_INVALID",
                        "EARLIER_ITEM_REFUSED",
                        "NO_RULE",
                        "EARLIER_ITEM_REFUSED",
                        "repeated",
                        "taken",
                        "ID_REUSED",
                        "EARLIER_ITEM_REFUSED");
        assertThat(gateway.told)
                .contains(
                        "refused SEAL_INVALID of 990101.window#k1",
                        "refused NO_RULE of 990101.window#k1",
                        "refused ID_REUSED of 990101.window#k1",
                        "accepted d for 1");
    }

    @Test
    void aBatchFailsAsAWholeOnlyIfTheLedgerCannotBeReached() {
        site.whole(TAX);
        gateway.ledger.away(true);
        List<SealedText> items =
                List.of(TestRecords.sealed(accepted("a", "C-1")), TestRecords.sealed(accepted("b", "C-2")));
        assertThat(refusal(() -> gateway.routes.intake().submitBatch(items)).code())
                .isEqualTo(ProblemCode.UNAVAILABLE);
        assertThat(gateway.routes.intake().submitBatch(List.of())).isEmpty();
    }

    @Test
    void aNoticeOfTheGatewayGoesToItsAddresseeByTheBuiltInRuleAndIsRepeatable() {
        byte[] notice = notice(TAX);
        Receipt first = gateway.routes.intake().submitOwn(notice);
        assertThat(first.sealed().payload()).contains("\"recipients\":[\"990101.tax\"]");
        assertThat(gateway.ledger
                        .rows()
                        .get(0)
                        .admission
                        .recipients()
                        .get(0)
                        .rule()
                        .name())
                .isEqualTo("tongqu-notice");
        assertThat(gateway.routes.intake().submitOwn(notice).repeat()).isTrue();
    }

    @Test
    void aNoticeToAPartyThatOnlySendsIsKeptWithoutRecipients() {
        assertThat(gateway.routes.intake().submitOwn(notice(WINDOW)).sealed().payload())
                .contains("\"recipients\":[]");
    }

    @Test
    void onlyTheGatewayIsTheSourceOfItsOwnRecords() {
        site.whole(TAX);
        assertThat(refusal(() -> gateway.routes.intake().submitOwn(accepted("r1", "C-1")))
                        .code())
                .isEqualTo(ProblemCode.PARTY_MISMATCH);
    }

    private static byte[] notice(PartyId to) {
        return NoticeRecord.octets(
                new OwedNotice(
                        new DeliveryId("0123456789abcdef0123456789abcdef"),
                        "refused",
                        to,
                        "r1",
                        "case.accepted",
                        "C-1",
                        "sm3:" + "0".repeat(64),
                        WATER,
                        "PARTY_REFUSED",
                        "",
                        Instant.parse("2026-01-02T03:04:05.678Z")),
                TestSite.GATEWAY);
    }

    private static String words(ItemResult result) {
        if (result instanceof ItemResult.Refused refused) {
            return refused.rejection().code().name();
        }
        return ((ItemResult.Taken) result).receipt().repeat() ? "repeated" : "taken";
    }

    private static Rejection refusal(ThrowingCallable call) {
        return catchThrowableOfType(Rejection.class, call);
    }
}

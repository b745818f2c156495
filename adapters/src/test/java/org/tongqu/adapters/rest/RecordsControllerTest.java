package org.tongqu.adapters.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.tongqu.adapters.rest.DoorClient.Answered;
import org.tongqu.record.delivery.Receipt;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Intake.ItemResult;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class RecordsControllerTest extends DoorTest {
    private static final String ONE = "application/cloudevents+json";
    private static final String BATCH = "application/vnd.tongqu.sealed-batch+json";
    private static final String SEAL = Samples.SEAL.text();
    private static final byte[] BODY = "{ \"id\" : \"r-1\",\r\n \"data\":{\"名\":\"示例\"} }".getBytes(UTF_8);

    @Test
    void aNewRecordGets202AndARepeat200WithTheSameReceiptToTheOctet() {
        Answered first = submit(BODY);
        intake.answer = octets -> new Receipt(Samples.RECEIPT, true);
        Answered again = submit(BODY);

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.header("Content-Type")).isEqualTo("application/json");
        assertThat(SealedText.fromJson(first.json())).isEqualTo(Samples.RECEIPT);
    }

    @Test
    void nothingButTheOctetsAndTheSealGoesOn() {
        Answered answered = door.post(
                "/v1/records?CamelHttpUri=http://elsewhere",
                ONE,
                BODY,
                "Seal",
                SEAL,
                "CamelFileName",
                "../x",
                "operationName",
                "drop",
                "JMSReplyTo",
                "elsewhere",
                "ce-id",
                "other",
                "breadcrumbId",
                "1");

        assertThat(answered.status()).isEqualTo(202);
        assertThat(intake.submitted).singleElement().satisfies(submitted -> {
            assertThat(submitted.octets()).isEqualTo(BODY);
            assertThat(submitted.seal()).isEqualTo(Samples.SEAL);
        });
    }

    @Test
    void aRejectionNamesPointerAndRuleInBothLanguages() {
        intake.answer = octets -> {
            throw new Rejection(
                    ProblemCode.SCHEMA_VIOLATION,
                    "The data breaks the schema.",
                    List.of(new FieldError("/data/item", "required", "缺少必填字段", "is mandatory")));
        };

        Answered answered = submit(BODY);

        assertThat(answered.status()).isEqualTo(422);
        assertThat(answered.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answered.text())
                .isEqualTo("{\"type\":\"urn:tongqu:problem:SCHEMA_VIOLATION\","
                        + "\"title\":\"数据不符合规范 · Data breaks the schema\",\"status\":422,"
                        + "\"code\":\"SCHEMA_VIOLATION\",\"detail\":\"The data breaks the schema.\","
                        + "\"errors\":[{\"pointer\":\"/data/item\",\"rule\":\"required\","
                        + "\"message\":{\"zh\":\"缺少必填字段\",\"en\":\"is mandatory\"}}]}");
    }

    @ParameterizedTest
    @EnumSource(
            value = ProblemCode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "NOT_FOUND",
                "OUTCOME_STANDS",
                "EARLIER_ITEM_REFUSED",
                "PROVIDER_REFUSED",
                "PROVIDER_AWAY",
                "UPLOAD_OFFSET",
                "RANGE_OUTSIDE",
                "QUOTA_USED"
            })
    void everyCodeThatIntakeCanGiveHasItsStatusAndIsDescribed(ProblemCode code) {
        intake.answer = octets -> {
            throw new Rejection(code, "Refused.");
        };

        Answered answered = submit(BODY);

        assertThat(answered.status()).isEqualTo(code.status());
        assertThat(answered.code()).isEqualTo(code.name());
    }

    @Test
    void whoIsToComeAgainIsToldWhenInWholeSecondsRoundedUp() {
        intake.answer = octets -> {
            throw Rejection.later(ProblemCode.STILL_PROCESSING, "Still in work.", Duration.ofMillis(2100));
        };

        assertThat(submit(BODY).header("Retry-After")).isEqualTo("3");
    }

    @Test
    void withoutExactlyOneWellShapedSealItIsUnauthorized() {
        assertThat(door.post("/v1/records", ONE, BODY).code()).isEqualTo("SEAL_INVALID");
        assertThat(door.post("/v1/records", ONE, BODY, "Seal", SEAL, "Seal", SEAL)
                        .code())
                .isEqualTo("SEAL_INVALID");
        Answered misshapen = door.post("/v1/records", ONE, BODY, "Seal", "abc.def");
        assertThat(misshapen.status()).isEqualTo(401);
        assertThat(misshapen.header("WWW-Authenticate")).isEqualTo("Seal");
        assertThat(intake.submitted).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "application/cloudevents-batch+json",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded",
                "application/cloudevents+json; charset=GBK",
                "application/cloudevents+xml",
                "nonsense"
            })
    void anyOtherMediaTypeIsUnsupportedAlsoWithBinaryModeHeaders(String contentType) {
        Answered answered = door.post(
                "/v1/records",
                contentType,
                BODY,
                "Seal",
                SEAL,
                "ce-specversion",
                "1.0",
                "ce-id",
                "1",
                "ce-type",
                "a.b");

        assertThat(answered.status()).isEqualTo(415);
        assertThat(answered.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(intake.submitted).isEmpty();
    }

    @Test
    void aBodyWithoutMediaTypeIsUnsupported() {
        assertThat(door.send("POST", "/v1/records", BodyPublishers.ofByteArray(BODY), "Seal", SEAL)
                        .status())
                .isEqualTo(415);
    }

    @Test
    void anEncodedBodyIsUnsupportedBecauseItsOctetsAreSealed() {
        assertThat(door.post("/v1/records", ONE, BODY, "Seal", SEAL, "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void aBodyOfTheLimitIsTakenAndOneOctetMoreIsTooLarge() {
        int most = DoorApplication.LIMITS.maxRecordSize();

        assertThat(submit(new byte[most]).status()).isEqualTo(202);
        assertThat(submit(new byte[most + 1]).code()).isEqualTo("TOO_LARGE");
        assertThat(intake.submitted).hasSize(1);
    }

    @Test
    void aBatchOfAcceptedItemsIs202InOrder() {
        intake.batchAnswer = items -> List.of(taken(false), taken(true));

        Answered answered = batch("[" + item("a") + "," + item("b") + "]");

        assertThat(answered.status()).isEqualTo(202);
        assertThat(intake.batches).singleElement().satisfies(items -> assertThat(items)
                .extracting(SealedText::payload)
                .containsExactly("a", "b"));
        assertThat(answered.json().get(0).get("status").intValue()).isEqualTo(202);
        assertThat(answered.json().get(1).get("status").intValue()).isEqualTo(200);
        assertThat(SealedText.fromJson(answered.json().get(1).get("receipt"))).isEqualTo(Samples.RECEIPT);
    }

    @Test
    void aBatchWithARefusedItemIs207WithAProblemInItsPlace() {
        intake.batchAnswer =
                items -> List.of(refused(ProblemCode.NO_RULE), taken(false), refused(ProblemCode.EARLIER_ITEM_REFUSED));

        Answered answered = batch("[" + item("a") + "," + item("b") + "," + item("c") + "]");

        assertThat(answered.status()).isEqualTo(207);
        JsonNode results = answered.json();
        assertThat(results.get(0).get("status").intValue()).isEqualTo(403);
        assertThat(results.get(0).get("problem").get("code").stringValue()).isEqualTo("NO_RULE");
        assertThat(results.get(1).get("status").intValue()).isEqualTo(202);
        assertThat(results.get(2).get("status").intValue()).isEqualTo(424);
    }

    @Test
    void aBatchWithAnItemThatIsNoSealedThingIsRefusedWholeNamingIt() {
        Answered answered = batch("[" + item("a") + ",{\"payload\":\"b\"}," + item("c") + ",7]");

        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.json().get("errors").get(0).get("pointer").stringValue())
                .isEqualTo("/1");
        assertThat(answered.json().get("errors").get(1).get("pointer").stringValue())
                .isEqualTo("/3");
        assertThat(intake.batches).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[", "", "[{\"a\":1,\"a\":2}]", "null"})
    void aBatchThatIsNoStrictJsonArrayIsMalformed(String body) {
        assertThat(batch(body).code()).isEqualTo("MALFORMED");
    }

    @Test
    void aBatchIsBoundedInItemsAndOctets() {
        assertThat(batch("[" + (item("a") + ",").repeat(5) + item("a") + "]").code())
                .isEqualTo("TOO_LARGE");
        assertThat(batch("[" + item("a".repeat(16 * 1024)) + "]").code()).isEqualTo("TOO_LARGE");
        assertThat(batch("[]").text()).isEqualTo("[]");
    }

    @Test
    void aClosedGateClosesIntakeAndNothingElse() {
        gate.reason = Rejection.later(ProblemCode.UNAVAILABLE, "The disk is nearly full.", Duration.ofSeconds(30));

        Answered one = submit(BODY);
        assertThat(one.status()).isEqualTo(503);
        assertThat(one.header("Retry-After")).isEqualTo("30");
        assertThat(batch("[]").status()).isEqualTo(503);
        assertThat(door.get("/v1/inbox", "Authorization", Samples.TAX_PROOF).status())
                .isEqualTo(200);
        assertThat(door.post(
                                "/v1/inbox/receipts",
                                "application/json",
                                "[]".getBytes(UTF_8),
                                "Authorization",
                                Samples.TAX_PROOF)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aLedgerThatCannotBeReachedIs503() {
        intake.answer = octets -> {
            throw new LedgerUnavailable("connection refused", new IllegalStateException());
        };

        Answered answered = submit(BODY);

        assertThat(answered.code()).isEqualTo("UNAVAILABLE");
        assertThat(answered.header("Retry-After")).isEqualTo("5");
        assertThat(answered.text()).doesNotContain("connection refused");
    }

    @Test
    void anythingUnforeseenIsAnIncidentWithoutItsText(CapturedOutput log) {
        intake.answer = octets -> {
            throw new IllegalStateException("canary 990101190001010018");
        };

        Answered answered = submit(BODY);

        assertThat(answered.status()).isEqualTo(500);
        assertThat(answered.code()).isEqualTo("INTERNAL");
        assertThat(answered.text()).doesNotContain("canary", "IllegalState", "org.tongqu");
        assertThat(answered.json().get("detail").stringValue()).contains("incident-1");
        assertThat(log.getAll())
                .contains("incident=incident-1", "java.lang.IllegalStateException", "RecordsController");
        assertThat(log.getAll()).doesNotContain("canary");
    }

    private Answered submit(byte[] body) {
        return door.post("/v1/records", ONE, body, "Seal", SEAL);
    }

    private Answered batch(String body) {
        return door.post("/v1/records", BATCH, body.getBytes(UTF_8));
    }

    private static String item(String payload) {
        return StrictJson.writeText(new SealedText(payload, Samples.SEAL).toJson());
    }

    private static ItemResult taken(boolean repeat) {
        return new ItemResult.Taken(new Receipt(Samples.RECEIPT, repeat));
    }

    private static ItemResult refused(ProblemCode code) {
        return new ItemResult.Refused(new Rejection(code, "Refused."));
    }
}

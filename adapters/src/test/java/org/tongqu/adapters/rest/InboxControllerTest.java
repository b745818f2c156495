package org.tongqu.adapters.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.tongqu.adapters.rest.DoorApplication.FakeInbox.Taken;
import org.tongqu.adapters.rest.DoorClient.Answered;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Inbox.Offer;
import org.tongqu.record.port.Inbox.ReceiptResult;
import org.tongqu.record.seal.SealedText;

class InboxControllerTest extends DoorTest {
    @Autowired
    private BodyBudget budget;

    private static final Offer OFFER = new Offer(
            Samples.DELIVERY, 2, Samples.NOON, new SealedBody("{ \"办\": 1 }".getBytes(UTF_8), Samples.SEAL, null));

    @Test
    void deliveriesAreOfferedWithTheirExactTextAndSeals() {
        Offer original = new Offer(
                Samples.DELIVERY, 1, Samples.NOON, new SealedBody("{}".getBytes(UTF_8), Samples.SEAL, Samples.SEAL));
        inbox.offers = request -> CompletableFuture.completedFuture(List.of(OFFER, original));

        Answered answered = take("/v1/inbox");

        assertThat(answered.text())
                .isEqualTo(
                        "{\"deliveries\":[{\"delivery\":\"3f1c0a5e9b7d4c2e8a6f1b0d9c8e7a65\",\"attempt\":2,"
                                + "\"leaseUntil\":\"2026-03-02T04:00:00.000Z\",\"content\":{\"payload\":\"{ \\\"办\\\": 1 }\","
                                + "\"protected\":\"eyJhbGciOiJTTTJTTTMifQ\",\"signature\":\"c2lnbmF0dXJl\"},\"senderSeal\":null},"
                                + "{\"delivery\":\"3f1c0a5e9b7d4c2e8a6f1b0d9c8e7a65\",\"attempt\":1,"
                                + "\"leaseUntil\":\"2026-03-02T04:00:00.000Z\",\"content\":{\"payload\":\"{}\","
                                + "\"protected\":\"eyJhbGciOiJTTTJTTTMifQ\",\"signature\":\"c2lnbmF0dXJl\"},"
                                + "\"senderSeal\":{\"protected\":\"eyJhbGciOiJTTTJTTTMifQ\",\"signature\":\"c2lnbmF0dXJl\"}}]}");
    }

    /** What is told counts like what comes in, until it has gone; what there is no room for stays leased and comes again. */
    @Test
    void noMoreIsToldThanThereIsRoomForAndItIsGivenBack() {
        byte[] body = ("\"" + "a".repeat(1_000) + "\"").getBytes(UTF_8);
        Offer large = new Offer(Samples.DELIVERY, 1, Samples.NOON, new SealedBody(body, Samples.SEAL, null));
        inbox.offers = request -> CompletableFuture.completedFuture(List.of(large, large, large));

        for (int call = 0; call < 9; call++) {
            assertThat(take("/v1/inbox").text().split("leaseUntil", -1)).hasSize(4);
        }
        try (BodyBudget.Share others = budget.share()) {
            await().until(() -> others.holds(DoorApplication.BUDGET - 2 * 6 * body.length - 1));
            await().untilAsserted(() ->
                    assertThat(take("/v1/inbox").text().split("leaseUntil", -1)).hasSize(3));
            await().until(() -> others.holds(2 * 6 * body.length));
            await().untilAsserted(() -> assertThat(take("/v1/inbox").code()).isEqualTo("TOO_FAST"));
        }
        assertThat(take("/v1/inbox").text().split("leaseUntil", -1)).hasSize(4);
    }

    @Test
    void parametersHaveTheirDefaultsAndReachTheInbox() {
        take("/v1/inbox");
        take("/v1/inbox?max=500&wait=30&lease=600");

        assertThat(inbox.taken)
                .containsExactly(
                        new Taken(Samples.TAX, 50, Duration.ZERO, Duration.ofSeconds(60)),
                        new Taken(Samples.TAX, 500, Duration.ofSeconds(30), Duration.ofSeconds(600)));
    }

    @ParameterizedTest
    @CsvSource({"max,0", "max,501", "wait,31", "wait,-1", "lease,9", "lease,601", "lease,1e2", "max,"})
    void aParameterOutOfItsRangeIsNamed(String name, String value) {
        Answered answered = take("/v1/inbox?" + name + "=" + (value == null ? "" : value));

        assertThat(answered.code()).isEqualTo("MALFORMED");
        assertThat(answered.json().at("/errors/0/pointer").stringValue()).isEqualTo("/" + name);
        assertThat(inbox.taken).isEmpty();
    }

    @Test
    void whoWaitsHoldsNoThread() {
        inbox.offers = request -> new CompletableFuture<>();
        List<CompletableFuture<Answered>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(door.getLater("/v1/inbox?wait=30", "Authorization", Samples.TAX_PROOF));
        }
        await().untilAsserted(() -> assertThat(inbox.waiting).hasSize(20));

        assertThat(door.get("/v1/keys").status()).isEqualTo(200);
        inbox.waiting.forEach(waiting -> waiting.complete(List.of(OFFER)));

        assertThat(answers).allSatisfy(answer -> assertThat(
                        answer.join().json().get("deliveries").size())
                .isEqualTo(1));
    }

    @Test
    void anInboxThatFailsNowOrLaterIs503() {
        inbox.offers =
                request -> CompletableFuture.failedFuture(new LedgerUnavailable("away", new IllegalStateException()));
        assertThat(take("/v1/inbox").code()).isEqualTo("UNAVAILABLE");

        inbox.offers = request -> CompletableFuture.supplyAsync(() -> {
            throw new LedgerUnavailable("away", new IllegalStateException());
        });
        assertThat(take("/v1/inbox").code()).isEqualTo("UNAVAILABLE");
    }

    @Test
    @Tag("long")
    void anInboxThatNeverAnswersIs503AndNothingIsLeasedForWhoHasLeft() {
        inbox.offers = request -> new CompletableFuture<>();

        assertThat(take("/v1/inbox?wait=0").code()).isEqualTo("UNAVAILABLE");
        assertThat(inbox.waiting).singleElement().satisfies(waiting -> assertThat(waiting)
                .isCancelled());
    }

    @Test
    void everyReceiptHasItsResultInItsPlaceAlsoOneThatIsNotSealed() {
        inbox.results = (party, receipts) -> receipts.stream()
                .map(receipt -> receipt.payload().equals("no receipt")
                        ? new ReceiptResult("", 400, "MALFORMED")
                        : new ReceiptResult(party + ":" + receipt.payload(), 200, "RECORDED"))
                .toList();

        Answered answered =
                handIn("[" + sealed("a") + ",{\"delivery\":\"x\",\"outcome\":\"DELIVERED\"}," + sealed("b") + "]");

        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.text())
                .isEqualTo("[{\"delivery\":\"990101.tax:a\",\"status\":200,\"code\":\"RECORDED\"},"
                        + "{\"delivery\":\"\",\"status\":401,\"code\":\"SEAL_INVALID\"},"
                        + "{\"delivery\":\"990101.tax:b\",\"status\":200,\"code\":\"RECORDED\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "[1", "\"a\""})
    void receiptsThatAreNoJsonArrayAreMalformed(String body) {
        assertThat(handIn(body).code()).isEqualTo("MALFORMED");
    }

    @Test
    void moreThanFiveHundredReceiptsAreTooManyAndNoneIsRecorded() {
        assertThat(handIn("[" + "1,".repeat(500) + "1]").code()).isEqualTo("TOO_LARGE");
        assertThat(handIn("[" + "1,".repeat(499) + "1]").json().size()).isEqualTo(500);
    }

    @Test
    void receiptsNeedAProofAndJson() {
        assertThat(door.post("/v1/inbox/receipts", "application/json", "[]".getBytes(UTF_8))
                        .code())
                .isEqualTo("PROOF_INVALID");
        assertThat(door.post(
                                "/v1/inbox/receipts",
                                "text/plain",
                                "[]".getBytes(UTF_8),
                                "Authorization",
                                Samples.TAX_PROOF)
                        .code())
                .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(door.get("/v1/inbox").code()).isEqualTo("PROOF_INVALID");
    }

    private Answered take(String target) {
        return door.get(target, "Authorization", Samples.TAX_PROOF);
    }

    private Answered handIn(String body) {
        return door.post(
                "/v1/inbox/receipts", "application/json", body.getBytes(UTF_8), "Authorization", Samples.TAX_PROOF);
    }

    private static String sealed(String payload) {
        return StrictJson.writeText(new SealedText(payload, Samples.SEAL).toJson());
    }
}

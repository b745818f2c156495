package org.tongqu.adapters.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tongqu.adapters.rest.DoorClient.Answered;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Intake.ItemResult;
import org.tongqu.record.seal.SealedText;

class BodyBudgetTest extends DoorTest {
    private static final String BATCH = "application/vnd.tongqu.sealed-batch+json";

    @Test
    void bodiesBeyondTheBudgetAreToldToComeAgainAndTakenWhenThereIsRoom() throws Exception {
        byte[] large = ("[" + StrictJson.writeText(new SealedText("x".repeat(15 * 1024), Samples.SEAL).toJson()) + "]")
                .getBytes(UTF_8);
        CountDownLatch held = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        intake.batchAnswer = items -> {
            held.countDown();
            awaited(release);
            return List.<ItemResult>of();
        };
        List<CompletableFuture<Answered>> holding = Stream.of(stated(large), chunked(large))
                .map(body -> CompletableFuture.supplyAsync(() -> door.post("/v1/records", BATCH, body)))
                .toList();
        awaited(held);

        for (BodyPublisher body : List.of(stated(large), chunked(large))) {
            Answered refused = door.post("/v1/records", BATCH, body);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("TOO_FAST");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
        }
        Answered receipts =
                door.post("/v1/inbox/receipts", "application/json", stated(large), "Authorization", Samples.TAX_PROOF);
        assertThat(receipts.status()).isEqualTo(429);
        Answered small =
                door.post("/v1/records", "application/cloudevents+json", new byte[64], "Seal", Samples.SEAL.text());
        assertThat(small.status()).isEqualTo(202);

        release.countDown();
        for (CompletableFuture<Answered> one : holding) {
            assertThat(one.get(10, TimeUnit.SECONDS).status()).isEqualTo(202);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(door.post("/v1/records", BATCH, large).status()).isEqualTo(202);
            assertThat(door.post("/v1/records", BATCH, "[".getBytes(UTF_8)).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void whoeverIsAloneGetsMoreThanTheBudgetAndNobodyBesideIt() {
        BodyBudget budget = new BodyBudget(10);
        try (BodyBudget.Share alone = budget.share();
                BodyBudget.Share other = budget.share()) {
            alone.add(8);
            alone.add(8);
            assertThatThrownBy(() -> other.add(1)).isInstanceOf(Rejection.class);
            alone.close();
            other.add(1);
            assertThatThrownBy(() -> alone.add(10)).isInstanceOf(Rejection.class);
            alone.add(9);
        }
    }

    private static BodyPublisher stated(byte[] body) {
        return BodyPublishers.ofByteArray(body);
    }

    private static BodyPublisher chunked(byte[] body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.tongqu.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.tongqu.routes.TestRecords.accepted;
import static org.tongqu.routes.TestSite.TAX;
import static org.tongqu.routes.TestSite.WATER;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.Digest;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.Portion;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.Inbox.Offer;
import org.tongqu.record.port.Inbox.ReceiptResult;
import org.tongqu.record.seal.SealHeader;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.record.sharing.Grant;
import org.tongqu.record.sharing.Mask;
import org.tongqu.record.site.Endpoint;
import tools.jackson.databind.JsonNode;

class InboxTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
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
    void aWholeGrantOffersTheOriginalBytesWithBothSeals() {
        site.whole(TAX);
        byte[] octets = accepted("r1", "C-1");
        gateway.submit(octets);

        Offer offer = take().get(0);
        assertThat(offer.body().octets()).isEqualTo(octets);
        assertThat(offer.body().senderSeal()).isEqualTo(TestSeals.by(TestSite.WINDOW, SealType.RECORD, octets));
        SealHeader header = gateway.seals
                .verify(offer.body().seal(), octets, SealType.DELIVERY)
                .header();
        assertThat(header.aud()).isEqualTo("990101.tax");
        assertThat(header.dlv()).isEqualTo(offer.delivery().value());
        assertThat(header.rule()).isEqualTo("whole-tax");
        assertThat(header.org().digest()).isEqualTo(gateway.seals.sm3(octets));
        assertThat(header.org().kid()).isEqualTo("990101.window#k1");
        assertThat(header.att()).isNull();
    }

    @Test
    void aPartyMayReadTheMaterialsThatItIsToldOfAndNoOthers() {
        Digest material = gateway.seals.sm3(new byte[] {1});
        gateway.materials.add(material);
        site.whole(TAX)
                .fields(
                        WATER,
                        new Grant.Field("/caseNo", Optional.empty()),
                        new Grant.Field("/materials/*/name", Optional.empty()),
                        new Grant.Field("/materials/*/digest", Optional.of(Mask.ALL)));
        gateway.submit(TestRecords.supplemented("r1", "C-1", material));

        Offer whole = take().get(0);
        Offer part = gateway.routes
                .inbox()
                .take(WATER, Portion.of(10), Duration.ZERO, LEASE)
                .join()
                .get(0);

        assertThat(gateway.ledger.materials).containsEntry(whole.delivery(), Set.of(material));
        assertThat(gateway.ledger.materials).containsEntry(part.delivery(), Set.of());
    }

    @Test
    void whoWaitsIsAnsweredWithNothingWhenTheGatewayStops() {
        CompletableFuture<List<Offer>> waiting =
                gateway.routes.inbox().take(TAX, Portion.of(10), Duration.ofSeconds(30), LEASE);

        gateway.bells.inboxes().close();

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(3)).isEqualTo(List.of());
        assertThat(gateway.routes.inbox().take(TAX, Portion.of(10), Duration.ofSeconds(30), LEASE))
                .succeedsWithin(Duration.ofSeconds(3))
                .isEqualTo(List.of());
    }

    @Test
    void aGrantOfFieldsOffersABodyMadeForThePartyAndOnlyACommitment() {
        site.fields(
                        TAX,
                        new Grant.Field("/caseNo", Optional.empty()),
                        new Grant.Field("/window", Optional.of(Mask.ALL)))
                .whole(WATER);
        byte[] octets = accepted("r1", "C-1", event -> event.put("to", "990101.tax 990101.water")
                .put("unknownext", "x")
                .put("purpose", "办理"));
        gateway.submit(octets);

        Offer offer = take().get(0);
        JsonNode event = StrictJson.parse(offer.body().octets());
        assertThat(event.propertyNames())
                .containsExactly("specversion", "id", "source", "type", "subject", "time", "to", "purpose", "data");
        assertThat(event.get("id").stringValue()).isEqualTo("r1");
        assertThat(event.get("to").stringValue()).isEqualTo("990101.tax");
        assertThat(event.get("purpose").stringValue()).isEqualTo("业务协同");
        assertThat(StrictJson.writeText(event.get("data"))).isEqualTo("{\"caseNo\":\"C-1\",\"window\":\"***\"}");
        assertThat(offer.body().senderSeal()).isNull();
        SealHeader header = gateway.seals
                .verify(offer.body().seal(), offer.body().octets(), SealType.DELIVERY)
                .header();
        assertThat(header.org().digest()).isNull();
        assertThat(header.org().commit()).isEqualTo(gateway.seals.commitment(new byte[32], octets));
    }

    @Test
    void aWithdrawnGrantIsParkedAndNotOffered() {
        site.whole(TAX);
        gateway.submit(accepted("r1", "C-1"));
        site.withoutRules();

        assertThat(take()).isEmpty();
        assertThat(gateway.ledger.row("r1").end)
                .isInstanceOfSatisfying(Conclusion.Parked.class, parked -> assertThat(parked.code())
                        .isEqualTo("GRANT_WITHDRAWN"));
    }

    @Test
    void aFaultOfOursParksTheOneDeliveryAndOffersTheOthers() {
        site.whole(TAX);
        gateway.submit(accepted("r1", "C-1"));
        gateway.submit(accepted("r2", "C-2"));
        AtomicInteger kept = new AtomicInteger();
        gateway.ledger.onCall(call -> {
            if (call.equals("keepSent") && kept.incrementAndGet() <= 2) {
                throw new IllegalStateException("a bug, met together and by the first alone");
            }
        });

        assertThat(take()).hasSize(1);
        assertThat(gateway.ledger.states(TAX)).containsExactlyInAnyOrder(DeliveryState.PARKED, DeliveryState.SENDING);
    }

    @Test
    void whoWaitsIsAnsweredWhenSomethingComes() {
        site.whole(TAX);
        CompletableFuture<List<Offer>> waiting =
                gateway.routes.inbox().take(TAX, Portion.of(50), Duration.ofSeconds(30), LEASE);
        assertThat(waiting).isNotDone();
        gateway.submit(accepted("r1", "C-1"));
        await().atMost(Duration.ofSeconds(3)).until(waiting::isDone);
        assertThat(waiting.join()).hasSize(1);
    }

    @Test
    void whoWaitsInVainIsAnsweredEmptyInTime() {
        CompletableFuture<List<Offer>> waiting =
                gateway.routes.inbox().take(TAX, Portion.of(50), Duration.ofMillis(200), LEASE);
        assertThat(waiting).isNotDone();
        await().atMost(Duration.ofSeconds(3)).until(waiting::isDone);
        assertThat(waiting.join()).isEmpty();
    }

    @Test
    void whoHasGoneTakesNoLease() {
        site.whole(TAX);
        CompletableFuture<List<Offer>> gone =
                gateway.routes.inbox().take(TAX, Portion.of(50), Duration.ofSeconds(30), LEASE);
        gone.cancel(false);
        gateway.submit(accepted("r1", "C-1"));
        assertThat(take()).hasSize(1);
    }

    @Test
    void waitersHoldNoThreadAndAreBoundedPerParty() {
        int before = Thread.activeCount();
        List<CompletableFuture<List<Offer>>> waiting = IntStream.range(0, 100)
                .mapToObj(i -> gateway.routes.inbox().take(TAX, Portion.of(50), Duration.ofSeconds(30), LEASE))
                .toList();
        assertThat(waiting.stream().filter(w -> !w.isDone())).hasSize(16);
        assertThat(Thread.activeCount() - before).isLessThan(10);
        waiting.forEach(w -> w.cancel(false));
    }

    @Test
    void receiptsThatAChannelAttestsAreKeptUnderTheGatewaysSeal() {
        site.whole(TAX);
        gateway.submit(accepted("r1", "C-1"));
        Offer offer = take().get(0);
        byte[] good = gateway.ack(TAX, offer.delivery().value(), "DELIVERED", offer.body())
                .octets();

        assertThat(gateway.routes.inbox().acknowledgeAttested(WATER, List.of(good)))
                .containsExactly(new ReceiptResult(offer.delivery().value(), 404, "NOT_FOUND"));
        assertThat(gateway.routes
                        .inbox()
                        .acknowledgeAttested(TAX, List.of(good, good, "{}".getBytes(StandardCharsets.UTF_8))))
                .containsExactly(
                        new ReceiptResult(offer.delivery().value(), 200, "RECORDED"),
                        new ReceiptResult(offer.delivery().value(), 200, "REPEATED"),
                        new ReceiptResult("", 400, "MALFORMED"));
    }

    @Test
    void receiptsAreRecordedOnceAndAnsweredOneByOne() {
        site.whole(TAX);
        gateway.submit(accepted("r1", "C-1"));
        gateway.submit(accepted("r2", "C-2"));
        List<Offer> offers = take();
        Offer first = offers.get(0);
        Offer second = offers.get(1);
        String id = first.delivery().value();
        SealedText good = gateway.ack(TAX, id, "DELIVERED", first.body());
        SealedText forged = new SealedText(good.payload().replace("E7", "E8"), good.seal());
        SealedText nonsense =
                new SealedText("{}", TestSeals.by(TAX, SealType.ACK, "{}".getBytes(StandardCharsets.UTF_8)));

        assertThat(gateway.routes
                        .inbox()
                        .acknowledge(
                                TAX,
                                List.of(
                                        good,
                                        good,
                                        gateway.ack(TAX, id, "REFUSED", first.body()),
                                        forged,
                                        gateway.ack(WATER, id, "DELIVERED", first.body()),
                                        gateway.ack(TAX, "f".repeat(32), "DELIVERED", first.body()),
                                        gateway.ack(TAX, second.delivery().value(), "DELIVERED", first.body()),
                                        nonsense)))
                .containsExactly(
                        new ReceiptResult(id, 200, "RECORDED"),
                        new ReceiptResult(id, 200, "REPEATED"),
                        new ReceiptResult(id, 409, "OUTCOME_STANDS"),
                        new ReceiptResult(id, 401, "SEAL_INVALID"),
                        new ReceiptResult(id, 401, "PARTY_MISMATCH"),
                        new ReceiptResult("f".repeat(32), 404, "NOT_FOUND"),
                        new ReceiptResult(second.delivery().value(), 422, "DIGEST_DIFFERS"),
                        new ReceiptResult("", 400, "MALFORMED"));
    }

    @Test
    void anUnreachableLedgerIsToldAs503() {
        gateway.ledger.away(true);
        assertThatThrownBy(() -> gateway.routes
                        .inbox()
                        .take(TAX, Portion.of(50), Duration.ZERO, LEASE)
                        .join())
                .cause()
                .isInstanceOfSatisfying(
                        Rejection.class, r -> assertThat(r.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    }

    private List<Offer> take() {
        return gateway.routes
                .inbox()
                .take(TAX, Portion.of(50), Duration.ZERO, LEASE)
                .join();
    }
}

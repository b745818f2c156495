package org.tongqu.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.tongqu.routes.TestRecords.accepted;
import static org.tongqu.routes.TestSite.TAX;
import static org.tongqu.routes.TestSite.WATER;

import jakarta.jms.BytesMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.component.jms.JmsEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tongqu.record.PartyId;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.Bell;
import org.tongqu.record.delivery.BellTally;
import org.tongqu.record.delivery.Conclusion;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.port.DeliveryLedger.OwedNotice;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Limits;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;

class LanesIT {
    private static final AtomicInteger BROKERS = new AtomicInteger(100);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestSite site = new TestSite();

    @TempDir
    Path directory;

    private TestBroker broker;
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        broker = new TestBroker(directory, BROKERS.incrementAndGet());
        gateway = new TestGateway(site, broker.connections(), broker);
        gateway.routes.start();
    }

    @AfterEach
    void close() throws Exception {
        gateway.close();
        broker.close();
    }

    @Test
    void aRecordReachesItsPartyAndItsReceiptTheLedger() {
        site.party(TAX, TestSite.push(16)).whole(TAX);
        gateway.submit(accepted("r1", "C-1"));

        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        assertThat(gateway.ledger.row("r1").attempt).isEqualTo(1);
        assertThat(gateway.ledger.recoveries()).isEqualTo(1);
        await().atMost(SOON).until(() -> broker.messages(TAX) == 0);
        assertThat(Stream.of("hear", "claim", "map", "seal", "send")
                        .map(step -> gateway.camel.getProcessorDefinition("990101.tax-" + step)))
                .doesNotContainNull();
    }

    @Test
    void whatADialectLacksParksTheDeliveryAndIsListed() {
        site.party(TAX, TestSite.speechless()).whole(TAX);
        gateway.submit(accepted("r1", "C-1"));

        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.PARKED)::equals);
        assertThat(gateway.unmapped).containsExactly("for " + TAX + " speechless " + TestSite.LACKING);
    }

    @Test
    void aStaleBellIsForgotten() throws Exception {
        AtomicInteger sent = count(TAX);
        site.party(TAX, TestSite.push(16)).whole(TAX);
        gateway.submit(accepted("r1", "C-1"));
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);

        String delivery = gateway.ledger.row("r1").id.value();
        broker.put(TAX, delivery + ":1");
        broker.put(TAX, delivery + ":99");
        broker.put(TAX, "f".repeat(32) + ":1");
        broker.put(TAX, "no bell at all");
        await().atMost(SOON).until(() -> broker.messages(TAX) == 0);
        assertThat(sent).hasValue(1);
    }

    @Test
    void whatIsNoBellIsForgottenParksNothingAndTheBellsBehindItAreHeard() throws Exception {
        AtomicInteger sent = count(TAX);
        site.party(TAX, TestSite.push(1)).whole(TAX);
        broker.put(TAX, session -> session.createTextMessage(null));
        broker.put(TAX, session -> session.createTextMessage(""));
        broker.put(TAX, session -> session.createTextMessage("f".repeat(31) + "\u0007:1"));
        broker.put(TAX, session -> session.createTextMessage("f".repeat(32) + ":0"));
        broker.put(TAX, session -> session.createTextMessage("f".repeat(32) + ":99999999999"));
        broker.put(TAX, session -> session.createMessage());
        broker.put(TAX, session -> session.createObjectMessage("f".repeat(32) + ":1"));
        broker.put(TAX, session -> session.createMapMessage());
        broker.put(TAX, session -> {
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(new byte[] {0, 1, (byte) 0xff});
            return bytes;
        });

        gateway.submit(accepted("r1", "C-1"));

        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        await().atMost(SOON).until(() -> broker.messages(TAX) == 0);
        assertThat(sent).hasValue(1);
    }

    @Test
    void stockIsTakenOnceBeforeTheRecoveryOfQueuesThatHoldSomethingAndOfThoseThatShould() throws Exception {
        await().atMost(SOON).until(() -> gateway.tallies.size() == 1);
        gateway.close();
        gateway = new TestGateway(site, broker.connections(), broker);
        site.party(TAX, TestSite.push(16)).party(WATER, TestSite.push(16));
        PartyId gone = new PartyId("990101.gone");
        Bell first = new Bell(TAX, new DeliveryId("a".repeat(32)), 1);
        Bell second = new Bell(TAX, new DeliveryId("b".repeat(32)), 2);
        broker.put(TAX, first.delivery() + ":1\n" + second.delivery() + ":2");
        broker.put(TAX, session -> session.createBytesMessage());
        broker.put(TAX, "no bell at all");
        broker.put(gone, first.delivery() + ":7");
        gateway.ledger.believes(WATER);
        List<String> calls = new CopyOnWriteArrayList<>();
        gateway.ledger.onCall(calls::add);

        gateway.routes.start();

        await().atMost(SOON).until(() -> gateway.tallies.size() == 1);
        assertThat(gateway.ledger.compared())
                .isEqualTo(Map.of(
                        TAX,
                        List.of(first, second),
                        WATER,
                        List.of(),
                        gone,
                        List.of(new Bell(gone, first.delivery(), 7))));
        assertThat(gateway.tallies).containsExactly(new BellTally(3, 0, 3, 0, 2));
        await().atMost(SOON).until(() -> calls.contains("recover"));
        assertThat(calls.indexOf("compare")).isLessThan(calls.indexOf("recover"));
        assertThat(calls.stream().filter("compare"::equals)).hasSize(1);
    }

    @Test
    void bellsOfTheLastConclusionsAreInTheirQueuesWhenTheGatewayHasStopped() throws Exception {
        CompletableFuture<Void> answering = new CompletableFuture<>();
        CountDownLatch sent = new CountDownLatch(1);
        gateway.partner((delivery, body, party) -> {
            sent.countDown();
            answering.join();
            return gateway.receipt(party.id(), delivery, body);
        });
        site.party(TAX, TestSite.push(16)).whole(TAX);
        gateway.submit(accepted("r1", "C-1"));
        gateway.submit(accepted("r2", "C-1"));
        assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();
        gateway.ledger.onCall(call -> {
            if (call.equals("conclude")) {
                await().atMost(SOON).until(() -> !gateway.camel.isRunAllowed() || gateway.camel.isStopping());
            }
        });

        CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);
        answering.complete(null);
        closed.join();

        assertThat(gateway.ledger.states(TAX)).containsExactly(DeliveryState.DELIVERED, DeliveryState.ACCEPTED);
        assertThat(broker.messages(TAX)).isEqualTo(1);
    }

    @Test
    void aBellThatRingsTwiceDoesNoHarmAndDoesNotTakeOthersWithIt() {
        AtomicInteger sent = count(TAX);
        site.party(TAX, TestSite.push(1)).whole(TAX);
        gateway.submit(accepted("r1", "C-1"));
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);

        Bell before = new Bell(TAX, gateway.ledger.row("r1").id, 1);
        Bell fresh = new Bell(TAX, new DeliveryId("f".repeat(32)), 1);
        List<String> claims = new CopyOnWriteArrayList<>();
        gateway.ledger.onCall(call -> {
            if (call.equals("claim")) {
                claims.add(call);
            }
        });
        gateway.bells.ring(List.of(before, fresh, before));
        await().atMost(SOON).until(() -> claims.size() == 1 && broker.messages(TAX) == 0);
        assertThat(sent).hasValue(1);
    }

    @Test
    void aBellThatTheBrokerTakesTwiceHavingForgottenTheFirstHasOneEffect() {
        AtomicInteger sent = count(TAX);
        site.party(TAX, TestSite.push(1)).whole(TAX);
        gateway.submit(accepted("r1", "C-1"));
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        Bell first = new Bell(TAX, gateway.ledger.row("r1").id, 1);
        AtomicInteger claims = claims();

        List<Bell> others = IntStream.range(0, TestBroker.IDS_REMEMBERED)
                .mapToObj(LanesIT::bell)
                .toList();
        others.forEach(other -> gateway.bells.ring(List.of(other)));
        await().atMost(SOON).until(() -> claims.get() == others.size());
        gateway.bells.ring(List.of(first));

        await().atMost(SOON).until(() -> claims.get() == others.size() + 1 && broker.messages(TAX) == 0);
        assertThat(sent).hasValue(1);
        assertThat(gateway.ledger.row("r1").attempt).isEqualTo(1);
    }

    /** Each stop comes while one delivery is with the party and the transaction of the next waits for its place there. */
    @Test
    void aRouteThatIsRestartedWithAnOpenTransactionUnderLoadLosesDoublesAndReordersNothing() throws Exception {
        int keys = 4;
        int each = 10;
        site.party(TAX, TestSite.push(1)).whole(TAX);
        Map<String, List<Integer>> got = new ConcurrentHashMap<>();
        Semaphore answers = new Semaphore(0);
        AtomicInteger with = new AtomicInteger();
        gateway.partner((delivery, body, party) -> {
            with.incrementAndGet();
            acquire(answers);
            String[] id = delivery.record().id().split("-");
            got.computeIfAbsent(id[0], key -> new CopyOnWriteArrayList<>()).add(Integer.valueOf(id[1]));
            with.decrementAndGet();
            return gateway.receipt(party.id(), delivery, body);
        });
        for (int restart = 0; restart < each; restart++) {
            for (int key = 0; key < keys; key++) {
                gateway.submit(accepted("k" + key + "-" + restart, "C-" + key));
            }
            await().atMost(SOON).until(() -> with.get() == 1 && isInHandUnsent());
            gateway.camel.getRouteController().stopRoute("deliver-990101.tax", 10, TimeUnit.MILLISECONDS, false);
            assertThat(isInHandUnsent()).as("the transaction was open").isTrue();
            gateway.camel.getRouteController().startRoute("deliver-990101.tax");
            answers.release(2);
        }
        answers.release(keys * each);

        await().atMost(SOON).until(() -> gateway.ledger.states(TAX).stream().allMatch(DeliveryState.DELIVERED::equals));
        await().atMost(SOON).until(() -> broker.messages(TAX) == 0);
        assertThat(got).hasSize(keys).allSatisfy((key, numbers) -> assertThat(numbers)
                .as(key)
                .isEqualTo(IntStream.range(0, each).boxed().toList()));
    }

    private static void acquire(Semaphore answers) {
        try {
            assertThat(answers.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether something is claimed that is not with the party yet. */
    private boolean isInHandUnsent() {
        return gateway.ledger.rows().stream().anyMatch(row -> row.state == DeliveryState.SENDING && !row.isKept());
    }

    @Test
    void onlyAnUnreachableLedgerGivesTheBellBackAndNotInAHotLoop() {
        AtomicInteger claims = new AtomicInteger();
        AtomicInteger sent = count(TAX);
        site.party(TAX, TestSite.push(1)).whole(TAX);
        gateway.ledger.onCall(call -> {
            if (call.equals("claim")) {
                gateway.ledger.away(true);
                claims.incrementAndGet();
            }
        });
        gateway.submit(accepted("r1", "C-1"));

        await().atMost(SOON).until(() -> claims.get() >= 3);
        Instant third = Instant.now();
        assertThat(broker.messages(TAX)).isEqualTo(1);
        await().atMost(SOON).until(() -> claims.get() >= 5);
        assertThat(Duration.between(third, Instant.now())).isGreaterThan(Duration.ofMillis(1_500));
        gateway.ledger.onCall(call -> {});
        gateway.ledger.away(false);
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        assertThat(sent).hasValue(1);
    }

    @Test
    void whatThePartyAnsweredIsHeldUntilTheLedgerIsBack() {
        AtomicInteger sent = count(TAX);
        site.party(TAX, TestSite.push(1)).whole(TAX);
        AtomicInteger concludes = new AtomicInteger();
        gateway.ledger.onCall(call -> {
            if (call.equals("conclude")) {
                gateway.ledger.away(concludes.incrementAndGet() < 3);
            }
        });
        gateway.submit(accepted("r1", "C-1"));
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        assertThat(sent).hasValue(1);
    }

    @Test
    void bellsRungWhileTheBrokerIsAwayComeWhenItIsBack() {
        AtomicInteger claims = claims();
        site.party(TAX, TestSite.push(1)).whole(TAX);
        broker.refusing(true);
        gateway.bells.ring(List.of(bell(1), bell(2)));
        await().atMost(SOON).until(() -> broker.refusals() > 0);
        broker.refusing(false);
        await().atMost(SOON).until(() -> claims.get() == 2);
    }

    @Test
    void everyBellThatTheLedgerRingsComes() {
        AtomicInteger claims = claims();
        site.party(TAX, TestSite.push(16)).whole(TAX);
        gateway.bells.ring(IntStream.range(0, 4_000).mapToObj(LanesIT::bell).toList());
        await().atMost(SOON.multipliedBy(3)).until(() -> claims.get() == 4_000);
    }

    private AtomicInteger claims() {
        AtomicInteger claims = new AtomicInteger();
        gateway.ledger.onCall(call -> {
            if (call.equals("claim")) {
                claims.incrementAndGet();
            }
        });
        return claims;
    }

    private static Bell bell(int number) {
        return new Bell(TAX, new DeliveryId("%032x".formatted(number)), 1);
    }

    @Test
    void aLedgerThatGoesAwayWhileParkingGivesTheBellBackToo() {
        site.party(TAX, TestSite.push(1)).whole(TAX);
        AtomicInteger concludes = new AtomicInteger();
        gateway.ledger.onCall(call -> {
            if (call.equals("claim")) {
                site.withoutRules();
            }
            if (call.equals("conclude")) {
                gateway.ledger.away(concludes.incrementAndGet() == 1);
            }
        });
        gateway.submit(accepted("r1", "C-1"));
        await().atMost(SOON).until(() -> concludes.get() == 1);
        assertThat(broker.messages(TAX)).isEqualTo(1);
    }

    @Test
    void manyDeliveriesAreWithTheirPartyAtOnceButNeverMoreThanItTakes() {
        site.party(TAX, TestSite.push(6)).whole(TAX);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch open = new CountDownLatch(1);
        gateway.partner((delivery, body, party) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            await().atMost(SOON).until(() -> open.getCount() == 0);
            now.decrementAndGet();
            return gateway.receipt(party.id(), delivery, body);
        });
        IntStream.range(0, 40).forEach(i -> gateway.submit(accepted("r" + i, "C-" + i)));

        await().atMost(SOON).until(() -> now.get() == 6);
        open.countDown();
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX).stream().allMatch(DeliveryState.DELIVERED::equals));
        assertThat(most).hasValue(6);
    }

    @Test
    void whatWaitsForItsTurnIsCalledOffWhenThePartyGoesAwayAndGoesLater() {
        site.party(TAX, TestSite.push(2)).whole(TAX);
        gateway.ledger.retryAfter(Duration.ofSeconds(2));
        CountDownLatch away = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        gateway.partner((delivery, body, party) -> {
            sent.incrementAndGet();
            if (away.getCount() == 0) {
                return gateway.receipt(party.id(), delivery, body);
            }
            await().atMost(SOON).until(() -> sent.get() == 2);
            return new Answer.Away("HTTP_503", "busy", null);
        });
        IntStream.range(0, 6).forEach(i -> gateway.submit(accepted("r" + i, "C-" + i)));

        await().atMost(SOON)
                .until(() -> gateway.ledger.rows().stream().anyMatch(row -> row.end instanceof Conclusion.CalledOff));
        assertThat(sent).hasValue(2);
        assertThat(gateway.ledger.rows())
                .filteredOn(row -> row.end instanceof Conclusion.CalledOff)
                .allMatch(row -> !row.isKept());
        away.countDown();
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX).stream().allMatch(DeliveryState.DELIVERED::equals));
        assertThat(sent).hasValue(8);
    }

    @Test
    void whatHasNoTimeLeftOfItsClaimIsCalledOffUnsent() {
        AtomicInteger sent = count(TAX);
        site.party(TAX, TestSite.push(1)).whole(TAX);
        gateway.ledger.leaseOnly(Duration.ofSeconds(5));
        gateway.submit(accepted("r1", "C-1"));

        await().atMost(SOON).until(() -> gateway.ledger.row("r1").end instanceof Conclusion.CalledOff);
        assertThat(sent).hasValue(0);
        assertThat(gateway.ledger.row("r1").isKept()).isFalse();
        gateway.ledger.leaseOnly(null);
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        assertThat(sent).hasValue(1);
    }

    @Test
    void whatHasNoTimeLeftOnceItIsKeptIsCalledOffUnsent() {
        AtomicInteger sent = count(TAX);
        site.party(TAX, TestSite.push(1)).whole(TAX);
        AtomicInteger kept = new AtomicInteger();
        gateway.ledger.onCall(call -> {
            if (call.equals("keepSent") && kept.getAndIncrement() == 0) {
                gateway.clock.jump(Duration.ofMinutes(2));
            }
        });
        gateway.submit(accepted("r1", "C-1"));

        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        assertThat(gateway.ledger.row("r1").attempt).isEqualTo(2);
        assertThat(sent).hasValue(1);
    }

    @Test
    void stoppingWaitsForAnswersAndConcludesThem() {
        site.party(TAX, TestSite.push(4)).whole(TAX);
        CountDownLatch stopping = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        gateway.partner((delivery, body, party) -> {
            sent.incrementAndGet();
            await().atMost(SOON).until(() -> stopping.getCount() == 0);
            return gateway.receipt(party.id(), delivery, body);
        });
        gateway.submit(accepted("r1", "C-1"));
        await().atMost(SOON).until(() -> sent.get() == 1);
        CompletableFuture<Void> stop = CompletableFuture.runAsync(gateway.routes::close);
        stopping.countDown();
        stop.join();
        assertThat(gateway.ledger.states(TAX)).containsExactly(DeliveryState.DELIVERED);
    }

    @Test
    void anUnforeseenFailureParksTheDeliveryOnceAndTheLaneGoesOn() {
        AtomicInteger tries = new AtomicInteger();
        site.party(TAX, TestSite.push(1)).whole(TAX);
        gateway.partner((delivery, body, party) -> {
            if (delivery.record().id().equals("bad")) {
                tries.incrementAndGet();
                throw new IllegalStateException("a bug in an adapter");
            }
            return gateway.receipt(party.id(), delivery, body);
        });
        gateway.submit(accepted("bad", "C-1"));
        gateway.submit(accepted("held", "C-1"));
        gateway.submit(accepted("good", "C-2"));

        await().atMost(SOON).until(() -> gateway.ledger.row("good").state == DeliveryState.DELIVERED);
        await().atMost(SOON).until(() -> gateway.ledger.row("bad").state == DeliveryState.PARKED);
        assertThat(gateway.ledger.row("bad").end).isInstanceOfSatisfying(Conclusion.Parked.class, parked -> {
            assertThat(parked.code()).isEqualTo("GATEWAY_ERROR");
            assertThat(parked.words()).startsWith("Incident ").doesNotContain("bug");
        });
        await().atMost(SOON).until(() -> broker.messages(TAX) == 0);
        assertThat(tries).hasValue(1);
        assertThat(gateway.ledger.row("held").state).isEqualTo(DeliveryState.ACCEPTED);
    }

    @Test
    void aFailureThatIsAnotherOneEachTimeEndsParkedAndNothingVanishes() {
        AtomicInteger tries = new AtomicInteger();
        site.party(TAX, TestSite.push(1)).whole(TAX);
        gateway.partner((delivery, body, party) -> switch (tries.incrementAndGet()) {
            case 1 -> new Answer.Away("HTTP_503", "busy", null);
            case 2 -> new Answer.Unknown("TIMEOUT", "no answer");
            default -> throw new StackOverflowError("in an adapter");
        });
        gateway.submit(accepted("r1", "C-1"));

        await().atMost(SOON).until(() -> gateway.ledger.row("r1").state == DeliveryState.PARKED);
        assertThat(gateway.ledger.row("r1").end)
                .isInstanceOfSatisfying(Conclusion.Parked.class, parked -> assertThat(parked.code())
                        .isEqualTo("GATEWAY_ERROR"));
        assertThat(tries).hasValue(3);
    }

    @Test
    void aRetrySendsTheSameBytesAndSeal() {
        List<String> seen = new CopyOnWriteArrayList<>();
        site.party(TAX, TestSite.push(1)).whole(TAX);
        gateway.partner((delivery, body, party) -> {
            seen.add(body.text() + body.seal().text());
            return seen.size() < 3
                    ? new Answer.Away("HTTP_503", "busy", null)
                    : gateway.receipt(party.id(), delivery, body);
        });
        gateway.submit(accepted("r1", "C-1"));
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        assertThat(seen).hasSize(3).containsOnly(seen.get(0));
    }

    @Test
    void aTimeoutAfterTheFirstByteIsUnknownWhereSendingTwiceDoesHarm() {
        site.party(TAX, TestSite.push(1, Repeat.UNSAFE, ReceiptKind.SEALED)).whole(TAX);
        gateway.partner((delivery, body, party) -> new Answer.Unknown("TIMEOUT", "no answer"));
        gateway.submit(accepted("r1", "C-1"));
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.UNKNOWN)::equals);
    }

    @Test
    void whereThePartyCanBeAskedItIsAskedBeforeSendingAgain() {
        AtomicInteger sent = new AtomicInteger();
        List<String> asked = new CopyOnWriteArrayList<>();
        site.party(TAX, TestSite.push(1, Repeat.BY_QUERY, ReceiptKind.SEALED)).whole(TAX);
        Map<String, SealedBody> arrived = new ConcurrentHashMap<>();
        gateway.partner((delivery, body, party) -> {
            sent.incrementAndGet();
            if (delivery.record().id().equals("lost") && !arrived.containsKey("lost")) {
                arrived.put("lost", body);
                return new Answer.Unknown("TIMEOUT", "no answer");
            }
            boolean first = arrived.put(delivery.record().id(), body) == null;
            return first ? new Answer.Unknown("TIMEOUT", "no answer") : gateway.receipt(party.id(), delivery, body);
        });
        gateway.status(delivery -> {
            String id = delivery.record().id();
            asked.add(id);
            return id.equals("lost") ? Optional.empty() : Optional.of(gateway.receipt(TAX, delivery, arrived.get(id)));
        });
        gateway.submit(accepted("arrived", "C-1"));
        gateway.submit(accepted("lost", "C-2"));

        await().atMost(SOON).until(() -> gateway.ledger.states(TAX).stream().allMatch(DeliveryState.DELIVERED::equals));
        assertThat(asked).containsExactlyInAnyOrder("arrived", "lost");
        assertThat(sent).hasValue(3);
    }

    @Test
    void orderWithinAKeyHoldsWithFiveConsumersAndAPartnerThatFails() {
        int keys = 20;
        int each = 15;
        Map<String, List<Integer>> got = new ConcurrentHashMap<>();
        gateway.partner((delivery, body, party) -> {
            if (ThreadLocalRandom.current().nextInt(10) == 0) {
                return new Answer.Accepted("no receipt this time");
            }
            String[] id = delivery.record().id().split("-");
            got.computeIfAbsent(id[0], k -> new CopyOnWriteArrayList<>()).add(Integer.valueOf(id[1]));
            return gateway.receipt(party.id(), delivery, body);
        });
        for (int consumers : new int[] {1, 5, 1}) {
            got.clear();
            site.party(TAX, TestSite.push(consumers)).whole(TAX);
            String round = "k" + consumers + Instant.now().toEpochMilli() + "x";
            for (int n = 0; n < each; n++) {
                for (int key = 0; key < keys; key++) {
                    gateway.submit(accepted(round + key + "-" + n, "C-" + round + key));
                }
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> gateway.ledger.states(TAX).stream()
                    .allMatch(s -> s == DeliveryState.DELIVERED
                            || s == DeliveryState.PARKED
                            || s == DeliveryState.ACCEPTED && held()));
            assertThat(got.values()).allSatisfy(numbers -> assertThat(numbers)
                    .isEqualTo(IntStream.range(0, numbers.size()).boxed().toList()));
        }
    }

    /** Whether nothing moves any more but what stands behind something parked. */
    private boolean held() {
        return gateway.ledger.rows().stream()
                .filter(r -> r.state == DeliveryState.ACCEPTED)
                .allMatch(r -> gateway.ledger.rows().stream()
                        .anyMatch(p -> p.state == DeliveryState.PARKED
                                && p.admission.key().equals(r.admission.key())));
    }

    @Test
    void aLaneIsAsWideAsItsPartysFileSaysNow() {
        for (int wide : List.of(1, 3, 1)) {
            site.party(TAX, TestSite.push(wide)).whole(TAX);
            gateway.submit(accepted("r" + gateway.ledger.rows().size(), "C-1"));
            await().atMost(SOON).until(() -> mostConsumers(TAX) == wide);
        }
        await().atMost(SOON)
                .until(
                        () -> gateway.ledger.states(TAX),
                        states -> states.size() == 3 && states.stream().allMatch(DeliveryState.DELIVERED::equals));
    }

    private int mostConsumers(PartyId lane) {
        Route route = gateway.camel.getRoute("deliver-" + lane);
        return route != null && route.getEndpoint() instanceof JmsEndpoint queue
                ? queue.getMaxConcurrentConsumers()
                : 0;
    }

    @Test
    void twoHundredLanesShareFewPlacesAndThreads() {
        Limits few = new Limits(
                1 << 20, 1 << 24, 500, 1 << 30, 1L << 32, Duration.ofDays(30), Duration.ofDays(400), 8, 2000);
        site.limits(few);
        List<PartyId> parties = IntStream.range(0, 200)
                .mapToObj(i -> new PartyId("990101.p" + i))
                .toList();
        parties.forEach(party -> site.party(party, TestSite.push(16)).whole(party));
        AtomicInteger mostAwake = new AtomicInteger();
        int before = Thread.activeCount();
        AtomicInteger mostThreads = new AtomicInteger();
        gateway.partner((delivery, body, party) -> {
            mostAwake.accumulateAndGet(gateway.camel.getRoutesSize() - fixedRoutes(), Math::max);
            mostThreads.accumulateAndGet(Thread.activeCount() - before, Math::max);
            return gateway.receipt(party.id(), delivery, body);
        });
        gateway.submit(accepted("r1", "C-1"));
        gateway.submit(accepted("r2", "C-1"));

        await().atMost(Duration.ofSeconds(90))
                .until(() -> gateway.ledger.rows().stream().allMatch(r -> r.state == DeliveryState.DELIVERED));
        assertThat(gateway.ledger.rows()).hasSize(400);
        assertThat(mostAwake.get()).isBetween(1, 8);
        assertThat(mostThreads.get()).isLessThan(250);
    }

    private int fixedRoutes() {
        return (int) gateway.camel.getRoutes().stream()
                .filter(r -> !r.getId().startsWith("deliver-"))
                .count();
    }

    @Test
    void aLaneWhosePartyIsAwayGivesItsThreadsBackAndWakesForTheNextBell() {
        site.party(TAX, TestSite.push(4)).whole(TAX);
        gateway.ledger.retryAfter(Duration.ofHours(1));
        AtomicInteger tries = new AtomicInteger();
        gateway.partner((delivery, body, party) -> tries.incrementAndGet() == 1
                ? new Answer.Away("CONNECT", "refused", null)
                : gateway.receipt(party.id(), delivery, body));
        gateway.submit(accepted("r1", "C-1"));
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.WAITING)::equals);
        await().atMost(SOON).until(() -> broker.consumers(TAX) == 0);
        await().atMost(SOON).until(() -> gateway.camel.getRoute("deliver-990101.tax") == null);

        gateway.ledger.retryAfter(Duration.ZERO);
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        assertThat(tries).hasValue(2);
    }

    @Test
    void anOwedNoticeIsSubmittedOnceAndReachesTheSender() {
        site.party(TAX, TestSite.push(1));
        gateway.ledger.owe(notice("0123456789abcdef0123456789abcdef"));
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        assertThat(gateway.ledger.owedNotices(10)).isEmpty();
    }

    @Test
    void aNoticeThatFailsHoldsUpNoneBehindItAndIsTriedLessAndLess() {
        site.party(TAX, TestSite.push(1));
        AtomicInteger failures = new AtomicInteger();
        String bad = "f".repeat(32);
        gateway.ledger.failOn("expired-" + bad);
        gateway.ledger.onCall(call -> {
            if (call.equals("admit")) {
                failures.incrementAndGet();
            }
        });
        gateway.ledger.owe(notice(bad));
        gateway.ledger.owe(notice("0123456789abcdef0123456789abcdef"));

        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        assertThat(gateway.ledger.owedNotices(10)).hasSize(1);
        int before = failures.get();
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(5)).until(() -> failures.get() <= before + 2);
        await().atMost(SOON).until(() -> failures.get() > before);
    }

    @Test
    void aClaimThatFailsAsNobodyForesawForgetsItsBellAndIsRungAgainByTheSweepOnly() {
        site.party(TAX, TestSite.push(1)).whole(TAX);
        AtomicInteger claims = new AtomicInteger();
        gateway.ledger.onCall(call -> {
            if (call.equals("claim") && claims.incrementAndGet() <= 2) {
                throw new IllegalStateException("a bug in the ledger");
            }
        });
        gateway.submit(accepted("r1", "C-1"));
        await().atMost(SOON).until(() -> claims.get() == 1 && broker.messages(TAX) == 0);
        await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> claims.get() == 1);
        await().atMost(SOON).until(() -> gateway.ledger.states(TAX), List.of(DeliveryState.DELIVERED)::equals);
        assertThat(claims).hasValue(3);
    }

    private static OwedNotice notice(String delivery) {
        return new OwedNotice(
                new DeliveryId(delivery),
                "expired",
                TAX,
                "r1",
                "case.accepted",
                "C-1",
                "sm3:" + "0".repeat(64),
                WATER,
                "EXPIRED",
                "deadline passed",
                Instant.parse("2026-01-02T03:04:05.678Z"));
    }

    @Test
    void bellsOfAPartyThatOnlySendsGoNowhere() {
        site.party(WATER, new Endpoint.None());
        gateway.bells.ring(List.of(new Bell(WATER, new DeliveryId("f".repeat(32)), 1)));
        assertThat(broker.messages(WATER)).isZero();
    }

    private AtomicInteger count(PartyId lane) {
        AtomicInteger sent = new AtomicInteger();
        gateway.partner((delivery, body, party) -> {
            if (party.id().equals(lane)) {
                sent.incrementAndGet();
            }
            return gateway.receipt(party.id(), delivery, body);
        });
        return sent;
    }
}

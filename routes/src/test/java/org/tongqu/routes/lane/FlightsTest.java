package org.tongqu.routes.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.port.Channel;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;
import org.tongqu.routes.delivery.SealedDelivery;
import org.tongqu.routes.step.Incidents;

class FlightsTest {
    private static final PartyId TAX = new PartyId("990101.tax");
    private static final PartyId OTHER = new PartyId("990101.water");
    private static final Endpoint.Push ENDPOINT = new Endpoint.Push(
            URI.create("https://127.0.0.1/"), Duration.ofSeconds(30), Repeat.SAFE, ReceiptKind.SEALED, 2);
    private static final Party PARTY =
            new Party(TAX, "税务", "Tax", "county", "tax", List.of(), ENDPOINT, false, Duration.ofDays(30), 1 << 20);
    private static final Answer DONE = new Answer.Accepted("ok");

    private final Queue<CompletableFuture<Answer>> calls = new ArrayDeque<>();
    private final List<String> concluded = new CopyOnWriteArrayList<>();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final LaneBoard board = new LaneBoard(Clock.systemUTC());
    private final Flights flights = new Flights(
            new Channel() {
                @Override
                public CompletableFuture<Answer> send(ClaimedDelivery delivery, SealedBody body, Party party) {
                    CompletableFuture<Answer> answer = new CompletableFuture<>();
                    calls.add(answer);
                    return answer;
                }

                @Override
                public CompletableFuture<Optional<Answer>> ask(ClaimedDelivery delivery, Party party) {
                    throw new UnsupportedOperationException();
                }
            },
            board,
            1,
            this::conclude,
            new Incidents(() -> "incident"));

    private void conclude(List<Attempted> together) {
        Throwable fault = faults.poll();
        if (fault instanceof Error error) {
            throw error;
        }
        if (fault instanceof RuntimeException exception) {
            throw exception;
        }
        together.forEach(one -> concluded.add(one.claim().record().id()));
    }

    @AfterEach
    void close() {
        flights.close(Duration.ofSeconds(1));
    }

    @Test
    void whatFailsUnforeseenInConcludingDoesNotEndIt() {
        faults.addAll(List.of(new IllegalStateException("as if"), new StackOverflowError("as if")));
        flights.start();
        for (int left = 1; left >= 0; left--) {
            int stillToCome = left;
            send("bad" + left);
            calls.remove().complete(DONE);
            await().until(() -> faults.size() == stillToCome);
        }
        send("good");
        calls.remove().complete(DONE);
        await().until(() -> concluded.contains("good"));
    }

    @Test
    void placesNotUsedAreFreeAgainAndUsedOnesAreOnceAnswered() {
        flights.start();
        try (Flights.Places places = flights.take(TAX, 2, 5)) {
            assertThat(places.left()).isEqualTo(2);
            flights.begin(places, sealed("r1"), PARTY, ENDPOINT);
            assertThat(places.left()).isEqualTo(1);
        }
        try (Flights.Places one = flights.take(TAX, 2, 5)) {
            assertThat(one.left()).isEqualTo(1);
        }
        calls.remove().complete(DONE);
        try (Flights.Places both = flights.take(TAX, 2, 5)) {
            assertThat(both.left()).isEqualTo(2);
        }
    }

    @Test
    void fewerPlacesHoldAtOnceForWhatIsOutAlready() {
        flights.start();
        try (Flights.Places five = flights.take(TAX, 5, 5)) {
            for (int one = 0; one < 5; one++) {
                flights.begin(five, sealed("r" + one), PARTY, ENDPOINT);
            }
        }
        board.leaves(TAX);
        for (int back = 1; back < 5; back++) {
            calls.remove().complete(DONE);
            assertThat(hasNoPlace(TAX)).as("one place, %d of five back", back).isTrue();
        }
        calls.remove().complete(DONE);
        assertThat(hasNoPlace(TAX)).isFalse();
        try (Flights.Places again = flights.take(TAX, 5, 9)) {
            assertThat(again.left()).isEqualTo(5);
        }
    }

    @Test
    void noPlaceIsGivenWithAPartyThatWentAwayMeanwhile() {
        List<Flights.Places> held = new ArrayList<>();
        held.add(flights.take(TAX, 1, 1));
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> {
            try (Flights.Places none = flights.take(TAX, 1, 1)) {
                return none.left();
            }
        });
        board.partyAway(TAX);
        assertThat(waiting.join()).isZero();
        held.get(0).close();
        assertThat(hasNoPlace(TAX)).isTrue();
        board.rung(TAX);
        try (Flights.Places again = flights.take(TAX, 1, 1)) {
            assertThat(again.left()).isEqualTo(1);
        }
    }

    @Test
    void aLaneWhoseTurnIsOverDoesNotWaitForAPartyThatHangs() {
        try (Flights.Places held = flights.take(TAX, 1, 1)) {
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> hasNoPlace(TAX));
            board.leaves(TAX);
            assertThat(waiting.join()).isTrue();
            assertThat(held.left()).isEqualTo(1);
        }
        assertThat(hasNoPlace(TAX)).as("a place that is free").isFalse();
        board.sleeps(TAX);
        assertThat(board.isLeaving(TAX)).isFalse();
    }

    @Test
    void whatIsAboutToGoWhenTheLanesStopIsWaitedFor() {
        flights.start();
        Flights.Places places = flights.take(TAX, 2, 1);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> flights.close(Duration.ofSeconds(20)));
        await().until(() -> hasNoPlace(OTHER));
        flights.begin(places, sealed("r1"), PARTY, ENDPOINT);
        places.close();
        calls.remove().complete(DONE);
        stopped.join();
        assertThat(concluded).containsExactly("r1");
    }

    @Test
    void whatIsStillOutWhenTheGraceEndsIsUnknown() {
        flights.start();
        send("r1");
        flights.close(Duration.ofMillis(50));
        assertThat(calls.remove().join())
                .isInstanceOfSatisfying(Answer.Unknown.class, unknown -> assertThat(unknown.code())
                        .isEqualTo("GATEWAY_STOPPING"));
        assertThat(concluded).containsExactly("r1");
        assertThat(hasNoPlace(TAX)).isTrue();
    }

    private boolean hasNoPlace(PartyId lane) {
        try (Flights.Places places = flights.take(lane, 1, 1)) {
            return places.left() == 0;
        }
    }

    private void send(String id) {
        try (Flights.Places places = flights.take(TAX, 2, 1)) {
            flights.begin(places, sealed(id), PARTY, ENDPOINT);
        }
    }

    private static SealedDelivery sealed(String id) {
        byte[] octets = "{}".getBytes(StandardCharsets.UTF_8);
        Seal seal = new Seal("aGVhZGVy", "c2lnbmF0dXJl");
        Instant now = Instant.EPOCH;
        ClaimedDelivery claim = new ClaimedDelivery(
                DeliveryId.of(UUID.randomUUID()),
                TAX,
                new RecordId(new PartyId("990101.window"), id),
                RecordType.parse("case.applied"),
                "C-1",
                1,
                1,
                1,
                UUID.randomUUID(),
                now,
                now,
                Digest.of(new byte[32]),
                octets,
                seal,
                new byte[32],
                List.of(),
                null,
                0);
        return new SealedDelivery(claim, new SealedBody(octets, seal, null), Set.of(), false);
    }
}

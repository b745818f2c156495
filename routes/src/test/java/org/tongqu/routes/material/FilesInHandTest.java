package org.tongqu.routes.material;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.RecordType;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.DeliveryId;

class FilesInHandTest {
    private static final Instant NOON = Instant.parse("2026-03-02T04:00:00Z");
    private static final PartyId WATER = new PartyId("990101.water");
    private static final PartyId TAX = new PartyId("990101.tax");

    private final FilesInHand files = files(Duration.ZERO, NOON);

    @Test
    void whatIsOnItsWayAllTogetherIsBoundedAndOneAloneIsNot() {
        files.take(claim(1, WATER), 500);
        assertThatThrownBy(() -> files.take(claim(2, TAX), 1)).isInstanceOf(FilesInHand.Full.class);
        files.letGo(claim(1, WATER));

        files.take(claim(2, TAX), 60);
        files.take(claim(3, WATER), 40);
        assertThatThrownBy(() -> files.take(claim(3, WATER), 1)).isInstanceOf(FilesInHand.Full.class);
        files.letGo(claim(3, WATER));
        assertThatCode(() -> files.take(claim(4, WATER), 40)).doesNotThrowAnyException();
    }

    @Test
    void aShareEndsWithItsClaim() {
        Clock[] clock = {Clock.fixed(NOON, ZoneOffset.UTC)};
        FilesInHand lasting = new FilesInHand(100, Duration.ZERO, new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return clock[0].instant();
            }
        });
        lasting.take(claim(1, WATER), 100);
        clock[0] = Clock.fixed(NOON.plusSeconds(61), ZoneOffset.UTC);

        assertThatCode(() -> lasting.take(claim(2, TAX), 100)).doesNotThrowAnyException();
    }

    @Test
    void whoFindsNoRoomWaitsForOtherLanesAndNotForItsOwn() throws Exception {
        FilesInHand patient = files(Duration.ofMinutes(5), NOON);
        patient.take(claim(1, WATER), 100);
        assertThatThrownBy(() -> patient.take(claim(2, WATER), 1)).isInstanceOf(FilesInHand.Full.class);

        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> patient.take(claim(3, TAX), 100));
        patient.letGo(claim(1, WATER));

        waiting.get(1, TimeUnit.MINUTES);
    }

    private static FilesInHand files(Duration patience, Instant now) {
        return new FilesInHand(100, patience, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static ClaimedDelivery claim(int number, PartyId lane) {
        return new ClaimedDelivery(
                new DeliveryId("%032x".formatted(number)),
                lane,
                new RecordId(new PartyId("990101.window"), "r-" + number),
                RecordType.parse("material.registered"),
                "S",
                1,
                1,
                1,
                new UUID(0, number),
                NOON.plusSeconds(60),
                NOON,
                new Digest("sm3:" + "0".repeat(64)),
                new byte[0],
                null,
                new byte[32],
                List.of(),
                null,
                0);
    }
}

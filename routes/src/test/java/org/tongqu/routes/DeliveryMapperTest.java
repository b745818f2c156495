package org.tongqu.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.port.FileAddresses;
import org.tongqu.record.port.UnmappedCodes;
import org.tongqu.record.seal.SealType;
import org.tongqu.routes.delivery.Claimed;
import org.tongqu.routes.delivery.DeliveryMapper;
import org.tongqu.routes.delivery.MappedDelivery;
import org.tongqu.routes.material.FilesInHand;

/** What is told again takes its room like what is told first. */
class DeliveryMapperTest {
    private static final Instant NOON = Instant.parse("2026-03-02T04:00:00Z");
    private static final byte[] RECORD = TestRecords.accepted("r-1", "S");

    private final Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
    private final FilesInHand files = FilesInHand.ofHeap(clock);
    private final DeliveryMapper mapper = new DeliveryMapper(
            new TestSite().party(TestSite.TAX, TestSite.push(1)).whole(TestSite.TAX),
            new KnownMaterials(),
            files,
            new NoAddresses(),
            (rule, failure) -> {},
            new NoCodes(),
            clock);

    @Test
    void largeOctetsThatWereSentBeforeGoAgainWhenThereIsRoom() {
        ClaimedDelivery other = claim(1, 0);
        files.take(other, Runtime.getRuntime().maxMemory() / 32);

        assertThat(mapper.map(new Claimed(claim(2, 100)))).isInstanceOf(MappedDelivery.SentBefore.class);
        assertThatThrownBy(() -> mapper.map(new Claimed(claim(3, 1 << 20)))).isInstanceOf(FilesInHand.Full.class);
        files.letGo(other);
        assertThat(mapper.map(new Claimed(claim(3, 1 << 20)))).isInstanceOf(MappedDelivery.SentBefore.class);
    }

    private static ClaimedDelivery claim(int number, int sentBefore) {
        byte[] sent = new byte[sentBefore];
        return new ClaimedDelivery(
                new DeliveryId("%032x".formatted(number)),
                TestSite.TAX,
                new RecordId(TestSite.WINDOW, "r-1"),
                TestSite.ACCEPTED,
                "S",
                1,
                1,
                1,
                new UUID(0, number),
                NOON.plusSeconds(60),
                NOON,
                new Digest("sm3:" + "0".repeat(64)),
                RECORD,
                null,
                new byte[32],
                List.of(),
                new SealedBody(sent, TestSeals.by(TestSite.GATEWAY, SealType.DELIVERY, sent), null),
                0);
    }

    private record NoAddresses() implements FileAddresses {
        @Override
        public String nameFor(PartyId party, Digest material) {
            throw new UnsupportedOperationException("nothing is told in a dialect");
        }

        @Override
        public Optional<Digest> read(PartyId party, String name) {
            return Optional.empty();
        }
    }

    private record NoCodes() implements UnmappedCodes {
        @Override
        public void noticed(PartyId party, String family, boolean isHeard, List<FieldError> errors) {
            throw new UnsupportedOperationException("nothing is told in a dialect");
        }

        @Override
        public List<Missing> latest(int most) {
            return List.of();
        }
    }
}

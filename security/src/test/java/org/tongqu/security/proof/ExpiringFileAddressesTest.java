package org.tongqu.security.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.security.digest.HmacSm3BlindIndex;

class ExpiringFileAddressesTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final PartyId PARTY = new PartyId("990101.water");
    private static final Digest MATERIAL = new Digest("sm3:" + "ab".repeat(32));

    private final ExpiringFileAddresses addresses = at(NOW, (byte) 1);

    @Test
    void aNameIsOfItsMaterialForItsPartyForThirtyDays() {
        String name = addresses.nameFor(PARTY, MATERIAL);

        assertThat(name).matches("[0-9a-z.]+");
        assertThat(addresses.read(PARTY, name)).contains(MATERIAL);
        assertThat(at(NOW.plus(Duration.ofDays(30)), (byte) 1).read(PARTY, name))
                .contains(MATERIAL);
        assertThat(at(NOW.plus(Duration.ofDays(30)).plusSeconds(1), (byte) 1).read(PARTY, name))
                .isEmpty();
    }

    @Test
    void nobodyElseReadsItAndNobodyMakesOneOrChangesOne() {
        String name = addresses.nameFor(PARTY, MATERIAL);
        String[] parts = name.split("\\.");

        assertThat(addresses.read(new PartyId("990101.waters"), name)).isEmpty();
        assertThat(at(NOW, (byte) 2).read(PARTY, name)).isEmpty();
        assertThat(addresses.read(PARTY, "9" + name)).isEmpty();
        assertThat(addresses.read(PARTY, name.replace("ab.", "ac."))).isEmpty();
        assertThat(addresses.read(PARTY, parts[0] + "." + parts[1] + "." + "0".repeat(32)))
                .isEmpty();
        assertThat(addresses.read(PARTY, name.toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(addresses.read(PARTY, "")).isEmpty();
    }

    private static ExpiringFileAddresses at(Instant now, byte key) {
        byte[] octets = new byte[32];
        octets[0] = key;
        return new ExpiringFileAddresses(new HmacSm3BlindIndex(octets), Clock.fixed(now, ZoneOffset.UTC));
    }
}

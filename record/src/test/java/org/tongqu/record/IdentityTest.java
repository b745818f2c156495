package org.tongqu.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.delivery.DeliveryId;

class IdentityTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"990101", "99010.tax", "990101.Tax", "990101.", "990101.a b", "990101.tax/../x", "９９０１０１.tax"})
    void aPartyIdOfAnotherShapeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PartyId(text));
    }

    @Test
    void aPartyIsItsSourceAndBack() {
        PartyId tax = new PartyId("990101.tax");
        assertThat(PartyId.ofSource("/parties/990101.tax")).isEqualTo(tax);
        assertThat(tax.source()).isEqualTo("/parties/990101.tax");
        assertThat(tax.division()).isEqualTo("990101");
        assertThatIllegalArgumentException().isThrownBy(() -> PartyId.ofSource("990101.tax"));
    }

    @Test
    void aKeyIdNamesPartyAndKey() {
        KeyId kid = KeyId.parse("990101.tax#2026-1");
        assertThat(kid.party()).isEqualTo(new PartyId("990101.tax"));
        assertThat(kid).hasToString("990101.tax#2026-1");
        assertThatIllegalArgumentException().isThrownBy(() -> KeyId.parse("990101.tax"));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyId.parse("990101.tax#a#b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "号", "12345678901234567890123456789012345678901234567890123456789012345"})
    void aRecordIdOfAnotherShapeIsRefused(String id) {
        assertThat(RecordId.isShaped(id)).isFalse();
    }

    @Test
    void aRecordTypeIsFamilyAndEvent() {
        assertThat(RecordType.parse("case.supplement-requested"))
                .isEqualTo(new RecordType("case", "supplement-requested"));
        for (String wrong : new String[] {"case", "case.", ".x", "Case.applied", "case.a.b", "case.a--b"}) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> RecordType.parse(wrong));
        }
    }

    @Test
    void aDigestIsLowerCaseHexOfThirtyTwoOctets() {
        Digest digest = Digest.of(new byte[32]);
        assertThat(digest).hasToString("sm3:" + "0".repeat(64));
        assertThat(digest.octets()).hasSize(32);
        assertThatIllegalArgumentException().isThrownBy(() -> new Digest("sm3:" + "A".repeat(64)));
    }

    @Test
    void aDeliveryIdKeepsAllItsBits() {
        UUID bits = UUID.fromString("f00dfeed-0000-4000-8000-00000000beef");
        assertThat(DeliveryId.of(bits).bits()).isEqualTo(bits);
    }
}

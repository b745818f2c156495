package org.tongqu.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.delivery.PartyReceipt;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.seal.SealAlgorithm;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.sharing.Mask;
import org.tongqu.record.site.ReceiptKind;
import org.tongqu.record.site.Repeat;

/** Every word that partners see, typed by hand: a renamed constant cannot reach the wire unnoticed. */
class WireContractTest {
    @Test
    void sealTypesAndAlgorithms() {
        assertThat(Arrays.stream(SealType.values()).map(SealType::wire))
                .containsExactly(
                        "tongqu-record",
                        "tongqu-receipt",
                        "tongqu-delivery",
                        "tongqu-ack",
                        "tongqu-query",
                        "tongqu-answer");
        assertThat(Arrays.stream(SealAlgorithm.values()).map(SealAlgorithm::wire))
                .containsExactly("SM2SM3", "ES256", "EdDSA", "PS256");
    }

    @Test
    void statesAndWhichOfThemAreFinal() {
        assertThat(Arrays.stream(DeliveryState.values()).map(Enum::name))
                .containsExactly(
                        "ACCEPTED",
                        "SENDING",
                        "WAITING",
                        "HELD",
                        "PARKED",
                        "UNKNOWN",
                        "DELIVERED",
                        "SENT",
                        "CLOSED",
                        "EXPIRED");
        assertThat(Arrays.stream(DeliveryState.values())
                        .filter(DeliveryState::isFinal)
                        .map(Enum::name))
                .containsExactly("DELIVERED", "SENT", "CLOSED", "EXPIRED");
        assertThat(Arrays.stream(DeliveryState.values())
                        .filter(DeliveryState::holds)
                        .map(Enum::name))
                .containsExactly("PARKED", "UNKNOWN");
    }

    @Test
    void problemCodesWithTheirStatus() {
        assertThat(Arrays.stream(ProblemCode.values()).map(c -> c.status() + " " + c.name()))
                .containsExactly(
                        "400 MALFORMED",
                        "401 SEAL_INVALID",
                        "401 KEY_NOT_ACCEPTED",
                        "401 PARTY_MISMATCH",
                        "401 CHANNEL_NOT_AUTHENTIC",
                        "401 SEAL_TIME",
                        "401 PROOF_INVALID",
                        "403 NO_RULE",
                        "404 NOT_FOUND",
                        "409 STILL_PROCESSING",
                        "409 OUTCOME_STANDS",
                        "409 STATE_CONFLICT",
                        "409 UPLOAD_OFFSET",
                        "413 TOO_LARGE",
                        "415 UNSUPPORTED_MEDIA_TYPE",
                        "416 RANGE_OUTSIDE",
                        "422 ENVELOPE_INVALID",
                        "422 TYPE_UNKNOWN",
                        "422 SCHEMA_VIOLATION",
                        "422 UNTRANSLATABLE",
                        "422 ID_REUSED",
                        "422 DIGEST_DIFFERS",
                        "422 MATERIAL_UNKNOWN",
                        "424 EARLIER_ITEM_REFUSED",
                        "429 TOO_FAST",
                        "429 QUOTA_USED",
                        "500 INTERNAL",
                        "502 PROVIDER_REFUSED",
                        "503 UNAVAILABLE",
                        "504 PROVIDER_AWAY");
    }

    @Test
    void wordsOfThePartyAndRuleFiles() {
        assertThat(Arrays.stream(Repeat.values()).map(Repeat::wire)).containsExactly("safe", "by-query", "unsafe");
        assertThat(Arrays.stream(ReceiptKind.values()).map(ReceiptKind::wire)).containsExactly("sealed", "channel");
        assertThat(Arrays.stream(Mask.values()).map(Mask::wire))
                .containsExactly("name", "identity", "phone", "address", "all");
        assertThat(List.of(PartyReceipt.Outcome.values()).toString()).isEqualTo("[DELIVERED, REFUSED]");
    }
}

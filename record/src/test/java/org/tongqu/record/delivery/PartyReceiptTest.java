package org.tongqu.record.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartyReceiptTest {
    private static final String GOOD =
            "{\"delivery\":\"" + "0a".repeat(16) + "\",\"outcome\":\"REFUSED\",\"digest\":\"sm3:" + "0b".repeat(32)
                    + "\",\"code\":\"X\",\"reason\":null,\"at\":\"2026-03-01T09:30:00.000Z\"}";

    @Test
    void aReceiptSaysWhichDeliveryWhatOutcomeAndWhichBytes() {
        PartyReceipt receipt = PartyReceipt.read(GOOD.getBytes(StandardCharsets.UTF_8));
        assertThat(receipt.delivery().value()).isEqualTo("0a".repeat(16));
        assertThat(receipt.outcome()).isEqualTo(PartyReceipt.Outcome.REFUSED);
        assertThat(receipt.code()).isEqualTo("X");
        assertThat(receipt.reason()).isNull();
    }

    @Test
    void whatAPartySaysIsOneHarmlessLine() {
        assertThat(words("\"E7\"", "\"缺\\n材料\"")).isEqualTo("E7: 缺 材料");
        assertThat(words("null", "null")).isEmpty();
        assertThat(words("\"E7\"", "\"" + "x".repeat(3000) + "\"")).hasSize(500).startsWith("E7: xxx");
    }

    private static String words(String code, String reason) {
        String receipt =
                GOOD.replace("\"code\":\"X\"", "\"code\":" + code).replace("\"reason\":null", "\"reason\":" + reason);
        return PartyReceipt.read(receipt.getBytes(StandardCharsets.UTF_8)).words();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "outcome":"REFUSED"  | "outcome":"OK"
            "outcome":"REFUSED"  | "other":"x"
            "code":"X"           | "code":5
            "at":"2026-03-01T09:30:00.000Z" | "at":"yesterday"
            sm3:                 | sha256:
            """)
    void whatIsNotAReceiptIsRefused(String good, String bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PartyReceipt.read(GOOD.replace(good, bad).getBytes(StandardCharsets.UTF_8)));
    }
}

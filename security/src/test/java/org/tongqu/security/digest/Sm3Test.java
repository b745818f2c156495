package org.tongqu.security.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sm3Test {
    private final Sm3 sm3 = new Sm3();

    @Test
    void theExamplesOfTheStandardComeOut() {
        assertThat(sm3.sm3(octets("abc")).value())
                .isEqualTo("sm3:66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(sm3.sm3(octets("abcd".repeat(16))).value())
                .isEqualTo("sm3:debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }

    @Test
    void aCommitmentIsTheDigestOfSaltThenOctets() {
        assertThat(sm3.commitment(octets("ab"), octets("c"))).isEqualTo(sm3.sm3(octets("abc")));
        assertThat(sm3.commitment(octets("c"), octets("ab"))).isNotEqualTo(sm3.sm3(octets("abc")));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package org.tongqu.security.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HmacSm3BlindIndexTest {
    private final HmacSm3BlindIndex index =
            new HmacSm3BlindIndex("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    @Test
    void theMarkIsWhatOpenSslMakesOfLengthFieldAndValue() {
        // printf '\\000\\000\\000\\005/data张三' | openssl dgst -sm3 -mac hmac -macopt key:0123456789abcdef
        String made = "678674f000fd2db57bcf6267a3895e480dbf5b4a9e463a035f274840bb16e7aa";
        assertThat(HexFormat.of().formatHex(index.mark("/data", "张三"))).isEqualTo(made);
    }

    @Test
    void equalValuesHaveEqualMarksWithinAFieldOnly() {
        assertThat(index.mark("/a", "x")).isEqualTo(index.mark("/a", "x"));
        assertThat(index.mark("/a", "x")).isNotEqualTo(index.mark("/b", "x"));
        assertThat(index.mark("/a", "bx")).isNotEqualTo(index.mark("/ab", "x"));
    }

    @Test
    void anotherKeyMakesOtherMarks() {
        HmacSm3BlindIndex other = new HmacSm3BlindIndex(new byte[32]);
        assertThat(other.mark("/a", "x")).isNotEqualTo(index.mark("/a", "x"));
    }

    @Test
    void aShortKeyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HmacSm3BlindIndex(new byte[15]));
    }
}

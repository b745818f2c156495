package org.tongqu.adapters.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tongqu.adapters.auth.BodyProtection;
import org.tongqu.adapters.auth.NoAuth;

class DialectTest {
    @Test
    void octetsOfAnOldCharsetAreReadAndWritten() throws Untranslatable {
        Dialect old = in(Charset.forName("gb2312"));
        byte[] octets = {(byte) 0xD6, (byte) 0xD0};
        assertThat(old.decode(octets)).isEqualTo("中");
        assertThat(old.encode("中")).isEqualTo(octets);
    }

    @Test
    void aCharacterThatTheCharsetDoesNotHaveIsRefusedAndNotReplaced() {
        assertThatExceptionOfType(Untranslatable.class)
                .isThrownBy(() -> in(Charset.forName("gb2312")).encode("镕"))
                .satisfies(refused -> assertThat(refused.errors().get(0).rule()).isEqualTo("unmappable"));
    }

    @Test
    void octetsOfAnotherCharsetAreRefused() {
        assertThatExceptionOfType(Untranslatable.class)
                .isThrownBy(() -> in(StandardCharsets.UTF_8).decode(new byte[] {(byte) 0xD6, (byte) 0xD0}))
                .satisfies(refused -> assertThat(refused.errors().get(0).rule()).isEqualTo("encoding"));
    }

    @Test
    void aMarkOfTheOrderOfOctetsDoesNotCount() throws Untranslatable {
        assertThat(in(StandardCharsets.UTF_8).decode("\uFEFF{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("{}");
    }

    private static Dialect in(Charset charset) {
        return in(charset, List.of());
    }

    /** A dialect of these tables that says nothing else of interest. */
    static Dialect in(Charset charset, List<FieldTable> tables) {
        return new Dialect(
                "example",
                "例",
                "example",
                charset,
                MessageFormat.JSON,
                tables,
                List.of(),
                Map.of(),
                new AnswerClassifier(MessageFormat.JSON, List.of(), List.of()),
                new Wire(
                        new Transport(Transport.Carrier.BODY, "", Map.of(), "application/json", Map.of(), Map.of()),
                        new NoAuth(),
                        new BodyProtection.Plain(),
                        Map.of(),
                        new TimeForms(ZoneOffset.UTC, "yyyy-MM-dd HH:mm:ss")),
                "1");
    }
}

package org.tongqu.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private long now;

    @Test
    void aTrickleHasHalfAMinuteAndIsThenCutOff() throws IOException {
        try (InputStream octets = new Pace(() -> now).of(new ByteArrayInputStream(new byte[10]))) {
            assertThat(octets.read()).isZero();
            pass(30);
            assertThat(octets.read()).isZero();
            pass(1);
            assertThatThrownBy(octets::read).isInstanceOf(IOException.class).hasMessageContaining("slower than 1024");
            assertThatThrownBy(() -> octets.readNBytes(4)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoKeepsToTheRateMayTakeHours() throws IOException {
        InputStream octets = new Pace(() -> now).of(new ByteArrayInputStream(new byte[1 << 20]));
        for (int i = 0; i < 1024; i++) {
            pass(1);
            assertThat(octets.readNBytes(1024)).hasSize(1024);
        }
    }

    @Test
    void aReaderThatTakesNothingIsCutOffToo() throws IOException {
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        OutputStream octets = new Pace(() -> now).of(arrived);
        octets.write(new byte[2048]);
        pass(32);
        octets.write(1);
        pass(1);
        assertThatThrownBy(() -> octets.write(1)).isInstanceOf(IOException.class);
        assertThat(arrived.size()).isEqualTo(2050);
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}

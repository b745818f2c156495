package org.tongqu.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.tongqu.adapters.rest.DoorApplication.FakeMaterials;
import org.tongqu.record.Digest;
import org.tongqu.record.port.Materials.State;
import org.tongqu.record.port.Materials.Upload;

/** Whoever trickles loses the connection and gives back the slot. */
class SlowTransferTest {
    private static final String HEX = "7c".repeat(32);
    private static final Digest NAME = new Digest("sm3:" + HEX);

    private long now;
    private final TransferSlots slots = new TransferSlots(1, 1, () -> now);
    private final FakeMaterials materials = new FakeMaterials();
    private final MaterialAnswer answer = new MaterialAnswer(materials, slots);

    @Test
    void anUploadThatTricklesIsCutOff() {
        MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/v1/materials/" + HEX) {
            @Override
            public ServletInputStream getInputStream() {
                return new DelegatingServletInputStream(new Trickle());
            }

            @Override
            public long getContentLengthLong() {
                return 100;
            }
        };
        MaterialsController controller = new MaterialsController(materials, Optional::empty, slots, answer);

        assertThatThrownBy(() -> controller.put(new Caller(Samples.TAX), HEX, request))
                .hasRootCauseMessage("slower than 1024 octets a second");
        slots.take(Samples.TAX).close();
    }

    @Test
    void aReaderThatTakesNothingIsCutOff() throws IOException {
        materials.octets = new byte[1 << 20];
        MockHttpServletResponse response = new MockHttpServletResponse();
        TransferSlots.Slot other = slots.take(Samples.TAX);
        pass(60);
        assertThatThrownBy(() -> other.pace().of(response.getOutputStream()).write(1))
                .isInstanceOf(IOException.class);
        other.close();

        materials.beforeWrite = () -> pass(3600);
        answer.give(
                Samples.TAX,
                new Upload(NAME, 1 << 20, 1 << 20, State.KNOWN),
                new MockHttpServletRequest("GET", "/"),
                response);

        assertThat(materials.cutOff).isTrue();
        slots.take(Samples.TAX).close();
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    /** An octet every twenty seconds. */
    private final class Trickle extends InputStream {
        @Override
        public int read() {
            pass(20);
            return 'x';
        }

        @Override
        public int read(byte[] into, int from, int length) {
            into[from] = (byte) read();
            return 1;
        }
    }
}

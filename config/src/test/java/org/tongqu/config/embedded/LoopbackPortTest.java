package org.tongqu.config.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {
    @Test
    void aPortThatIsWantedIsGivenUnlessSomebodyListensThere() throws IOException {
        int wanted;
        try (ServerSocket somebody = new ServerSocket(LoopbackPort.free(), 1, InetAddress.getLoopbackAddress())) {
            wanted = somebody.getLocalPort();
            assertThat(LoopbackPort.freeAs(wanted)).isNotEqualTo(wanted);
        }
        assertThat(LoopbackPort.freeAs(wanted)).isEqualTo(wanted);
    }
}

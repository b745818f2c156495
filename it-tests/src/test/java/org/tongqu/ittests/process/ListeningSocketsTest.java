package org.tongqu.ittests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListeningSocketsTest {
    @Test
    void aSocketIsSeenWhileItListensWithTheAddressItIsBoundTo() throws IOException {
        long pid = ProcessHandle.current().pid();
        InetSocketAddress loopback;
        int open;
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket everywhere = new ServerSocket(0)) {
            loopback = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), one.getLocalPort());
            open = everywhere.getLocalPort();

            assertThat(ListeningSockets.of(pid))
                    .contains(loopback)
                    .anyMatch(socket ->
                            socket.getPort() == open && socket.getAddress().isAnyLocalAddress());
        }

        assertThat(ListeningSockets.of(pid)).doesNotContain(loopback);
    }
}

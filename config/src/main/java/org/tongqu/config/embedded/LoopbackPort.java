package org.tongqu.config.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of the loopback address for servers beside this process. They lie below those that Linux gives to outgoing connections
 * (32768 and up), for two reasons: no such connection can sit on the port when its server comes back, and whoever keeps calling
 * while the server is away is never connected to itself. Thread-safe.
 */
public final class LoopbackPort {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final int STRIDE = 97;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * STRIDE % COUNT));

    private LoopbackPort() {}

    /** This one if nobody listens there at this moment, else another. */
    static int freeAs(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            return free();
        }
    }

    /**
     * One at which nobody listens at this moment; never the same twice in a process until all were given.
     *
     * @throws IllegalStateException if there is none
     */
    public static int free() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                continue;
            } catch (IOException e) {
                throw new IllegalStateException("no port on loopback", e);
            }
        }
        throw new IllegalStateException("no free port on loopback");
    }
}

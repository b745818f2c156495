package org.tongqu.ittests.nemesis;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two hundred bodies of 20 MiB at once, in chunks of which nobody knows how many will come, and half of them break off: the memory
 * holds, and others are served meanwhile.
 */
record Flood(String name) implements Injector {
    static final Flood OF_BODIES = new Flood("flood");
    private static final int BODIES = 200;
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS = (20 << 20) / CHUNK;
    private static final String STATUS = "HTTP/1.1 413";
    private static final Duration END = Duration.ofSeconds(60);

    @Override
    public void strike(Scene scene) {
        AtomicInteger refused = new AtomicInteger();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < BODIES; i++) {
            boolean whole = i % 2 == 0;
            Thread sender = new Thread(() -> send(scene.site().port(), whole, refused), "flood-" + i);
            sender.setDaemon(true);
            sender.start();
            senders.add(sender);
        }
        scene.await("the end of the flood", END, () -> senders.stream().noneMatch(Thread::isAlive));
        if (refused.get() == 0) {
            throw new IllegalStateException("no body was refused");
        }
        if (!scene.gateway().isAlive()) {
            throw new IllegalStateException("the gateway died of it");
        }
        scene.progress().accept(name + ": " + refused + " of " + BODIES + " refused, the gateway lives");
    }

    private static void send(int port, boolean whole, AtomicInteger refused) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) END.toMillis() / 2);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/records HTTP/1.1\r\nHost: gateway\r\nSeal: e30..AA\r\n"
                            + "Content-Type: application/cloudevents+json\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] head = (Integer.toHexString(CHUNK) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            byte[] chunk = new byte[CHUNK];
            for (int i = 0; i < (whole ? CHUNKS : CHUNKS / 2); i++) {
                out.write(head);
                out.write(chunk);
                out.write('\r');
                out.write('\n');
            }
            if (whole && isRefused(socket.getInputStream().readNBytes(STATUS.length()))) {
                refused.incrementAndGet();
            }
        } catch (IOException cut) {
            refused.incrementAndGet();
        }
    }

    /** By an answer of 4xx or 5xx, or by the end of the connection instead of one. */
    private static boolean isRefused(byte[] status) {
        return status.length < STATUS.length()
                || new String(status, StandardCharsets.US_ASCII).matches("HTTP/1\\.1 [45]..");
    }
}

package org.tongqu.ittests.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.seal.SealType;
import org.tongqu.security.digest.Sm3;
import tools.jackson.databind.node.ObjectNode;

/**
 * A party to which a gateway pushes: an HTTP server on a free port of the loopback address, a thread per connection, that
 * answers with sealed receipts or misbehaves as told. Thread-safe.
 */
public final class Sink implements AutoCloseable {
    /** Told of every delivery after the answer is out. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * A delivery came.
         *
         * @param arrival what came
         * @param answered whether a receipt was written out whole
         */
        void arrived(Arrival arrival, boolean answered);
    }

    private final ServerSocket server;
    private final @Nullable PartySealer sealer;
    private final Clock clock;
    private final Function<Arrival, Reply> behaviour;
    private final Watcher watcher;
    private final Sm3 digests = new Sm3();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Opens the server.
     *
     * @param port 0 for a free one
     * @param sealer the party's; null if it only ever answers plainly
     * @param clock for {@code at} of the receipts
     * @param behaviour asked for each delivery, by many threads
     * @param watcher told of each delivery, by many threads
     * @throws UncheckedIOException if the port is taken
     */
    public Sink(
            int port, @Nullable PartySealer sealer, Clock clock, Function<Arrival, Reply> behaviour, Watcher watcher) {
        this.sealer = sealer;
        this.clock = clock;
        this.behaviour = behaviour;
        this.watcher = watcher;
        try {
            server = new ServerSocket(port, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("sink-" + port(), this::accept);
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** Where a party file points. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/deliveries";
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                start("sink-" + port() + "-connection", () -> serve(socket));
            } catch (IOException closedOrGone) {
                // The server was closed, or the peer left before it was served: the loop's condition decides.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
            for (Optional<HttpMessage> request = HttpMessage.read(in);
                    request.isPresent();
                    request = HttpMessage.read(in)) {
                Arrival arrival = Arrival.of(request.get(), System.nanoTime());
                Reply reply = behaviour.apply(arrival);
                boolean written = answer(socket, arrival, reply);
                watcher.arrived(arrival, written && reply instanceof Reply.Receipt);
                if (!(reply instanceof Reply.Receipt || reply instanceof Reply.Plain)) {
                    return;
                }
            }
        } catch (IOException e) {
            // The gateway was killed or gave up; it will come again.
            return;
        } finally {
            open.remove(socket);
        }
    }

    private boolean answer(Socket socket, Arrival arrival, Reply reply) {
        try {
            OutputStream out = socket.getOutputStream();
            if (reply instanceof Reply.Receipt receipt) {
                out.write(response(200, "Content-Type: application/json\r\n", receipt(arrival, receipt)));
            } else if (reply instanceof Reply.Plain plain) {
                StringBuilder headers = new StringBuilder();
                plain.headers().forEach((name, value) -> headers.append(name + ": " + value + "\r\n"));
                out.write(response(
                        plain.status(), headers.toString(), plain.body().getBytes(StandardCharsets.UTF_8)));
            } else if (reply instanceof Reply.Garbage garbage) {
                out.write(garbage.text().getBytes(StandardCharsets.UTF_8));
            } else if (reply instanceof Reply.Reset) {
                socket.setSoLinger(true, 0);
            } else if (reply instanceof Reply.Silence silence) {
                hold(silence);
            }
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] receipt(Arrival arrival, Reply.Receipt receipt) {
        if (sealer == null) {
            throw new IllegalStateException("this sink cannot seal");
        }
        ObjectNode payload = StrictJson.object()
                .put("delivery", arrival.delivery())
                .put("outcome", receipt.outcome())
                .put(
                        "digest",
                        receipt.digest().isEmpty() ? digests.sm3(arrival.body()).value() : receipt.digest());
        if (!receipt.code().isEmpty()) {
            payload.put("code", receipt.code()).put("reason", receipt.reason());
        }
        payload.put("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        return StrictJson.write(
                sealer.sealed(StrictJson.writeText(payload), SealType.ACK).toJson());
    }

    private void hold(Reply.Silence silence) {
        try {
            closed.await(silence.how().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] response(int status, String headers, byte[] body) {
        byte[] head = ("HTTP/1.1 " + status + " -\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes the port and cuts every connection. */
    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (SocketException e) {
            // A connection that is closed already.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

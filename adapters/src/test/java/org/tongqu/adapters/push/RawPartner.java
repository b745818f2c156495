package org.tongqu.adapters.push;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server that reads one HTTP request and then does what no HTTP server would. */
final class RawPartner implements AutoCloseable {
    private final ServerSocket server;
    private final Behaviour behaviour;
    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CompletableFuture<Boolean> left = new CompletableFuture<>();

    /** What happens after the request was read. */
    @FunctionalInterface
    interface Behaviour {
        void answer(OutputStream out, CountDownLatch closed) throws IOException, InterruptedException;
    }

    RawPartner(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        background("raw-partner", this::accept);
    }

    static RawPartner silent() {
        return new RawPartner((out, closed) -> closed.await());
    }

    static RawPartner trickling(String statusLine) {
        return new RawPartner((out, closed) -> {
            write(out, statusLine + "\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n");
            do {
                write(out, " ");
            } while (!closed.await(1, TimeUnit.SECONDS));
        });
    }

    static RawPartner endless() {
        return new RawPartner((out, closed) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
            while (closed.getCount() > 0) {
                write(out, chunk);
            }
        });
    }

    static RawPartner endlessHeader() {
        return new RawPartner((out, closed) -> {
            write(out, "HTTP/1.1 200 OK\r\n");
            while (closed.getCount() > 0) {
                write(out, "X-More: " + "x".repeat(1000) + "\r\n");
            }
        });
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    int port() {
        return server.getLocalPort();
    }

    List<byte[]> received() {
        return received;
    }

    /** Completes when a client has hung up on an answer that was not at its end. */
    CompletableFuture<Boolean> left() {
        return left;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                background("raw-partner-connection", () -> serve(socket));
            } catch (IOException stopped) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            received.add(request(socket.getInputStream()));
            background("raw-partner-watch", () -> watch(socket));
            behaviour.answer(socket.getOutputStream(), closed);
        } catch (IOException clientLeft) {
            left.complete(true);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch(Socket socket) {
        try {
            if (socket.getInputStream().read() < 0) {
                left.complete(true);
            }
        } catch (IOException reset) {
            left.complete(true);
        }
    }

    private static byte[] request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("no request");
            }
            head.append((char) octet);
        }
        int length = head.toString()
                .lines()
                .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return in.readNBytes(length);
    }

    private static void background(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        List<AutoCloseable> all = new ArrayList<>(open);
        all.add(server);
        all.forEach(closeable -> {
            try {
                closeable.close();
            } catch (Exception alreadyClosed) {
                left.complete(false);
            }
        });
    }
}

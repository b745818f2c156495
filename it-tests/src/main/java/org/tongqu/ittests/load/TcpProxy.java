package org.tongqu.ittests.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The wire between the gateway and a partner, on the loopback address: passes octets on, or interferes with them as told, and
 * counts how often it did. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;
    private static final int ENDLESS_PER_SECOND = 10 << 20;
    private static final int NARROW_PER_SECOND = 256_000 / 8;
    private static final String PAGE =
            "<!DOCTYPE html><html><title>统一身份认证</title><form action=\"/login\"></form></html>";
    private static final String FAULT =
            """
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault>
            <faultcode>soap:Server</faultcode><faultstring>系统繁忙</faultstring></soap:Fault></soap:Body></soap:Envelope>
            """;

    private final int port;
    private final int partner;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger interfered = new AtomicInteger();
    private final AtomicInteger passed = new AtomicInteger();
    private volatile Interference interference = Interference.NONE;
    private volatile ServerSocket server;
    private volatile boolean closed;

    /**
     * Opens it.
     *
     * @param port where the gateway is sent to
     * @param partner where the partner listens
     */
    public TcpProxy(int port, int partner) {
        this.port = port;
        this.partner = partner;
        this.server = listen();
    }

    /** Interferes like this from now on; connections made so far are cut. Starts to count anew unless it is {@code NONE}. */
    public synchronized void interfere(Interference next) {
        if (next != Interference.NONE) {
            interfered.set(0);
        }
        boolean deaf = interference == Interference.REFUSE;
        interference = next;
        if (next == Interference.REFUSE) {
            close(server);
            interfered.incrementAndGet();
        } else if (deaf) {
            server = listen();
        }
        open.forEach(TcpProxy::close);
    }

    /** Where the gateway is sent to. */
    public int port() {
        return port;
    }

    /** Where the partner listens. */
    public int partner() {
        return partner;
    }

    /** How often it interfered since it was last told to. */
    public int interfered() {
        return interfered.get();
    }

    /** How many pieces of answers went through untouched. */
    public int passed() {
        return passed.get();
    }

    private ServerSocket listen() {
        try {
            ServerSocket listening = new ServerSocket(port, 256, InetAddress.getLoopbackAddress());
            start(() -> accept(listening));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket gateway = listening.accept();
                open.add(gateway);
                start(() -> serve(gateway));
            } catch (IOException closedOrGone) {
                // The loop's condition decides.
            }
        }
    }

    private void serve(Socket gateway) {
        try (gateway;
                Socket there = new Socket()) {
            there.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), partner), 5_000);
            open.add(there);
            there.setTcpNoDelay(true);
            gateway.setTcpNoDelay(true);
            Thread answers = start(() -> passAnswers(there, gateway));
            passRequests(gateway, there);
            close(there);
            join(answers);
            open.remove(there);
        } catch (IOException cut) {
            // One of the two is gone, so the other goes too.
            return;
        } finally {
            open.remove(gateway);
        }
    }

    private void passRequests(Socket gateway, Socket partner) throws IOException {
        byte[] chunk = new byte[CHUNK];
        InputStream in = gateway.getInputStream();
        OutputStream out = partner.getOutputStream();
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            switch (interference) {
                case HANG -> interfered.incrementAndGet();
                case RESET -> {
                    interfered.incrementAndGet();
                    gateway.setSoLinger(true, 0);
                    return;
                }
                case ENDLESS -> endless(gateway.getOutputStream());
                case LOGIN_PAGE -> answer(gateway, "200 OK", "text/html; charset=utf-8", PAGE);
                case FAULT_IN_200 -> answer(gateway, "200 OK", "text/xml; charset=utf-8", FAULT);
                case NO_CONTENT -> answer(gateway, "204 No Content", "application/json", "");
                case NARROW -> slowly(out, chunk, read);
                default -> out.write(chunk, 0, read);
            }
        }
    }

    /** When the partner has gone, so does the connection to the gateway. */
    private void passAnswers(Socket partner, Socket gateway) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = partner.getInputStream();
            OutputStream out = gateway.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                switch (interference) {
                    case LOSE_ANSWERS -> interfered.incrementAndGet();
                    case TRICKLE -> trickle(out, chunk, read);
                    case NARROW -> slowly(out, chunk, read);
                    case TRUNCATE -> {
                        interfered.incrementAndGet();
                        out.write(chunk, 0, read / 2);
                        close(gateway);
                        return;
                    }
                    default -> {
                        out.write(chunk, 0, read);
                        passed.incrementAndGet();
                    }
                }
            }
            close(gateway);
        } catch (IOException cut) {
            close(gateway);
        }
    }

    private void answer(Socket gateway, String status, String type, String body) throws IOException {
        interfered.incrementAndGet();
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nConnection: close\r\nContent-Length: "
                + octets.length + "\r\n\r\n";
        gateway.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        gateway.getOutputStream().write(octets);
        gateway.getOutputStream().flush();
    }

    private void endless(OutputStream out) throws IOException {
        interfered.incrementAndGet();
        out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] chunk = new byte[CHUNK];
        while (interference == Interference.ENDLESS) {
            out.write(chunk);
            pause(Duration.ofSeconds(1).toNanos() * CHUNK / ENDLESS_PER_SECOND);
        }
    }

    private void trickle(OutputStream out, byte[] chunk, int length) throws IOException {
        interfered.incrementAndGet();
        for (int i = 0; i < length && interference == Interference.TRICKLE; i++) {
            out.write(chunk, i, 1);
            pause(Duration.ofSeconds(1).toNanos());
        }
    }

    private void slowly(OutputStream out, byte[] chunk, int length) throws IOException {
        interfered.incrementAndGet();
        out.write(chunk, 0, length);
        pause(Duration.ofSeconds(1).toNanos() * length / NARROW_PER_SECOND);
    }

    private static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception gone) {
            // It is gone either way.
            return;
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            interference = Interference.NONE;
            close(server);
            open.forEach(TcpProxy::close);
        }
    }
}

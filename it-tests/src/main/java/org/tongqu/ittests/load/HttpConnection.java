package org.tongqu.ittests.load;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One persistent HTTP/1.1 connection to the gateway on this machine, one request at a time; connects when needed. Leaner than
 * a client with pools and selectors, since it shares two processors with what it measures. Not thread-safe.
 */
public final class HttpConnection implements Closeable {
    private final int port;
    private final Duration timeout;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    /**
     * @param port on the loopback address
     * @param timeout for connecting, and for each wait for the next octet
     */
    public HttpConnection(int port, Duration timeout) {
        this.port = port;
        this.timeout = timeout;
    }

    /**
     * Sends a request and reads the answer.
     *
     * @param method GET, POST …
     * @param target path and query
     * @param headers besides Host and Content-Length
     * @param body empty for none
     * @throws IOException if there is no whole answer; whether the request was processed is then unknown, the next one connects anew
     */
    public HttpMessage exchange(String method, String target, Map<String, String> headers, byte[] body)
            throws IOException {
        try {
            Socket connected = connect();
            StringBuilder head = new StringBuilder(512);
            head.append(method)
                    .append(' ')
                    .append(target)
                    .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                    .append(port);
            headers.forEach((name, value) ->
                    head.append("\r\n").append(name).append(": ").append(value));
            if (body.length > 0 || method.equals("POST")) {
                head.append("\r\nContent-Length: ").append(body.length);
            }
            head.append("\r\n\r\n");
            byte[] first = head.toString().getBytes(StandardCharsets.UTF_8);
            byte[] request = new byte[first.length + body.length];
            System.arraycopy(first, 0, request, 0, first.length);
            System.arraycopy(body, 0, request, first.length, body.length);
            connected.getOutputStream().write(request);
            HttpMessage answer = HttpMessage.read(in()).orElseThrow(() -> new EOFException("closed without an answer"));
            if (answer.header("connection").filter("close"::equalsIgnoreCase).isPresent()) {
                close();
            }
            return answer;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private Socket connect() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket();
            open.setTcpNoDelay(true);
            open.setSoTimeout((int) timeout.toMillis());
            open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) timeout.toMillis());
            socket = open;
            in = new BufferedInputStream(open.getInputStream(), 16 * 1024);
        }
        return open;
    }

    private InputStream in() throws IOException {
        if (in == null) {
            throw new IOException("not connected");
        }
        return in;
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        in = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is gone either way.
                return;
            }
        }
    }
}

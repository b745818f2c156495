package org.tongqu.ittests.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 message (RFC 9112), request or response.
 *
 * @param start the first line
 * @param headers names in lower case; of repeated ones the last
 * @param body empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy per message would be measured.
public record HttpMessage(String start, Map<String, String> headers, byte[] body) {
    private static final int MAX_LINE = 64 * 1024;

    /** The header's value; empty if it is absent. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The status of a response. */
    public int status() {
        return Integer.parseInt(start.substring(9, 12));
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Reads the next message; empty if the other side closed between messages.
     *
     * @param in buffered, or this is slow
     * @throws IOException if it breaks off or is no HTTP
     */
    static Optional<HttpMessage> read(InputStream in) throws IOException {
        String start = line(in);
        if (start == null || start.isEmpty()) {
            return Optional.empty();
        }
        if (!start.contains("HTTP/1.")) {
            throw new IOException("not HTTP");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not a header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return Optional.of(new HttpMessage(start, headers, body(in, headers)));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks(in);
        }
        String length = headers.get("content-length");
        return length == null ? new byte[0] : exactly(in, Integer.parseInt(length));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line(in);
            if (size == null) {
                throw new EOFException("body breaks off");
            }
            int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
            body.write(exactly(in, length));
            line(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] octets = in.readNBytes(length);
        if (octets.length < length) {
            throw new EOFException("body breaks off");
        }
        return octets;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                if (line.isEmpty()) {
                    return null;
                }
                throw new EOFException("head breaks off");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
            if (line.length() > MAX_LINE) {
                throw new IOException("line too long");
            }
        }
        return line.toString();
    }
}

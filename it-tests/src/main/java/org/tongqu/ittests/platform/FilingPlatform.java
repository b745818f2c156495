package org.tongqu.ittests.platform;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A filing service that takes files in {@code multipart/form-data}, in GBK, from whoever knows user and password; it answers
 * {@code {"ret":"0","msg":"成功"}} and says 9 of what it has. Thread-safe.
 */
public final class FilingPlatform implements AutoCloseable {
    private static final Charset GBK = Charset.forName("GBK");
    private static final Charset OCTETS = StandardCharsets.ISO_8859_1;
    private static final String BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

    private final String authorization;
    private final Door door;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<Filed> taken = new CopyOnWriteArrayList<>();

    /** A service that knows one user, on this port. */
    public FilingPlatform(int port, String user, String password) {
        this.authorization = authorization(user, password);
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** What was filed, in order. */
    public List<Filed> taken() {
        return List.copyOf(taken);
    }

    /**
     * What came in one call.
     *
     * @param texts by name
     * @param fileName of the file
     * @param file its octets
     */
    public record Filed(Map<String, String> texts, String fileName, byte[] file) {}

    /** What another service answers to a file from here, sent as a browser sends it. */
    public String report(String url, String password, Map<String, String> texts, String fileName, byte[] file) {
        StringBuilder body = new StringBuilder();
        texts.forEach((name, value) -> body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(new String(value.getBytes(GBK), OCTETS))
                .append("\r\n"));
        body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
                .append(new String(fileName.getBytes(GBK), OCTETS))
                .append("\"\r\nContent-Type: application/pdf\r\n\r\n")
                .append(new String(file, OCTETS))
                .append("\r\n--" + BOUNDARY + "--\r\n");
        Door.Said answer = door.post(
                url + "/upload",
                Map.of(
                        "Authorization",
                        authorization("990101", password),
                        "Content-Type",
                        "multipart/form-data; boundary=" + BOUNDARY),
                body.toString(),
                OCTETS);
        return new String(answer.text().getBytes(OCTETS), GBK);
    }

    private Door.Said take(Door.Came came) {
        if (!authorization.equals(came.headers().get("authorization"))) {
            return new Door.Said(401, "application/json", "{\"ret\":\"2\",\"msg\":\"401\"}");
        }
        String type = came.headers().getOrDefault("content-type", "");
        String boundary = type.replaceFirst("^multipart/form-data; boundary=", "");
        Map<String, String> texts = new LinkedHashMap<>();
        String fileName = "";
        byte[] file = new byte[0];
        String body = new String(came.body(), OCTETS);
        for (String part : body.substring(2 + boundary.length()).split("\r\n--" + boundary, -1)) {
            int blank = part.indexOf("\r\n\r\n");
            if (blank < 0) {
                continue;
            }
            String head = new String(part.substring(0, blank).getBytes(OCTETS), GBK);
            byte[] content = part.substring(blank + 4).getBytes(OCTETS);
            String name = between(head, "name=\"");
            if (head.contains("filename=\"")) {
                fileName = between(head, "filename=\"");
                file = content;
            } else {
                texts.put(name, new String(content, GBK));
            }
        }
        if (!known.add(texts.getOrDefault("clbh", ""))) {
            return new Door.Said(200, "application/json", "{\"ret\":\"9\",\"msg\":\"had\"}");
        }
        taken.add(new Filed(texts, fileName, file));
        return new Door.Said(200, "application/json", "{\"ret\":\"0\",\"msg\":\"ok\"}");
    }

    private static String between(String head, String start) {
        int from = head.indexOf(start) + start.length();
        return head.substring(from, head.indexOf('"', from));
    }

    private static String authorization(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        door.close();
    }
}

package org.tongqu.ittests.platform;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/**
 * A water company that takes payments as forms, over TLS only, from whoever shows a certificate of its authority. It answers
 * {@code {"ret":"0","msg":"成功"}}, 9 to what it has. Thread-safe.
 */
public final class WaterPlatform implements AutoCloseable {
    private final Door door;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final List<Paid> taken = new CopyOnWriteArrayList<>();
    private final Map<String, String> notices = new ConcurrentHashMap<>();
    private final List<Map<String, String>> openings = new CopyOnWriteArrayList<>();

    /** A company on this port, with connections that show its certificate. */
    public WaterPlatform(int port, SSLContext connections) {
        this.door = new Door(port, connections, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** What was paid, in order. */
    public List<Paid> taken() {
        return List.copyOf(taken);
    }

    /** Where the documents lie that it was told of, by their numbers. */
    public Map<String, String> notices() {
        return Map.copyOf(notices);
    }

    /** What it was told of accounts to be opened: the fields of each of the two calls, in the order in which they came. */
    public List<Map<String, String>> openings() {
        return List.copyOf(openings);
    }

    /**
     * A payment that came.
     *
     * @param caller the name in the certificate that was shown
     * @param fields of the form
     */
    public record Paid(String caller, Map<String, String> fields) {}

    /** What is answered to a payment that is reported over such connections. */
    public String report(String url, SSLContext connections, Map<String, String> fields) {
        return told(url + "/payBill", connections, fields);
    }

    /** What is answered when it is told which account is to be opened. */
    public String reportAccount(String url, SSLContext connections, String number, String holder) {
        return told(
                url + "/openAccount",
                connections,
                Map.of("slh", number, "lx", "S", "hz", holder, "sqsj", "20260302090000"));
    }

    /** What is answered when it is told where. */
    public String reportPremises(String url, SSLContext connections, String number, String address, String holder) {
        try (Door caller = Door.callingWith(connections)) {
            return caller.putForm(url + "/openPremises", Map.of("bh", number, "dz", address, "hzxm", holder))
                    .text();
        }
    }

    /** What is answered when it asks for a bill. */
    public String ask(String url, SSLContext connections, String number, String purpose) {
        try (Door caller = Door.callingWith(connections)) {
            return caller.get(url + "/queryBill", Map.of("zdh", number, "yt", purpose))
                    .text();
        }
    }

    private static String told(String url, SSLContext connections, Map<String, String> fields) {
        try (Door caller = Door.callingWith(connections)) {
            return caller.postForm(url, fields).text();
        }
    }

    private Door.Said take(Door.Came came) {
        if (came.path().equals("/fileNotice")) {
            notices.put(came.fields().getOrDefault("bh", ""), came.fields().getOrDefault("dz", ""));
            return new Door.Said(200, "application/json", "{\"ret\":\"0\",\"msg\":\"成功\"}");
        }
        if (came.path().equals("/queryBill")) {
            boolean isWellAsked = came.method().equals("GET") && came.body().length == 0;
            return new Door.Said(
                    200,
                    "application/json",
                    isWellAsked
                            ? "{\"ret\":\"0\",\"data\":[{\"zdh\":\""
                                    + came.fields().getOrDefault("zdh", "") + "\",\"zt\":\"1\"}]}"
                            : "{\"ret\":\"1\",\"msg\":\"只接受 GET\"}");
        }
        if (came.path().equals("/openPremises") && !came.method().equals("PUT")) {
            return new Door.Said(200, "application/json", "{\"ret\":\"1\",\"msg\":\"只接受 PUT\"}");
        }
        if (came.path().equals("/openAccount") || came.path().equals("/openPremises")) {
            openings.add(came.fields());
            return new Door.Said(200, "application/json", "{\"ret\":\"0\",\"msg\":\"成功\"}");
        }
        if (!known.add(came.fields().getOrDefault("zdh", ""))) {
            return new Door.Said(200, "application/json", "{\"ret\":\"9\",\"msg\":\"已存在\"}");
        }
        taken.add(new Paid(came.caller(), came.fields()));
        return new Door.Said(200, "application/json", "{\"ret\":\"0\",\"msg\":\"成功\"}");
    }

    @Override
    public void close() {
        door.close();
    }
}

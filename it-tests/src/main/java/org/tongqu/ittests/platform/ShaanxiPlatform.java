package org.tongqu.ittests.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An approval platform that takes acceptances in JSON, {@code {txnBodyCom:{sxbm,sblshShort,shouli:{…}}}}, from whoever signs in the headers
 * {@code x-aep-*}; it answers {@code {code,msg}}, 00 being consent, and 03 to a signature that does not hold. Thread-safe.
 */
public final class ShaanxiPlatform implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long FIVE_MINUTES = 300_000;

    private final String appKey;
    private final String appSecret;
    private final Clock clock;
    private final Door door;
    private final AtomicInteger nonces = new AtomicInteger();
    private final Map<String, JsonNode> taken = new ConcurrentHashMap<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    /** A platform that knows one application, on this port. */
    public ShaanxiPlatform(int port, String appKey, String appSecret, Clock clock) {
        this.appKey = appKey;
        this.appSecret = appSecret;
        this.clock = clock;
        this.door = new Door(port, this::take);
    }

    /** Where it is. */
    public String url() {
        return door.url();
    }

    /** The acceptances it took, by {@code sblshShort}. */
    public Map<String, JsonNode> taken() {
        return Map.copyOf(taken);
    }

    /** The codes it answered, in order. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** The next message is refused with these words. */
    public void refuseNext(String words) {
        refusals.add(words);
    }

    /** Reports an acceptance to another platform, signed with this secret at a time so many milliseconds from now. */
    public JsonNode report(String url, String message, String secret, long skew) {
        return post(url, message, headers(message, secret, clock.millis() + skew));
    }

    /** The headers of a message that is signed now. */
    public Map<String, String> headers(String message) {
        return headers(message, appSecret, clock.millis());
    }

    /** Reports with these headers. */
    public JsonNode post(String url, String message, Map<String, String> headers) {
        return JSON.readTree(door.post(url + "/receiveAccept", headers, message, StandardCharsets.UTF_8)
                .text());
    }

    private Map<String, String> headers(String message, String secret, long time) {
        Map<String, String> signed = new TreeMap<>();
        signed.put("x-aep-appkey", appKey);
        signed.put("x-aep-nonce", "n-" + nonces.incrementAndGet());
        signed.put("x-aep-timestamp", Long.toString(time));
        Map<String, String> headers = new HashMap<>(signed);
        signed.put("xmlStr", message);
        headers.put("x-aep-signature", hmac(secret, signed));
        headers.put("Content-Type", "application/json");
        return headers;
    }

    private Door.Said take(Door.Came came) {
        Map<String, String> headers = came.headers();
        Map<String, String> signed = new TreeMap<>();
        for (String name : List.of("x-aep-appkey", "x-aep-nonce", "x-aep-timestamp")) {
            signed.put(name, headers.getOrDefault(name, ""));
        }
        signed.put("xmlStr", came.text());
        boolean isFresh = Math.abs(clock.millis() - Long.parseLong("0" + signed.get("x-aep-timestamp"))) < FIVE_MINUTES;
        if (!isFresh
                || !appKey.equals(signed.get("x-aep-appkey"))
                || !hmac(appSecret, signed).equals(headers.get("x-aep-signature"))) {
            return answer("03", "签名无效");
        }
        String refusal = refusals.poll();
        if (refusal != null) {
            return answer("05", refusal);
        }
        JsonNode body = JSON.readTree(came.text()).path("txnBodyCom");
        if (!came.path().equals("/receiveAccept")
                || !"1".equals(body.path("shouli").path("ywslzt").asString(""))) {
            return answer("04", "报文不完整");
        }
        taken.put(body.path("sblshShort").asString(""), body);
        return answer("00", "成功");
    }

    private Door.Said answer(String code, String words) {
        said.add(code);
        return new Door.Said(
                200, "application/json;charset=UTF-8", "{\"code\":\"" + code + "\",\"msg\":\"" + words + "\"}");
    }

    private static String hmac(String secret, Map<String, String> signed) {
        StringBuilder text = new StringBuilder();
        signed.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }

    @Override
    public void close() {
        door.close();
    }
}
